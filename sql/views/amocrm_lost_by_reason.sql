create view amocrm_lost_by_reason as
select deal.account_id, date_trunc('month', deal.closed_at)::date as month,
	deal.pipeline_id, pipeline.name as pipeline,
	coalesce(deal.loss_reason, '(none)') as loss_reason,
	count(*) as lost,
	round(100.0 * count(*) / sum(count(*)) over (
		partition by deal.account_id, date_trunc('month', deal.closed_at)::date, deal.pipeline_id
	), 1) as percent_of_lost,
	coalesce(sum(deal.price), 0) as lost_amount
from amocrm_deals as deal
left join amocrm_pipelines as pipeline
	on pipeline.account_id = deal.account_id and pipeline.id = deal.pipeline_id
where deal.status_label = 'unsuccessful' and deal.closed_at is not null and deal.deleted_at is null
group by deal.account_id, date_trunc('month', deal.closed_at)::date, deal.pipeline_id, pipeline.name, 5;

comment on view amocrm_lost_by_reason is 'Why leads were lost, by the month in which they were lost and pipeline.';
comment on column amocrm_lost_by_reason.account_id is 'The amoCRM account.';
comment on column amocrm_lost_by_reason.month is 'First day of the month in which the leads were lost, in the time zone of the session.';
comment on column amocrm_lost_by_reason.pipeline_id is 'The pipeline.';
comment on column amocrm_lost_by_reason.pipeline is 'Name of the pipeline.';
comment on column amocrm_lost_by_reason.loss_reason is 'The reason chosen in amoCRM; (none) where nobody chose one.';
comment on column amocrm_lost_by_reason.lost is 'Leads lost.';
comment on column amocrm_lost_by_reason.percent_of_lost is 'The same in percent of all that were lost in this month and pipeline.';
comment on column amocrm_lost_by_reason.lost_amount is 'Sum of their prices, in the currency of the account.';
