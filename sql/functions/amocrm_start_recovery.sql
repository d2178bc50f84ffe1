create or replace function amocrm_start_recovery(
	p_run text,
	p_limits jsonb default '{}'
) returns table (path text, query jsonb)
language plpgsql
set search_path from current
as $$
declare
	v_limit record;
	v_recovery amocrm_recoveries;
	v_request jsonb;
begin
	select
		make_interval(days => least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxDays'), 7), 1), 30)::int) as back,
		least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxRequestsPerRun'), 50), 1), 1000)::int as run_requests,
		least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxRequests'), 500), 1), 100000)::int as requests
	into v_limit;

	select * into v_recovery
	from amocrm_recoveries
	where state = 'open' and due_at <= now() and coalesce(leased_until < now(), true)
	order by due_at
	limit 1
	for update skip locked;
	if found then
		update amocrm_recoveries set
			run = p_run,
			leased_until = now() + interval '5 minutes',
			run_requests = 0,
			most_run_requests = v_limit.run_requests,
			most_requests = v_limit.requests,
			from_time = greatest(from_time, least(until_time, now() - v_limit.back)),
			is_clipped = is_clipped or from_time < least(until_time, now() - v_limit.back)
		where id = v_recovery.id
		returning * into v_recovery;
		v_request := amocrm_recovery_request(v_recovery);
	end if;
	return query select v_request ->> 'path', v_request -> 'query';
end
$$;

comment on function amocrm_start_recovery is 'Gives the run p_run a recovery that is due and returns its next request; path is null when there is nothing to do. p_limits: {maxDays, maxRequestsPerRun, maxRequests}. No two runs get the same one; after a crash it is free again in five minutes and goes on where it was.';
