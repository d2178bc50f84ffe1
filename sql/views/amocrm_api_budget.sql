create view amocrm_api_budget as
select account_id,
	requests_minute, 250 as limit_minute,
	requests_hour, 7000 as limit_hour, 7000 - requests_hour as free_hour,
	requests_day,
	limited_hour, limited_day,
	requests_hour >= 5600 or requests_minute >= 200 or limited_hour > 0 as is_alarming
from (
	select account_id,
		-- A minute is counted by the clock, so the last 60 seconds are in this one and the one before.
		greatest(
			coalesce(sum(requests) filter (where minute = date_trunc('minute', now(), 'UTC')), 0),
			coalesce(sum(requests) filter (
				where minute = date_trunc('minute', now(), 'UTC') - interval '1 minute'
			), 0)
		) as requests_minute,
		coalesce(sum(requests) filter (where minute > now() - interval '1 hour'), 0) as requests_hour,
		sum(requests) as requests_day,
		coalesce(sum(limited) filter (where minute > now() - interval '1 hour'), 0) as limited_hour,
		sum(limited) as limited_day
	from amocrm_api_usage
	where minute > now() - interval '1 day'
	group by account_id
) as used;

comment on view amocrm_api_budget is 'Requests to amoCRM in the busier of the last two minutes, the last hour and day, against the plan''s 250 a minute and 7,000 an hour. is_alarming from 80 %, or when amoCRM answered 429 within the hour.';
comment on column amocrm_api_budget.account_id is 'The amoCRM account.';
comment on column amocrm_api_budget.requests_minute is 'Requests in the busier of the last two minutes.';
comment on column amocrm_api_budget.limit_minute is 'What the plan allows in a minute.';
comment on column amocrm_api_budget.requests_hour is 'Requests within the last hour.';
comment on column amocrm_api_budget.limit_hour is 'What the plan allows within an hour.';
comment on column amocrm_api_budget.free_hour is 'What is left of it.';
comment on column amocrm_api_budget.requests_day is 'Requests within the last 24 hours.';
comment on column amocrm_api_budget.limited_hour is 'Answers 429 within the last hour.';
comment on column amocrm_api_budget.limited_day is 'Answers 429 within the last 24 hours.';
comment on column amocrm_api_budget.is_alarming is 'From 80 % of a limit, or when amoCRM answered 429 within the hour.';
