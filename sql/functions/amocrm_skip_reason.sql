create or replace function amocrm_skip_reason(
	p_settings jsonb,
	p_event_type text,
	p_changed_by bigint,
	p_payload jsonb
) returns text
language sql
stable parallel safe
set search_path from current
as $$
	select case
		when p_settings -> 'events' <> '[]' and not p_settings -> 'events' ?| array[
			p_event_type,
			-- The name of amoCRM's setting: add_lead.
			split_part(p_event_type, '.', 2) || '_' || split_part(p_event_type, '.', 1),
			-- A new responsible user of a contact or company is one of its updates.
			case when p_event_type in ('contact.responsible', 'company.responsible')
				then split_part(p_event_type, '.', 1) || '.update' end
		] then p_event_type || ' is not among the chosen events'
		when p_settings -> 'ignoreOwnChanges' = 'true' and p_changed_by = amocrm_json_integer(p_settings -> 'userId')
			then format('changed by user %s, whose changes are ignored', p_changed_by)
		when p_event_type not like 'lead.%' then null
		when p_settings -> 'pipelines' <> '[]' and p_payload ? 'pipeline_id'
			and not p_settings -> 'pipelines' @> (p_payload -> 'pipeline_id')
			then format('pipeline %s is not among the chosen ones', p_payload ->> 'pipeline_id')
		when p_settings -> 'statuses' <> '[]' and p_payload ? 'status_id'
			and not p_settings -> 'statuses' @> (p_payload -> 'status_id')
			then format('status %s is not among the chosen ones', p_payload ->> 'status_id')
	end
$$;

comment on function amocrm_skip_reason is 'Why a trigger with these settings (amocrm_endpoints.settings) leaves a lead''s, contact''s or company''s event out; null when it wants it.';
