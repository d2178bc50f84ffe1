create or replace function amocrm_fail_events(
	p_lease uuid,
	p_error text,
	p_max_attempts int,
	p_retry_seconds double precision
) returns table (id bigint, status text, next_attempt_at timestamptz)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
declare
	v_count int;
begin
	select count(*) into v_count
	from (
		select from amocrm_webhook_events
		where lease = p_lease and status = 'processing'
		order by event_hash
		for update
	) as held;

	-- Any one of many may be the cause: each is tried alone, at once, and this attempt does not count.
	if v_count > 1 then
		return query
		update amocrm_webhook_events as event
		set status = 'pending', lease = null, leased_until = null, last_error = p_error, solo = true,
			attempts = greatest(attempts - 1, 0), next_attempt_at = now()
		where lease = p_lease and status = 'processing'
		returning event.id, event.status, event.next_attempt_at;
		return;
	end if;

	return query
	update amocrm_webhook_events as event
	set status = case when attempts >= p_max_attempts then 'dead' else 'pending' end,
		lease = null, leased_until = null, last_error = p_error, solo = true,
		next_attempt_at = now() + make_interval(secs =>
			least(p_retry_seconds * power(2, least(attempts, 30) - 1), 3600) * (0.8 + 0.4 * random()))
	where lease = p_lease and status = 'processing'
	returning event.id, event.status, event.next_attempt_at;
end
$$;

comment on function amocrm_fail_events is 'Gives back what a failed run still has. One event: again after p_retry_seconds, doubled each time up to an hour, give or take a fifth; dead after p_max_attempts. Several: again at once, each alone.';
