create or replace function amocrm_field_texts(p_fields jsonb, p_code text) returns text[]
language sql
immutable parallel safe
set search_path from current
as $$
	-- Cut off, because an index entry has an upper limit.
	select coalesce(array_agg(left(value.item ->> 'value', 255) order by field.place, value.place), '{}')
	from amocrm_json_items(p_fields) as field,
		amocrm_json_items(field.item -> 'values') as value
	where field.item ->> 'field_code' = p_code and value.item ->> 'value' <> ''
$$;

comment on function amocrm_field_texts is 'The values of the custom field with that code (PHONE, EMAIL) in custom_fields_values of API v4.';
