create or replace function amocrm_missed_events(p_recovery bigint)
returns table (
	content_key text, event_type text, entity_type text, entity_id text, happened_at timestamptz,
	changes jsonb, changed_by bigint, payload jsonb, obsolete text
)
language sql
stable
set search_path from current
as $$
	with recovery as (
		select * from amocrm_recoveries where id = p_recovery
	),
	entity as materialized (
		select split_part(key, ' ', 1) as entity_type, split_part(key, ' ', 2) as entity_id, data,
			amocrm_json_time(data -> 'updated_at') as updated_at
		from amocrm_recovery_finds
		where recovery_id = p_recovery and kind = 'entity'
	),
	change as materialized (
		select find.key, known.event_type, known.entity_type, find.data ->> 'entity_id' as entity_id,
			split_part(known.event_type, '.', 2) as action,
			amocrm_json_time(find.data -> 'created_at') as happened_at,
			amocrm_json_integer(find.data -> 'created_by') as changed_by,
			find.data #> '{value_before,0}' as before,
			find.data #> '{value_after,0}' as after
		from amocrm_recovery_finds as find
		join amocrm_recoverable_changes() as known
			on known.change_type = find.data ->> 'type' and known.entity_type = find.data ->> 'entity_type'
		where find.recovery_id = p_recovery and find.kind = 'change'
	),
	-- What the webhooks told of these entities, before, during and after.
	told as materialized (
		select event.event_type, event.entity_type, event.amocrm_entity_id as entity_id, event.ts,
			event.occurred_at, event.changes, event.metadata ->> 'change_id' as change_id
		from recovery
		join (select entity_type, entity_id from entity union select entity_type, entity_id from change) as asked on true
		join amocrm_webhook_events as event
			on event.amocrm_entity_id = asked.entity_id
			and event.entity_type = asked.entity_type
			and event.queue = recovery.queue
			and coalesce(event.account_id = recovery.account_id, true)
	),
	missed_change as (
		select change.*
		from change
		where not exists (
			select
			from told
			where told.entity_type = change.entity_type
				and told.entity_id = change.entity_id
				and told.event_type = change.event_type
				and case
					when told.change_id is not null then told.change_id = change.key
					when change.action = 'add' then true
					-- Bodies of deletes carry no time; amoCRM repeats them for an hour and a half.
					when told.occurred_at is null
						then told.ts between change.happened_at - interval '1 minute' and change.happened_at + interval '100 minutes'
					else told.occurred_at between change.happened_at - interval '5 seconds' and change.happened_at + interval '5 seconds'
						and coalesce(told.changes #> '{status_id,to}' = change.after #> '{lead_status,id}', true)
				end
		)
	)
	select change.key, change.event_type, change.entity_type, change.entity_id, change.happened_at,
		case change.action
			when 'status' then case
					when change.before #> '{lead_status,id}' is distinct from change.after #> '{lead_status,id}'
					then jsonb_build_object('status_id', jsonb_build_object(
						'from', change.before #> '{lead_status,id}', 'to', change.after #> '{lead_status,id}'))
					else '{}' end
				|| case
					when change.before #> '{lead_status,pipeline_id}' is distinct from change.after #> '{lead_status,pipeline_id}'
					then jsonb_build_object('pipeline_id', jsonb_build_object(
						'from', change.before #> '{lead_status,pipeline_id}', 'to', change.after #> '{lead_status,pipeline_id}'))
					else '{}' end
			when 'responsible' then jsonb_build_object('responsible_user_id', jsonb_build_object(
				'from', change.before #> '{responsible_user,id}', 'to', change.after #> '{responsible_user,id}'))
			else '{}'
		end,
		change.changed_by,
		jsonb_build_object('id', change.entity_id::bigint)
			|| case when change.action = 'delete' then '{}' else coalesce(amocrm_recovered_payload(entity.data), '{}') end
			-- The state is today's; what the change itself says is known exactly.
			|| case change.action
				when 'status' then jsonb_build_object(
					'status_id', change.after #> '{lead_status,id}', 'pipeline_id', change.after #> '{lead_status,pipeline_id}')
				when 'responsible' then jsonb_build_object('responsible_user_id', change.after #> '{responsible_user,id}')
				else '{}' end,
		case
			when change.action = 'delete' and (entity.entity_id is not null or exists (
				select from told
				where told.entity_type = change.entity_type and told.entity_id = change.entity_id
					and told.event_type = change.entity_type || '.restore' and told.ts > change.happened_at
			)) then 'restored since'
			when change.action = 'restore' and exists (
				select from told
				where told.entity_type = change.entity_type and told.entity_id = change.entity_id
					and told.event_type = change.entity_type || '.delete' and told.ts > change.happened_at
					and told.change_id is null
			) then 'deleted since'
		end
	from missed_change as change
	left join entity using (entity_type, entity_id)
	where change.entity_id ~ '^[0-9]{1,18}$' and change.happened_at is not null

	union all
	select format('%s %s %s', entity.entity_type, entity.entity_id, entity.data ->> 'updated_at'),
		entity.entity_type || '.update', entity.entity_type, entity.entity_id, entity.updated_at,
		'{}', amocrm_json_integer(entity.data -> 'updated_by'), amocrm_recovered_payload(entity.data), null
	from entity, recovery
	-- What changed later is told by webhooks again.
	where entity.updated_at between recovery.from_time and recovery.until_time
		and entity.data -> 'is_deleted' is distinct from 'true'
		and not exists (
			select from told
			where told.entity_type = entity.entity_type and told.entity_id = entity.entity_id
				and told.occurred_at >= entity.updated_at
		)
		and not exists (
			select from missed_change as change
			where change.entity_type = entity.entity_type and change.entity_id = entity.entity_id
				and change.happened_at >= entity.updated_at
		)
$$;

comment on function amocrm_missed_events is 'What a recovery found and no webhook told: each listed change, and one update for every entity whose present state is otherwise unknown. obsolete says why a delete or restore must not be carried out any more.';
