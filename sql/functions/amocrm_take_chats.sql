create or replace function amocrm_take_chats(p_settings jsonb) returns int
language plpgsql
set search_path from current
as $$
declare
	v_events jsonb;
	v_taken int;
begin
	select coalesce(jsonb_agg(to_jsonb(event)), '[]') into v_events
	from amocrm_take_chat_events(p_settings) as event;
	if v_events = '[]' then
		return 0;
	end if;
	perform amocrm_store_chat_sources(v_events);

	insert into amocrm_chat_applications as known (
		account_id, talk_id, chat_id, messenger, amocrm_contact_id, amocrm_deal_id,
		started_at, last_message_at, messages, is_closed, talk_updated_at
	)
	select account_id, talk_id, chat_id, messenger, contact_id, lead_id,
		started_at, last_message_at, messages, is_closed, updated_at
	from amocrm_chat_moves(v_events)
	-- Two runs that share rows lock them in the same order: no deadlock.
	order by account_id, talk_id
	on conflict (account_id, talk_id) do update set
		chat_id = coalesce(known.chat_id, excluded.chat_id),
		messenger = coalesce(known.messenger, excluded.messenger),
		amocrm_contact_id = case when excluded.talk_updated_at >= known.talk_updated_at
			then coalesce(excluded.amocrm_contact_id, known.amocrm_contact_id)
			else coalesce(known.amocrm_contact_id, excluded.amocrm_contact_id) end,
		amocrm_deal_id = case when excluded.talk_updated_at >= known.talk_updated_at
			then coalesce(excluded.amocrm_deal_id, known.amocrm_deal_id)
			else coalesce(known.amocrm_deal_id, excluded.amocrm_deal_id) end,
		started_at = least(known.started_at, excluded.started_at),
		last_message_at = greatest(known.last_message_at, excluded.last_message_at),
		messages = known.messages + excluded.messages,
		is_closed = case when excluded.talk_updated_at >= known.talk_updated_at
			then coalesce(excluded.is_closed, known.is_closed)
			else coalesce(known.is_closed, excluded.is_closed) end,
		talk_updated_at = greatest(known.talk_updated_at, excluded.talk_updated_at),
		contact_unknown_at = case
			when excluded.amocrm_contact_id is null or excluded.amocrm_contact_id = known.amocrm_contact_id
				then known.contact_unknown_at end,
		deal_unknown_at = case
			when excluded.amocrm_deal_id is null or excluded.amocrm_deal_id = known.amocrm_deal_id
				then known.deal_unknown_at end,
		taken_at = now();
	get diagnostics v_taken = row_count;
	return v_taken;
end
$$;

comment on function amocrm_take_chats is 'Takes what happened to conversations since the last run into amocrm_chat_applications and returns how many it touched; an event counts once, in any order. p_settings: {withinDays, accountId}.';
