create or replace function amocrm_lead_differences(p_before jsonb, p_after jsonb) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	with compared as (
		select amocrm_json_differences(p_before - apart, p_after - apart) as columns,
			amocrm_json_differences(p_before -> 'custom_fields', p_after -> 'custom_fields') as fields
		-- Follows from the others: names from ids, the label from the status; updated_at differs always.
		from (select array[
			'pipeline', 'status', 'status_label', 'responsible_user', 'updated_at', 'custom_fields'
		] as apart) as told
	)
	select columns || case when fields = '{}' then '{}' else jsonb_build_object('custom_fields', fields) end
	from compared
$$;

comment on function amocrm_lead_differences is 'What differs between two states of amocrm_lead_state: {column: {from, to}}, custom fields by name one level below, under custom_fields.';
