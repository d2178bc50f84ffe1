create or replace function amocrm_store_chat_sources(p_events jsonb) returns int
language sql
set search_path from current
as $$
	with given as (
		select distinct on (payload ->> 'uid', account_id) account_id, payload ->> 'uid' as uid,
			amocrm_json_integer(coalesce(to_jsonb(parent_id), payload -> 'lead_id')) as lead_id,
			payload -> 'source_data' as data
		from jsonb_to_recordset(p_events) as event (
			id bigint, account_id bigint, entity_type text, parent_id text, payload jsonb
		)
		where entity_type = 'unsorted' and payload ->> 'category' = 'chats'
			-- No index takes a text of thousands of characters: the run would fail, and each one after it.
			and length(payload ->> 'uid') between 1 and 255
		order by payload ->> 'uid', account_id, id desc
	),
	stored as (
		insert into amocrm_chat_sources as known (account_id, uid, chat_id, amocrm_deal_id, source)
		select account_id, uid,
			case when length(data #>> '{origin,chat_id}') <= 255 then data #>> '{origin,chat_id}' end,
			nullif(lead_id, 0)::text,
			jsonb_strip_nulls(jsonb_build_object(
				'service', data -> 'service', 'site', data -> 'site', 'source', data -> 'source',
				'source_name', data -> 'source_name', 'referer', data #> '{origin,referer}',
				'visitor_uid', data #> '{origin,visitor_uid}'
			))
		from given
		order by uid, account_id
		on conflict (uid, account_id) do update set
			chat_id = coalesce(excluded.chat_id, known.chat_id),
			amocrm_deal_id = coalesce(excluded.amocrm_deal_id, known.amocrm_deal_id),
			-- An update may tell less than the first event did.
			source = known.source || excluded.source,
			stored_at = now()
		returning 1
	)
	select count(*)::int from stored
$$;

comment on function amocrm_store_chat_sources is 'Keeps what incoming leads («Неразобранное») of chats say of their source. p_events: rows of amocrm_webhook_events; others are left out.';
