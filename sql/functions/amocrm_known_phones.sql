create or replace function amocrm_known_phones(p_phone text) returns setof text
language sql
stable
set search_path from current
as $$
	select distinct phone
	from amocrm_contacts as contact, unnest(contact.phones) as phone
	where amocrm_phone_digits(p_phone) <> ''
		and deleted_at is null
		-- The same digits with anything between them; cheap enough for every contact.
		and contact.phones::text ~ regexp_replace(right(amocrm_phone_digits(p_phone), 10), '(.)', '\1[^0-9]*', 'g')
		and amocrm_phone_digits(phone) = amocrm_phone_digits(p_phone)
	order by phone
	limit 5
$$;

comment on function amocrm_known_phones is 'How the contacts that we know write a phone, whatever its brackets and spaces, in up to five ways: amoCRM finds only what is written the same.';
