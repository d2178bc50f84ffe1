create or replace function amocrm_store_buyers(p_answers jsonb) returns int
language plpgsql
set search_path from current
as $$
declare
	v_found jsonb;
begin
	select coalesce(jsonb_agg(jsonb_build_object(
		'account_id', item -> 'account_id', 'asked_at', item -> 'asked_at', 'details', item -> 'details'
	)), '[]') into v_found
	from amocrm_json_items(p_answers)
	where item -> 'found' = 'true';

	insert into amocrm_clients (account_id, amocrm_contact_id)
	select distinct amocrm_json_integer(item -> 'account_id'), item ->> 'contact_id'
	from amocrm_json_items(p_answers)
	where item -> 'found' = 'false'
	on conflict do nothing;

	return amocrm_upsert_contacts(v_found);
end
$$;

comment on function amocrm_store_buyers is 'Stores what amoCRM answered to amocrm_unknown_buyers: [{account_id, contact_id, asked_at, found, details}]. One that amoCRM does not know becomes a client without a name, so that nobody asks again.';
