create or replace function amocrm_note_lead_events() returns int
language plpgsql
set search_path from current
as $$
declare
	v_since timestamptz;
	v_noted int;
begin
	insert into amocrm_backend_cursor default values on conflict do nothing;
	-- Of two runs at once the second reads where the first has stopped.
	select greatest(started_at, read_until - interval '10 minutes') into v_since
	from amocrm_backend_cursor
	for update;

	with recursive queues as (
		(select queue from amocrm_webhook_events where processed order by queue limit 1)
		union all
		select (
			select event.queue from amocrm_webhook_events as event
			where processed and event.queue > queues.queue
			order by event.queue
			limit 1
		)
		from queues
		where queues.queue is not null
	),
	noted as (
		insert into amocrm_backend_news (event_id, account_id, amocrm_deal_id, event_type, occurred_at, changes)
		select event.id, event.account_id, event.amocrm_entity_id, event.event_type,
			coalesce(event.occurred_at, event.ts), event.changes
		from queues
		join amocrm_webhook_events as event on event.queue = queues.queue
		where event.processed
			-- An event gets its time before its transaction ends: without looking back, one that ended
			-- late would never be seen.
			and event.processed_at >= v_since
			and event.status = 'processed'
			and event.entity_type = 'lead'
			and event.account_id is not null
			and event.amocrm_entity_id ~ '^[0-9]{1,18}$'
		on conflict (event_id) do nothing
		returning 1
	)
	select count(*)::int into v_noted from noted;

	update amocrm_backend_cursor set read_until = now();
	return v_noted;
end
$$;

comment on function amocrm_note_lead_events is 'Notes for the back end the events of leads that were processed since the last call, each once; the first call only begins. Returns how many.';
