create or replace function amocrm_plan_lookups(p_items jsonb)
returns table (items jsonb, leads jsonb, contacts jsonb, companies jsonb)
language sql
set search_path from current
as $$
	select coalesce(jsonb_agg(given.item order by given.place), '[]'),
		coalesce(jsonb_agg(distinct given.item #> '{subject,id}') filter (where given.item ->> 'lookup' = 'lead'), '[]'),
		coalesce(jsonb_agg(distinct given.item #> '{subject,id}') filter (where given.item ->> 'lookup' = 'contact'), '[]'),
		coalesce(jsonb_agg(distinct given.item #> '{subject,id}') filter (where given.item ->> 'lookup' = 'company'), '[]')
	from amocrm_attach_fresh_details(p_items) with ordinality as given (item, place)
$$;

comment on function amocrm_plan_lookups is 'What a run of the workflow has to ask amoCRM for: its items as amocrm_attach_fresh_details gives them, and the IDs of leads, contacts and companies to look up, each once. Always one row.';
