create or replace function amocrm_take_chat_events(p_settings jsonb) returns setof amocrm_webhook_events
language sql
set search_path from current
as $$
	delete from amocrm_chat_events
	where event_id in (
		select event_id from amocrm_chat_events
		where taken_at < now() - interval '30 days'
		order by taken_at
		limit 500
		for update skip locked
	);

	with fresh as (
		select event.*
		from amocrm_webhook_events as event
		where event.entity_type in ('talk', 'message', 'unsorted')
			and event.event_type in ('talk.add', 'talk.update', 'message.add', 'unsorted.add', 'unsorted.update')
			and event.ts > now() - amocrm_chat_days(p_settings)
			-- «Обработка вебхуков AmoCRM» fetches the lead; should Jarvis hold it up, nobody waits for him here.
			and (event.processed or event.ts < now() - interval '2 minutes')
			and event.account_id is not null
			and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, event.account_id)
			and not exists (select from amocrm_chat_events as taken where taken.event_id = event.id)
			and not exists (
				select from amocrm_disconnections as disconnection
				where disconnection.account_id = event.account_id and disconnection.reconnected_at is null
			)
		order by event.id
		limit 5000
	),
	-- Of two runs at once one counts an event.
	taken as (
		insert into amocrm_chat_events (event_id)
		select id from fresh
		on conflict do nothing
		returning event_id
	)
	select fresh.*
	from fresh
	join taken on taken.event_id = fresh.id
	-- Two triggers store a message twice, and one does when amoCRM repeats it days later.
	where fresh.event_type <> 'message.add' or not exists (
		select from amocrm_webhook_events as same
		where same.amocrm_entity_id = fresh.amocrm_entity_id and same.entity_type = 'message'
			and same.event_type = 'message.add' and same.account_id = fresh.account_id
			and same.payload -> 'talk_id' = fresh.payload -> 'talk_id'
			and same.id <> fresh.id
			-- The earlier one may have become visible after the later one was counted.
			and (same.id < fresh.id
				or exists (select from amocrm_chat_events as counted where counted.event_id = same.id))
	)
$$;

comment on function amocrm_take_chat_events is 'Gives the events of conversations that nobody has taken yet, each once, a message once however often it was stored; none of an account that is disconnected. p_settings: {withinDays, accountId}.';
