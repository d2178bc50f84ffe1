create or replace function amocrm_pause_recovery(p_run text, p_error text) returns int
language sql
set search_path from current
as $$
	with paused as (
		update amocrm_recoveries
		set run = null,
			leased_until = null,
			requests = requests + 1,
			-- Days without a valid token would else use the limit up, and the gap be left unread.
			refused = refused + 1,
			run_requests = run_requests + 1,
			last_error = left(amocrm_without_secrets(p_error), 1000)
		where run = p_run and state = 'open'
		returning account_id
	),
	counted as materialized (
		select amocrm_record_api_usage(jsonb_build_object(
			'accountId', account_id, 'requests', 1, 'source', 'recovery'
		))
		from paused
	)
	select count(*)::int from counted;
$$;

comment on function amocrm_pause_recovery is 'Takes down that amoCRM did not answer the run p_run; the next run asks again. Returns how many recoveries were paused.';
