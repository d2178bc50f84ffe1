create or replace function amocrm_json_differences(p_before jsonb, p_after jsonb) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	with known as (
		select coalesce(case when jsonb_typeof(p_before) = 'object' then p_before end, '{}') as "before",
			coalesce(case when jsonb_typeof(p_after) = 'object' then p_after end, '{}') as "after"
	)
	select coalesce(jsonb_object_agg(key, jsonb_build_object('from', "before" -> key, 'to', "after" -> key)), '{}')
	from known, lateral (
		select jsonb_object_keys("before") as key union select jsonb_object_keys("after")
	) as keys
	where coalesce("before" -> key, 'null') <> coalesce("after" -> key, 'null')
$$;

comment on function amocrm_json_differences is 'What differs between two JSON objects, key by key: {key: {from, to}}. What is no object counts as empty; a key that is missing is null. Never raises.';
