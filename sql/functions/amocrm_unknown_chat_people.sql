create or replace function amocrm_unknown_chat_people(p_settings jsonb)
returns table (account_id bigint, entity text, id bigint, asked_at timestamptz)
language sql
stable
set search_path from current
as $$
	with missing as (
		select distinct chat.account_id, person.entity,
			amocrm_json_integer(to_jsonb(person.amocrm_id)) as id
		from amocrm_open_chats(p_settings) as chat
		join amocrm_chat_applications as application on application.id = chat.id
		cross join lateral (
			values
				('contact', case when chat.is_contact_missing then application.amocrm_contact_id end),
				('lead', case when chat.is_deal_missing then chat.deal_id end)
		) as person (entity, amocrm_id)
		where person.amocrm_id is not null
			and not exists (
				select from amocrm_disconnections as disconnection
				where disconnection.account_id = chat.account_id and disconnection.reconnected_at is null
			)
	)
	select account_id, entity, id, now()
	from (
		select missing.*, row_number() over (partition by entity order by id desc) as place
		from missing
		where id > 0
	) as listed
	-- One request of contacts and one of leads a run, whatever has gathered.
	where place <= 250
	order by entity, id desc
$$;

comment on function amocrm_unknown_chat_people is 'Contacts and leads of conversations that amoCRM must be asked for: no event has told of them; 250 of each at once, none of an account that is disconnected. p_settings: {withinDays, accountId}.';
