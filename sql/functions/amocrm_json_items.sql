-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_json_items(p jsonb)
returns table (item jsonb, place bigint)
language sql
immutable parallel safe
rows 10
as $$
	select entry.item, entry.place
	from jsonb_array_elements(case when jsonb_typeof(p) = 'array' then p else '[]' end)
		with ordinality as entry (item, place)
$$;

comment on function amocrm_json_items is 'The elements of a JSON array, numbered from 1; none when it is not an array. Never raises.';
