create or replace function amocrm_extend_lease(p_lease uuid, p_lease_seconds int) returns int
language sql
set search_path from current
as $$
	with held as (
		select id from amocrm_webhook_events
		where lease = p_lease and status = 'processing'
		order by event_hash
		for update
	),
	extended as (
		update amocrm_webhook_events
		set leased_until = greatest(leased_until, now() + make_interval(secs => p_lease_seconds))
		where id in (select id from held)
		returning 1
	)
	select count(*)::int from extended;
$$;

comment on function amocrm_extend_lease is 'Keeps a run''s events for p_lease_seconds from now. Returns how many it still has.';
