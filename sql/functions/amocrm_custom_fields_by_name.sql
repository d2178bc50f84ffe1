create or replace function amocrm_custom_fields_by_name(p_fields jsonb) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	with field as (
		select field.place,
			field.item ->> 'field_type' as type,
			coalesce(field.item ->> 'field_id', field.place::text) as id,
			coalesce(
				nullif(field.item ->> 'field_name', ''),
				nullif(field.item ->> 'field_code', ''),
				field.item ->> 'field_id',
				field.place::text
			) as name,
			field.item -> 'values' as "values"
		from amocrm_json_items(p_fields) as field
		where jsonb_typeof(field.item) = 'object'
	),
	named as (
		select field.*, row_number() over (partition by name order by place) as turn from field
	),
	valued as (
		select case when turn = 1 then name else name || ' #' || id end as key,
			coalesce(list.items, '[]') as items,
			-- The same kind of field has the same shape in every row, however many values it holds.
			type in ('multitext', 'multiselect', 'items', 'smart_address', 'chained_list')
				or jsonb_array_length(list.items) > 1 as is_list
		from named
		cross join lateral (
			select jsonb_agg(amocrm_custom_field_value(value.item, named.type) order by value.place) as items
			from amocrm_json_items(named."values") as value
		) as list
	)
	select coalesce(jsonb_object_agg(key, case when is_list then items else items -> 0 end), '{}')
	from valued
$$;

comment on function amocrm_custom_fields_by_name is 'custom_fields_values of API v4 as {"name": value or [values]}; a list where the field''s type allows several values.';
