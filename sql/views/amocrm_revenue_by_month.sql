create view amocrm_revenue_by_month as
select deal.account_id, date_trunc('month', deal.closed_at)::date as month,
	deal.pipeline_id, pipeline.name as pipeline,
	deal.responsible_user_id, coalesce(member.name, deal.responsible_user_id::text) as responsible_user,
	count(*) as won,
	coalesce(sum(deal.price), 0) as revenue,
	round(avg(deal.price), 2) as average_price
from amocrm_deals as deal
left join amocrm_pipelines as pipeline
	on pipeline.account_id = deal.account_id and pipeline.id = deal.pipeline_id
left join amocrm_users as member
	on member.account_id = deal.account_id and member.id = deal.responsible_user_id
where deal.status_label = 'successful' and deal.closed_at is not null and deal.deleted_at is null
group by deal.account_id, 2, deal.pipeline_id, pipeline.name, deal.responsible_user_id, member.name;

comment on view amocrm_revenue_by_month is 'Won leads and their prices by the month in which they were won, pipeline and responsible user.';
comment on column amocrm_revenue_by_month.account_id is 'The amoCRM account.';
comment on column amocrm_revenue_by_month.month is 'First day of the month in which the leads were won, in the time zone of the session.';
comment on column amocrm_revenue_by_month.pipeline_id is 'The pipeline.';
comment on column amocrm_revenue_by_month.pipeline is 'Name of the pipeline.';
comment on column amocrm_revenue_by_month.responsible_user_id is 'Who is responsible now.';
comment on column amocrm_revenue_by_month.responsible_user is 'The user''s name.';
comment on column amocrm_revenue_by_month.won is 'Leads won.';
comment on column amocrm_revenue_by_month.revenue is 'Sum of their prices, in the currency of the account.';
comment on column amocrm_revenue_by_month.average_price is 'Average of their prices, without leads of unknown price.';
