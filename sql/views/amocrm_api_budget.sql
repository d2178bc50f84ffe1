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
