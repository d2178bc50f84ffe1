create view amocrm_sources_by_month as
select account_id, date_trunc('month', created_at)::date as month,
	coalesce(nullif(utm_source, ''), '(none)') as utm_source,
	coalesce(nullif(utm_medium, ''), '(none)') as utm_medium,
	coalesce(nullif(utm_campaign, ''), '(none)') as utm_campaign,
	count(*) as leads,
	count(*) filter (where status_label = 'successful') as won,
	count(*) filter (where status_label = 'unsuccessful') as lost,
	round(100.0 * count(*) filter (where status_label = 'successful') / count(*), 1) as won_percent,
	coalesce(sum(price) filter (where status_label = 'successful'), 0) as revenue
from amocrm_deals
where deleted_at is null and created_at is not null
group by account_id, 2, 3, 4, 5;

comment on view amocrm_sources_by_month is 'Where leads come from and what they bring: by the month of creation and UTM marks. Other marks (gclid, yclid, _ym_uid, …) are in amocrm_deals.tracking.';
comment on column amocrm_sources_by_month.account_id is 'The amoCRM account.';
comment on column amocrm_sources_by_month.month is 'First day of the month in which the leads were created, in the time zone of the session.';
comment on column amocrm_sources_by_month.utm_source is 'Tracking field utm_source; (none) where it is empty.';
comment on column amocrm_sources_by_month.utm_medium is 'Tracking field utm_medium; (none) where it is empty.';
comment on column amocrm_sources_by_month.utm_campaign is 'Tracking field utm_campaign; (none) where it is empty.';
comment on column amocrm_sources_by_month.leads is 'Leads created, without those deleted since.';
comment on column amocrm_sources_by_month.won is 'Of these: won.';
comment on column amocrm_sources_by_month.lost is 'Of these: lost.';
comment on column amocrm_sources_by_month.won_percent is 'Conversion: won in percent of all.';
comment on column amocrm_sources_by_month.revenue is 'Sum of the prices of those won, whenever that was, in the currency of the account.';
