create or replace function amocrm_enqueue_events(
	p_queue text,
	p_events jsonb,
	p_window interval
) returns table (id bigint, duplicate boolean)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
begin
	if coalesce(p_queue, '') = '' then
		raise exception 'amocrm_enqueue_events: p_queue is empty' using errcode = 'AM001';
	end if;
	if jsonb_typeof(p_events) is distinct from 'array' then
		raise exception 'amocrm_enqueue_events: p_events is not an array' using errcode = 'AM001';
	end if;

	return query
	with sent as materialized (
		select row_number() over () as place, event.*
		from jsonb_to_recordset(p_events) as event (
			content_hash text, event_type text, entity_type text, amocrm_entity_id text,
			account_id bigint, occurred_at timestamptz, payload jsonb, changes jsonb,
			parent_type text, parent_id text, changed_by bigint, delivery_id text,
			status text, last_error text, metadata jsonb, is_echo boolean
		)
	),
	distinct_events as materialized (
		select distinct on (content_hash) *,
			count(*) filter (where is_echo is not true) over (partition by content_hash) - 1 as repeats
		from sent order by content_hash, place
	),
	dated as materialized (
		select event.*,
			case
				when latest.generation is null then 1
				when latest.ts < now() - p_window or came_back.id is not null then latest.generation + 1
				else latest.generation
			end as generation
		from distinct_events as event
		left join lateral (
			select stored.id, stored.ts, stored.generation
			from amocrm_webhook_events as stored
			where stored.content_hash = event.content_hash and stored.queue = p_queue
			order by stored.generation desc
			limit 1
		) as latest on true
		-- Bodies without a time look the same each time: delete, restore, delete is three events.
		left join lateral (
			select stored.id
			from amocrm_webhook_events as stored
			where event.occurred_at is null
				and stored.id > latest.id
				and stored.queue = p_queue
				and stored.amocrm_entity_id = event.amocrm_entity_id
				and stored.entity_type = event.entity_type
				and stored.account_id is not distinct from event.account_id
				and stored.event_type = case event.event_type
					when event.entity_type || '.delete' then event.entity_type || '.restore'
					when event.entity_type || '.restore' then event.entity_type || '.delete'
				end
			limit 1
		) as came_back on true
	),
	-- Numbers in the order of the body, which is the order an entity's events are worked off in.
	numbered as materialized (
		select *,
			encode(sha256(convert_to(concat_ws(e'\n', p_queue, content_hash, generation), 'UTF8')), 'hex')
				as event_hash,
			nextval('amocrm_webhook_events_id_seq') as new_id
		from (select * from dated order by place) as in_order
	),
	stored as (
		insert into amocrm_webhook_events as present (
			id, event_type, entity_type, amocrm_entity_id, event_hash, payload, account_id, status,
			metadata, changes, parent_type, parent_id, changed_by, occurred_at, processed_at, delivery_id,
			queue, content_hash, generation, last_error, duplicates, last_duplicate_at
		)
		select new_id, event_type, entity_type, amocrm_entity_id, event_hash,
			coalesce(payload, 'null'), account_id, coalesce(status, 'pending'),
			coalesce(metadata, '{}'), coalesce(changes, '{}'), parent_type, parent_id, changed_by,
			occurred_at, case status when 'skipped' then now() end, delivery_id,
			p_queue, content_hash, generation, last_error, repeats, case when repeats > 0 then now() end
		from numbered
		-- Two deliveries that share events lock the rows in the same order: no deadlock.
		order by event_hash
		on conflict (event_hash) do update
			set duplicates = present.duplicates + 1 + excluded.duplicates, last_duplicate_at = now(),
				-- The body that its other events rely on came with this repeat.
				metadata = case
					when excluded.metadata ? 'raw_body' and not present.metadata ? 'raw_body'
						then present.metadata || jsonb_build_object('raw_body', excluded.metadata -> 'raw_body')
					else present.metadata
				end
		returning present.id, present.content_hash
	)
	select stored.id, stored.id <> numbered.new_id or sent.place <> numbered.place
	from sent
	join stored using (content_hash)
	join numbered using (content_hash)
	order by sent.place;

	-- Events that nobody wants wake nobody. (A path looks into the list without taking it apart.)
	if jsonb_path_exists(p_events, '$[*] ? (@.status == "pending" || !exists(@.status))') then
		perform pg_notify('amocrm_events', left(p_queue, 1000));
	end if;
end
$$;

comment on function amocrm_enqueue_events is 'Stores the events of one or more webhook calls: one row out for each event in, in order. A repeat within p_window is counted on the stored row. Wakes the queue''s consumer.';
