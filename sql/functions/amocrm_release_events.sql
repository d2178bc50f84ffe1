create or replace function amocrm_release_events(p_lease uuid) returns int
language sql
set search_path from current
as $$
	with held as (
		select id from amocrm_webhook_events
		where lease = p_lease and status = 'processing'
		order by event_hash
		for update
	),
	released as (
		update amocrm_webhook_events
		set status = 'pending', lease = null, leased_until = null, attempts = greatest(attempts - 1, 0)
		where id in (select id from held)
		returning queue
	),
	woken as (
		select pg_notify('amocrm_events', left(queue, 1000)) from (select distinct queue from released) as queues
	)
	select (count(*) + 0 * (select count(*) from woken))::int from released;
$$;

comment on function amocrm_release_events is 'Gives back a run''s events as if they had never been claimed (shutdown in order). Returns how many.';
