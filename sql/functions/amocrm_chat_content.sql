create or replace function amocrm_chat_content(p_application amocrm_chat_applications, p_settings jsonb)
returns jsonb
language sql
stable
set search_path from current
as $$
	select jsonb_build_object(
		'account_id', p_application.account_id,
		'talk_id', p_application.talk_id,
		'chat_id', p_application.chat_id,
		'messenger', p_application.messenger,
		'started_at', amocrm_utc(p_application.started_at),
		'last_message_at', amocrm_utc(p_application.last_message_at),
		'messages', p_application.messages,
		'is_closed', coalesce(p_application.is_closed, false),
		'contact', case when p_application.amocrm_contact_id is not null then jsonb_build_object(
			'id', amocrm_json_integer(to_jsonb(p_application.amocrm_contact_id)),
			'name', contact.name, 'phone', contact.phones[1], 'email', contact.emails[1]
		) end,
		'lead', case when known.deal_id is not null then jsonb_build_object(
			'id', amocrm_json_integer(to_jsonb(known.deal_id)), 'name', deal.name,
			'pipeline_id', deal.pipeline_id, 'status_id', deal.status_id, 'price', deal.price
		) end,
		'session', session.id,
		'tracking', coalesce(deal.tracking, '{}'),
		'unsorted', source.source,
		'attribution', amocrm_chat_attribution(
			p_application.account_id, p_application.messenger, session.id, p_settings
		)
	)
	from (select) as always
	left join amocrm_chat_source(p_application) as source on true
	cross join lateral (
		select coalesce(p_application.amocrm_deal_id, source.amocrm_deal_id) as deal_id
	) as known
	left join amocrm_contacts as contact
		on contact.amocrm_contact_id = p_application.amocrm_contact_id
		and contact.account_id = p_application.account_id
	left join amocrm_deals as deal
		on deal.amocrm_deal_id = known.deal_id and deal.account_id = p_application.account_id
	cross join lateral (
		select coalesce(amocrm_named_field(deal.raw, p_settings ->> 'sessionField'),
			amocrm_named_field(contact.raw, p_settings ->> 'sessionField')) as id
	) as session
$$;

comment on function amocrm_chat_content is 'A conversation as the analytics gets it, of what is stored of its talk, contact, lead and source; the session is the field sessionField of the lead, else of the contact. p_settings as in amocrm_chat_attribution and sessionField (id, code or name).';
