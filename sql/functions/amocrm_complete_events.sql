create or replace function amocrm_complete_events(p_ids bigint[], p_lease uuid default null) returns int
language sql
set search_path from current
as $$
	with done as (
		select id from amocrm_webhook_events
		where id = any(p_ids)
			and case
				when p_lease is null then not processed
				else status = 'processing' and lease = p_lease
			end
		-- The order in which amocrm_enqueue_events locks rows: no deadlock with a repeated delivery.
		order by event_hash
		for update
	),
	completed as (
		update amocrm_webhook_events
		set status = 'processed', processed_at = now(), lease = null, leased_until = null
		where id in (select id from done)
		returning 1
	)
	select count(*)::int from completed;
$$;

comment on function amocrm_complete_events is 'Marks events as processed and returns how many it marked; with p_lease only those the run still has. Calling it again changes nothing.';
