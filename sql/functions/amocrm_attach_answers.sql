create or replace function amocrm_attach_answers(p_items jsonb, p_answers jsonb) returns jsonb
language sql
immutable
set search_path from current
as $$
	with answer as materialized (
		select distinct on (kind.lookup, row.item ->> 'id') kind.lookup, row.item ->> 'id' as id, row.item as details,
			coalesce(row.item -> 'found' <> 'false', true) as found
		from (values ('lead', 'leads'), ('contact', 'contacts'), ('company', 'companies')) as kind (lookup, answers)
		cross join lateral amocrm_json_items(p_answers -> kind.answers) as row
		where row.item ->> 'id' is not null
		order by kind.lookup, row.item ->> 'id', row.place
	)
	select coalesce(jsonb_agg(
		case when answer.id is null then given.item
			else given.item || jsonb_build_object('found', found, 'details', case when found then answer.details end)
		end
		order by given.place
	), '[]')
	from amocrm_json_items(p_items) as given
	left join answer on answer.lookup = given.item ->> 'lookup' and answer.id = given.item #>> '{subject,id}'
$$;

comment on function amocrm_attach_answers is 'Gives each item of amocrm_plan_lookups the row that amoCRM answered for its subject: details and found. p_answers: {leads, contacts, companies}, arrays of what Get by IDs returned; a row with "found": false says that amoCRM does not know the ID. An item without a row stays as it is.';
