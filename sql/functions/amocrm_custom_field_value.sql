create or replace function amocrm_custom_field_value(p_value jsonb, p_type text) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	select case
		-- A chained list has no value but the ids of what was chosen.
		when jsonb_typeof(p_value) is distinct from 'object' or not p_value ? 'value' then p_value
		when p_type in ('date', 'date_time', 'birthday') and p_value ->> 'value' ~ '^-?[0-9]{1,11}$'
			then to_jsonb(to_char(
				to_timestamp((p_value ->> 'value')::bigint) at time zone 'UTC',
				'YYYY-MM-DD"T"HH24:MI:SS"Z"'
			))
		when p_type = 'smart_address' then p_value - 'enum_id'
		else p_value -> 'value'
	end
$$;

comment on function amocrm_custom_field_value is 'One value of a custom field of API v4 for reading: dates as ISO 8601, choices by name, parts of an address with their enum_code.';
