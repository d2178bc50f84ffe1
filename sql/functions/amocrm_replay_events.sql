create or replace function amocrm_replay_events(p_ids bigint[]) returns setof bigint
language plpgsql
set search_path from current
as $$
declare
	v_ids bigint[];
begin
	with dead as (
		select id from amocrm_webhook_events
		-- A body without any event has nothing a workflow could do.
		where id = any(p_ids) and status = 'dead' and event_type <> 'delivery.unreadable'
		order by event_hash
		for update
	),
	replayed as (
		update amocrm_webhook_events
		set status = 'pending', attempts = 0, next_attempt_at = now()
		where id in (select id from dead)
		returning id, queue
	),
	woken as materialized (
		select pg_notify('amocrm_events', left(queue, 1000)) from (select distinct queue from replayed) as queues
	)
	select array_agg(replayed.id order by replayed.id) into v_ids
	from replayed, (select count(*) from woken) as notified;
	return query select unnest(v_ids);
end
$$;

comment on function amocrm_replay_events is 'Lets dead events start again with no attempts used. Returns the ids that were dead and can be worked off.';
