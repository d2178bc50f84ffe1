create or replace function amocrm_named_field(p_details jsonb, p_field text) returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select nullif(btrim(value.item ->> 'value'), '')
	from amocrm_json_items(p_details -> 'custom_fields_values') as field,
		amocrm_json_items(field.item -> 'values') as value
	where p_field <> ''
		and (
			field.item ->> 'field_id' = p_field
			or upper(field.item ->> 'field_code') = upper(p_field)
			or lower(btrim(field.item ->> 'field_name')) = lower(btrim(p_field))
		)
	-- A field may be called like another one's code.
	order by field.item ->> 'field_id' = p_field desc,
		upper(field.item ->> 'field_code') is not distinct from upper(p_field) desc,
		field.place, value.place
	limit 1
$$;

comment on function amocrm_named_field is 'The first value of a custom field as text, in a lead or contact of API v4. p_field: id, code or name; null where it is empty or names nothing.';
