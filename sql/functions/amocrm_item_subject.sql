create or replace function amocrm_item_subject(p_item jsonb) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	select case
		when p_item ->> 'event' like '%.delete' then null
		when p_item ->> 'entity' in ('lead', 'contact', 'company') then own.subject
		when p_item #>> '{parent,entity}' in ('lead', 'contact', 'company') then parent.subject
	end
	from (
		select amocrm_json_integer(p_item -> 'id') as id,
			amocrm_json_integer(p_item #> '{parent,id}') as parent_id
	) as given
	cross join lateral (
		select case when id > 0 then jsonb_build_object('entity', p_item ->> 'entity', 'id', id) end as subject
	) as own
	cross join lateral (
		select case when parent_id > 0
			then jsonb_build_object('entity', p_item #>> '{parent,entity}', 'id', parent_id) end as subject
	) as parent
$$;

comment on function amocrm_item_subject is 'What an event is about at amoCRM: {entity: lead | contact | company, id}. Null for deletes, for events that hang on nothing of these, and where the id is not a number.';
