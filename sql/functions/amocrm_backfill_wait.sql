create or replace function amocrm_backfill_wait(p_backfill amocrm_backfills) returns int
language sql
stable
set search_path from current
as $$
	select greatest(
		ceil(extract(epoch from p_backfill.due_at - now()))::int,
		case when exists (
			select from amocrm_api_budget as budget
			where budget.account_id = p_backfill.account_id
				and (budget.requests_hour >= budget.limit_hour - p_backfill.reserve_hour
					-- Below the 200 at which the watch would raise an alarm.
					or budget.requests_minute >= budget.limit_minute - 60)
		) then amocrm_seconds_left('minute') end,
		0
	)
$$;

comment on function amocrm_backfill_wait is 'Seconds until an import may ask amoCRM: after a refusal, and while what is left of the hour''s or the minute''s requests is its reserve. 0: now.';
