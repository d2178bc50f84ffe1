create or replace function amocrm_next_due(p_queue text) returns timestamptz
language sql
stable
set search_path from current
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
as $$
	select least(
		(
			select event.next_attempt_at
			from amocrm_webhook_events as event
			where event.queue = p_queue
				and event.status = 'pending'
				-- One that waits for another event of its entity is due long since and cannot be claimed.
				and not exists (
					select
					from amocrm_webhook_events as earlier
					where earlier.queue = event.queue
						and earlier.entity_type = event.entity_type
						and earlier.amocrm_entity_id = event.amocrm_entity_id
						and coalesce(earlier.account_id, 0) = coalesce(event.account_id, 0)
						and earlier.status in ('pending', 'processing')
						and earlier.amocrm_entity_id is not null
						and earlier.id < event.id
				)
				and not exists (
					select
					from amocrm_webhook_events as running
					where running.queue = event.queue
						and running.entity_type = event.entity_type
						and running.amocrm_entity_id = event.amocrm_entity_id
						and coalesce(running.account_id, 0) = coalesce(event.account_id, 0)
						and running.status = 'processing'
						and running.amocrm_entity_id is not null
				)
			order by event.next_attempt_at
			limit 1
		),
		(
			select leased_until
			from amocrm_webhook_events
			where queue = p_queue and status = 'processing'
			order by leased_until
			limit 1
		)
	);
$$;

comment on function amocrm_next_due is 'When something of the queue can be claimed next (in the past: now); null when nothing is open.';
