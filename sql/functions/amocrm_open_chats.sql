create or replace function amocrm_open_chats(p_settings jsonb)
returns table (
	id bigint, account_id bigint, deal_id text, is_contact_missing boolean, is_deal_missing boolean,
	changed_at timestamptz
)
language sql
stable
set search_path from current
as $$
	select application.id, application.account_id, known.deal_id,
		application.amocrm_contact_id is not null and contact.raw is null
			and application.contact_unknown_at is null,
		known.deal_id is not null and deal.raw is null and application.deal_unknown_at is null,
		greatest(application.taken_at, contact.stored_at, deal.stored_at, source.stored_at,
			application.contact_unknown_at, application.deal_unknown_at)
	from amocrm_chat_applications as application
	-- As amocrm_chat_source, which called for each of thousands would take most of the time of an idle run.
	left join lateral (
		select told.amocrm_deal_id, told.stored_at
		from (
			select by_chat.amocrm_deal_id, by_chat.stored_at, by_chat.uid
			from amocrm_chat_sources as by_chat
			where by_chat.chat_id = application.chat_id and by_chat.account_id = application.account_id
			union all
			select by_deal.amocrm_deal_id, by_deal.stored_at, by_deal.uid
			from amocrm_chat_sources as by_deal
			where by_deal.amocrm_deal_id = application.amocrm_deal_id
				and by_deal.account_id = application.account_id
		) as told
		order by coalesce(told.amocrm_deal_id = application.amocrm_deal_id, false) desc,
			abs(extract(epoch from told.stored_at - application.opened_at)), told.uid
		limit 1
	) as source on true
	cross join lateral (
		select coalesce(application.amocrm_deal_id, source.amocrm_deal_id) as deal_id
	) as known
	left join amocrm_contacts as contact
		on contact.amocrm_contact_id = application.amocrm_contact_id and contact.account_id = application.account_id
	left join amocrm_deals as deal
		on deal.amocrm_deal_id = known.deal_id and deal.account_id = application.account_id
	where application.taken_at > now() - amocrm_chat_days(p_settings)
		and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, application.account_id)
$$;

comment on function amocrm_open_chats is 'Applications that may still change: their lead (the incoming lead''s while the talk has none), whether amoCRM must be asked for contact or lead, and when anything they are made of changed last. p_settings: {withinDays, accountId}.';
