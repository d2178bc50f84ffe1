create or replace function amocrm_store_chat_people(p_answers jsonb) returns int
language plpgsql
set search_path from current
as $$
declare
	v_leads jsonb;
	v_contacts jsonb;
begin
	select coalesce(jsonb_agg(answer) filter (where item -> 'entity' = '"lead"'), '[]'),
		coalesce(jsonb_agg(answer) filter (where item -> 'entity' = '"contact"'), '[]')
	into v_leads, v_contacts
	from amocrm_json_items(p_answers)
	cross join lateral (
		select jsonb_build_object(
			'account_id', item -> 'account_id', 'asked_at', item -> 'asked_at', 'details', item -> 'details'
		) as answer
	) as told
	where item -> 'found' = 'true';

	with unknown as (
		select item ->> 'entity' as entity, item ->> 'id' as id,
			amocrm_json_integer(item -> 'account_id') as account_id
		from amocrm_json_items(p_answers)
		where item -> 'found' = 'false'
	),
	told as (
		select application.id, bool_or(unknown.entity = 'contact') as of_contact,
			bool_or(unknown.entity = 'lead') as of_lead
		from amocrm_chat_applications as application
		left join lateral amocrm_chat_source(application) as source on true
		join unknown on unknown.account_id = application.account_id
			and unknown.id = case unknown.entity
				when 'contact' then application.amocrm_contact_id
				else coalesce(application.amocrm_deal_id, source.amocrm_deal_id) end
		where application.taken_at > now() - interval '15 days'
		group by application.id
	),
	-- In the order of amocrm_take_chats: no deadlock.
	locked as (
		select application.id, told.of_contact, told.of_lead
		from told
		join amocrm_chat_applications as application on application.id = told.id
		order by application.account_id, application.talk_id
		for update of application
	)
	update amocrm_chat_applications as application
	set contact_unknown_at = case when locked.of_contact then now() else contact_unknown_at end,
		deal_unknown_at = case when locked.of_lead then now() else deal_unknown_at end
	from locked
	where locked.id = application.id;

	perform amocrm_record_api_usage(coalesce(jsonb_agg(jsonb_build_object(
		'accountId', account_id, 'source', 'chats', 'requests', requests
	)), '[]'))
	from (
		-- 250 ids fit into one request.
		select item -> 'account_id' as account_id, ceil(count(distinct item -> 'id') / 250.0)::int as requests
		from amocrm_json_items(p_answers)
		group by item -> 'account_id', item -> 'entity'
	) as asked;

	return amocrm_upsert_deals(v_leads) + amocrm_upsert_contacts(v_contacts);
end
$$;

comment on function amocrm_store_chat_people is 'Stores what amoCRM answered to amocrm_unknown_chat_people: [{account_id, entity, id, asked_at, found, details}], and counts the requests. Whom amoCRM does not know nobody asks for again; where it did not answer (no found) the next run does. Returns how many rows were written.';
