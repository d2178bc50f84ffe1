create or replace function amocrm_build_chats(p_settings jsonb) returns int
language sql
set search_path from current
as $$
	with ready as (
		select application.id, amocrm_chat_content(application, p_settings) as content
		from amocrm_open_chats(p_settings) as chat
		join amocrm_chat_applications as application on application.id = chat.id
		where (
				application.built_at is null
				-- A change may become visible a little after the instant it is marked with.
				or chat.changed_at > application.built_at - interval '2 minutes'
			)
			-- amoCRM may be down: then what is known goes out as it is.
			and (
				not chat.is_contact_missing and not chat.is_deal_missing
				or application.opened_at < now() - interval '15 minutes'
			)
		-- In the order of amocrm_take_chats: else a run that overlaps waits for this one, and this one for it.
		order by application.account_id, application.talk_id
		for update of application
	),
	built as (
		update amocrm_chat_applications as application
		set built_at = now(),
			content = ready.content,
			-- A version that a run took is another content for ever.
			version = case
				when application.content is not distinct from ready.content then application.version
				else greatest(application.version, application.claimed_version + 1) end,
			waiting_since = case
				when application.content is not distinct from ready.content then application.waiting_since
				else coalesce(application.waiting_since, now()) end
		from ready
		where ready.id = application.id
		returning application.waiting_since = now() as is_new
	)
	select count(*)::int from built where is_new
$$;

comment on function amocrm_build_chats is 'Makes the applications anew of what is stored; one that differs gets the next version. What contact or lead is missing of waits for amoCRM''s answer, 15 minutes at most. Returns how many began to wait for the analytics.';
