create or replace function amocrm_tracking_fields(p_fields jsonb) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	select coalesce(
		jsonb_object_agg(
			lower(coalesce(nullif(field.item ->> 'field_code', ''), field.item ->> 'field_name')),
			field.item #> '{values,0,value}'
		),
		'{}'
	)
	from amocrm_json_items(p_fields) as field
	where (field.item ->> 'field_type' = 'tracking_data' or field.item ->> 'field_code' ~* '^utm_')
		and coalesce(nullif(field.item ->> 'field_code', ''), field.item ->> 'field_name') is not null
		and field.item #>> '{values,0,value}' is not null
$$;

comment on function amocrm_tracking_fields is 'The tracking fields (UTM marks, click ids, …) among custom_fields_values of API v4, by lower-case code.';
