create view amocrm_funnel_by_month as
select deal.account_id, date_trunc('month', deal.created_at)::date as month,
	deal.pipeline_id, pipeline.name as pipeline,
	count(*) as leads,
	count(*) filter (where deal.status_label = 'in_progress') as open,
	count(*) filter (where deal.status_label = 'successful') as won,
	count(*) filter (where deal.status_label = 'unsuccessful') as lost,
	round(100.0 * count(*) filter (where deal.status_label = 'successful') / count(*), 1) as won_percent,
	round(100.0 * count(*) filter (where deal.status_label = 'successful')
		/ nullif(count(*) filter (where deal.status_label <> 'in_progress'), 0), 1) as won_percent_of_closed,
	coalesce(sum(deal.price) filter (where deal.status_label = 'in_progress'), 0) as open_amount,
	coalesce(sum(deal.price) filter (where deal.status_label = 'successful'), 0) as won_amount,
	round(avg(extract(epoch from deal.closed_at - deal.created_at)) filter (
		where deal.status_label = 'successful'
	) / 86400, 1) as days_to_win
from amocrm_deals as deal
left join amocrm_pipelines as pipeline
	on pipeline.account_id = deal.account_id and pipeline.id = deal.pipeline_id
where deal.deleted_at is null and deal.created_at is not null
group by deal.account_id, 2, deal.pipeline_id, pipeline.name;

comment on view amocrm_funnel_by_month is 'What became of the leads created in a month, by pipeline: open, won, lost, conversion, amounts. The newest months change for as long as their leads are open.';
comment on column amocrm_funnel_by_month.account_id is 'The amoCRM account.';
comment on column amocrm_funnel_by_month.month is 'First day of the month in which the leads were created, in the time zone of the session.';
comment on column amocrm_funnel_by_month.pipeline_id is 'The pipeline the leads are in now.';
comment on column amocrm_funnel_by_month.pipeline is 'Name of the pipeline.';
comment on column amocrm_funnel_by_month.leads is 'Leads created, without those deleted since.';
comment on column amocrm_funnel_by_month.open is 'Of these: neither won nor lost yet.';
comment on column amocrm_funnel_by_month.won is 'Of these: won (142).';
comment on column amocrm_funnel_by_month.lost is 'Of these: lost (143).';
comment on column amocrm_funnel_by_month.won_percent is 'Conversion: won in percent of all leads of the month.';
comment on column amocrm_funnel_by_month.won_percent_of_closed is 'Won in percent of those that are won or lost; null while all are open.';
comment on column amocrm_funnel_by_month.open_amount is 'Sum of the prices of open leads, in the currency of the account.';
comment on column amocrm_funnel_by_month.won_amount is 'Sum of the prices of won leads, in the currency of the account.';
comment on column amocrm_funnel_by_month.days_to_win is 'Average days from creation to won.';
