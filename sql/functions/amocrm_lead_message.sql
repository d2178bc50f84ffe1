create or replace function amocrm_lead_message(
	p_account_id bigint, p_deal_id text, p_key uuid, p_before jsonb, p_events jsonb
) returns jsonb
language sql
stable
set search_path from current
as $$
	with state as (
		select amocrm_lead_state(p_account_id, p_deal_id) as lead, exists (
			select from amocrm_deals
			where account_id = p_account_id and amocrm_deal_id = p_deal_id and not metadata ? 'not_found'
		) as is_found
	),
	told as (
		select coalesce(jsonb_object_agg(field, jsonb_build_object('from', "from", 'to', "to")), '{}') as changes
		from (
			select change.key as field,
				(array_agg(change.value -> 'from' order by event.place))[1] as "from",
				(array_agg(change.value -> 'to' order by event.place desc))[1] as "to"
			from amocrm_json_items(p_events) as event, jsonb_each(event.item -> 'changes') as change
			group by change.key
		) as by_field
	),
	compared as (
		select state.*, case
			when p_before is null then told.changes
			else amocrm_lead_differences(p_before, state.lead)
		end as changed
		from state, told
	)
	select jsonb_build_object(
		'message_id', p_key,
		'account_id', p_account_id,
		'state', case
			when lead ->> 'deleted_at' is not null then 'deleted'
			when is_found then 'current'
			else 'not_found'
		end,
		'lead', lead,
		'changed', changed,
		'old_status', case when changed ? 'status_id' or changed ? 'pipeline_id' then (
			select jsonb_build_object(
				'pipeline_id', old.pipeline_id, 'pipeline', pipeline.name,
				'status_id', old.status_id, 'status', status.name
			)
			from (select
				amocrm_json_integer(coalesce(changed #> '{pipeline_id,from}', lead -> 'pipeline_id')) as pipeline_id,
				amocrm_json_integer(coalesce(changed #> '{status_id,from}', lead -> 'status_id')) as status_id
			) as old
			left join amocrm_pipelines as pipeline
				on pipeline.account_id = p_account_id and pipeline.id = old.pipeline_id
			left join amocrm_statuses as status on status.account_id = p_account_id
				and status.pipeline_id = old.pipeline_id and status.id = old.status_id
			-- Not known: the event did not say it, or nothing was known of the lead before.
			where old.status_id is not null
		) end,
		'events', (
			select jsonb_agg(event.item - 'changes' order by event.place) from amocrm_json_items(p_events) as event
		)
	)
	from compared
$$;

comment on function amocrm_lead_message is 'Body of a message to the back end (docs/guides/mobile-back-end.md). p_before: the state it was told last, null: none; then changed is what the events say. p_events: [{id, type, occurred_at, changes}], oldest first.';
