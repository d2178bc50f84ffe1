create or replace function amocrm_contact_ids(p_details jsonb) returns bigint[]
language sql
immutable parallel safe
set search_path from current
as $$
	select coalesce(
		array_agg(
			amocrm_json_integer(contact.item -> 'id')
			order by contact.item -> 'is_main' is not distinct from 'true'::jsonb desc, contact.place
		),
		'{}'
	)
	from amocrm_json_items(p_details #> '{_embedded,contacts}') as contact
	where amocrm_json_integer(contact.item -> 'id') is not null
$$;

comment on function amocrm_contact_ids is 'The contacts of a lead of API v4, the main one first.';
