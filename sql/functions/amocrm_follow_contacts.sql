create or replace function amocrm_follow_contacts(p_settings jsonb) returns int
language sql
set search_path from current
as $$
	with seen as (
		select client.id, contact.name, contact.phones, contact.emails, contact.updated_at, state.read,
			-- A client who was reached by the lead's field stays so while the contact has none.
			coalesce(
				amocrm_json_integer(to_jsonb(
					amocrm_named_field(contact.raw, p_settings ->> 'contactTelegramField')
				)),
				client.telegram_id
			) as telegram_id
		from amocrm_clients as client
		join amocrm_contacts as contact
			on contact.amocrm_contact_id = client.amocrm_contact_id and contact.account_id = client.account_id
		cross join lateral (
			select concat_ws(' ', extract(epoch from contact.stored_at), p_settings ->> 'contactTelegramField') as read
		) as state
		where contact.raw is not null
			-- To look for the field in every contact each minute would take seconds of it.
			and client.contact_state is distinct from state.read
	),
	changed as (
		update amocrm_clients as client
		set name = seen.name, phones = seen.phones, emails = seen.emails, telegram_id = seen.telegram_id,
			contact_updated_at = seen.updated_at, contact_state = seen.read, stored_at = now()
		from seen
		where seen.id = client.id
		returning 1
	)
	select count(*)::int from changed;
$$;

comment on function amocrm_follow_contacts is 'Brings clients to the state of their contacts and returns how many were read anew. p_settings: {contactTelegramField}, the contact''s field by id, code or name.';
