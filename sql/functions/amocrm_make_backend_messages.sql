create or replace function amocrm_make_backend_messages(p_limit int) returns int
language sql
set search_path from current
-- A server with another zone would write every time of every message with another offset.
set timezone to 'UTC'
as $$
	with lead as (
		select account_id, amocrm_deal_id, min(event_id) as oldest_event_id
		from amocrm_backend_news as event
		where message_id is null
			and account_id <> all(array(
				select account_id from amocrm_disconnections where reconnected_at is null
			))
			-- What happens meanwhile goes into the lead's next message.
			and not exists (
				select from amocrm_backend_messages as message
				where message.account_id = event.account_id
					and message.amocrm_deal_id = event.amocrm_deal_id and message.told_at is null
			)
		group by account_id, amocrm_deal_id
		order by oldest_event_id
		limit p_limit
	),
	news as (
		select account_id, amocrm_deal_id, gen_random_uuid() as key, max(event_id) as last_event_id,
			jsonb_agg(jsonb_build_object(
				'id', event_id, 'type', event_type, 'occurred_at', occurred_at, 'changes', changes
			) order by event_id) as events
		from lead
		cross join lateral (
			select event_id, event_type, occurred_at, changes
			from amocrm_backend_news as untold
			where untold.account_id = lead.account_id and untold.amocrm_deal_id = lead.amocrm_deal_id
				and message_id is null
			order by event_id
			-- A body that is larger than the server takes would never be taken, and hold up what follows.
			limit 500
		) as event
		group by account_id, amocrm_deal_id
	),
	made as (
		insert into amocrm_backend_messages (account_id, amocrm_deal_id, idempotency_key, body)
		select account_id, amocrm_deal_id, key, amocrm_lead_message(account_id, amocrm_deal_id, key, (
			select body -> 'lead' from amocrm_backend_messages as last
			where last.account_id = news.account_id and last.amocrm_deal_id = news.amocrm_deal_id
			order by last.id desc
			limit 1
		), events)
		from news
		order by last_event_id
		returning id, account_id, amocrm_deal_id
	),
	assigned as (
		update amocrm_backend_news as event set message_id = made.id
		from made
		join news using (account_id, amocrm_deal_id)
		where event.account_id = made.account_id and event.amocrm_deal_id = made.amocrm_deal_id
			and event.message_id is null and event.event_id <= news.last_event_id
		returning 1
	)
	select count(*)::int from made;
$$;

comment on function amocrm_make_backend_messages is 'Makes a message of a lead''s untold events, the 500 oldest of them, with its state now; for up to p_limit leads, never while an earlier message of the lead is not taken or its account is disconnected. Returns how many. Call it in one transaction at a time.';
