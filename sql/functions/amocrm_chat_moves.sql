create or replace function amocrm_chat_moves(p_events jsonb)
returns table (
	account_id bigint, talk_id text, chat_id text, messenger text, contact_id text, lead_id text,
	started_at timestamptz, last_message_at timestamptz, messages int, is_closed boolean, updated_at timestamptz
)
language sql
stable
set search_path from current
as $$
	with told as (
		select event.id, event.account_id, event.payload ->> 'talk_id' as talk_id,
			-- message[add] may tell of what a manager wrote as well.
			event.entity_type = 'message' and event.payload ->> 'type' is distinct from 'outgoing' as is_message,
			case when length(event.payload ->> 'chat_id') between 1 and 255
				then event.payload ->> 'chat_id' end as chat_id,
			lower(nullif(btrim(event.payload ->> 'origin'), '')) as messenger,
			nullif(amocrm_json_integer(event.payload -> 'contact_id'), 0)::text as contact_id,
			case when event.parent_type = 'lead'
				then nullif(amocrm_json_integer(to_jsonb(event.parent_id)), 0)::text end as lead_id,
			amocrm_json_time(event.payload -> 'created_at') as created_at,
			-- A date from the future would be the newest for ever.
			least(event.ts, coalesce(amocrm_json_time(event.payload -> 'updated_at'),
				amocrm_json_time(event.payload -> 'created_at'))) as at,
			event.payload ->> 'is_in_work' in ('0', 'false') as is_closed
		from jsonb_to_recordset(p_events) as event (
			id bigint, ts timestamptz, account_id bigint, entity_type text,
			parent_type text, parent_id text, payload jsonb
		)
		where event.entity_type in ('talk', 'message')
			-- No index takes a text of thousands of characters: the run would fail, and each one after it.
			and length(event.payload ->> 'talk_id') between 1 and 255
	)
	select account_id, talk_id,
		(array_agg(chat_id order by at desc, id desc) filter (where chat_id is not null))[1],
		(array_agg(messenger order by at desc, id desc) filter (where messenger is not null))[1],
		(array_agg(contact_id order by at desc, id desc) filter (where contact_id is not null))[1],
		(array_agg(lead_id order by at desc, id desc) filter (where lead_id is not null))[1],
		min(created_at),
		max(created_at) filter (where is_message),
		count(*) filter (where is_message)::int,
		(array_agg(is_closed order by at desc, id desc) filter (where is_closed is not null))[1],
		max(at)
	from told
	group by account_id, talk_id
$$;

comment on function amocrm_chat_moves is 'What events of talks and messages say together, a row each talk: the newest by amoCRM''s clock wins, the client''s messages are counted. p_events: rows of amocrm_webhook_events; others are left out.';
