create or replace function amocrm_start_backfill(p_run text, p_limits jsonb default '{}')
returns table (path text, query jsonb, wait_seconds int)
language plpgsql
set search_path from current
as $$
declare
	v_backfill amocrm_backfills;
	v_waits constant boolean := coalesce(p_limits -> 'waits' = 'true', false);
begin
	-- Who looks whether there is work holds the row for a moment: the run that has it must not go home for that.
	select * into v_backfill from amocrm_backfills where state = 'open' and run = p_run for update;
	if v_backfill.id is null then
		select * into v_backfill from amocrm_backfills where state = 'open' for update skip locked;
	end if;
	if v_backfill.id is null then
		return;
	end if;
	if v_backfill.run is distinct from p_run then
		if v_backfill.leased_until >= now()
			-- The process that waits holds the lock while it lives, so after kill -9 nobody has to wait for its lease.
			and not (v_backfill.run_waits and pg_try_advisory_xact_lock(hashtextextended('amocrm_backfill', 0)))
		then
			return;
		end if;
		if v_backfill.due_at > now() and not v_waits then
			return;
		end if;
		update amocrm_backfills set
			run = p_run,
			run_waits = v_waits,
			leased_until = now() + interval '5 minutes',
			run_requests = 0,
			most_run_requests = least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxRequestsPerRun'), 50), 2), 100000)
		where id = v_backfill.id;
	end if;
	return query select next.path, next.query, next.wait_seconds from amocrm_next_backfill_request(p_run) as next;
end
$$;

comment on function amocrm_start_backfill is 'Gives the run p_run the open import and its next request; no row when there is none, or another run works on it. p_limits: {maxRequestsPerRun (50; at least 2, as the first asks for the account), waits}; waits: the caller sleeps for wait_seconds and calls again, and holds the advisory lock hashtextextended(''amocrm_backfill'', 0) in its session.';
