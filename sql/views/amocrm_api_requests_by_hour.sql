create view amocrm_api_requests_by_hour as
select account_id, date_trunc('hour', minute) as hour, source,
	sum(requests) as requests, sum(limited) as limited, max(requests) as busiest_minute
from amocrm_api_usage
group by account_id, 2, source;

comment on view amocrm_api_requests_by_hour is 'Requests to amoCRM by hour and who made them. Against the limits: amocrm_api_budget.';
comment on column amocrm_api_requests_by_hour.account_id is 'The amoCRM account.';
comment on column amocrm_api_requests_by_hour.hour is 'When the hour began.';
comment on column amocrm_api_requests_by_hour.source is 'Who made them: webhooks, watch, reference, …';
comment on column amocrm_api_requests_by_hour.requests is 'Requests made.';
comment on column amocrm_api_requests_by_hour.limited is 'Of these: answered 429, too many.';
comment on column amocrm_api_requests_by_hour.busiest_minute is 'The most requests of this source in one minute of the hour.';
