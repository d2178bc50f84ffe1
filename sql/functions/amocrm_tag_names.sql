create or replace function amocrm_tag_names(p_details jsonb) returns text[]
language sql
immutable parallel safe
set search_path from current
as $$
	select coalesce(array_agg(tag.item ->> 'name' order by tag.place), '{}')
	from amocrm_json_items(p_details #> '{_embedded,tags}') as tag
	where tag.item ->> 'name' is not null
$$;

comment on function amocrm_tag_names is 'The names of the tags of an entity of API v4.';
