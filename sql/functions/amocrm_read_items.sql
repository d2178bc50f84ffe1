create or replace function amocrm_read_items(p_items jsonb)
returns table (
	place int, item jsonb, event_id bigint, event text, entity text, entity_id text, account_id bigint,
	received_at timestamptz, subject_type text, subject_id bigint, is_looked_up boolean, is_missing boolean,
	details jsonb, asked_at timestamptz, problems jsonb
)
language sql
stable
set search_path from current
as $$
	with given as materialized (
		select entry.place::int as place, entry.item, event.ts,
			amocrm_json_integer(entry.item -> 'eventId') as event_id,
			nullif(entry.item -> 'details', 'null') as details,
			coalesce(
				amocrm_json_integer(entry.item -> 'accountId'),
				event.account_id,
				amocrm_json_integer(entry.item #> '{details,account_id}')
			) as account_id,
			amocrm_item_subject(entry.item) as subject
		from amocrm_json_items(p_items) as entry
		left join amocrm_webhook_events as event
			on event.id = amocrm_json_integer(entry.item -> 'eventId')
	),
	judged as materialized (
		select given.*, to_jsonb(array_remove(array[
			case when jsonb_typeof(item) is distinct from 'object'
				then 'item ' || place || ' is not an object' end,
			case when details is not null and jsonb_typeof(details) <> 'object'
				then 'details: not an object but ' || jsonb_typeof(details) end,
			case when details is not null and subject is null
				then 'details: the event is about no lead, contact or company' end,
			case when jsonb_typeof(details) = 'object' and subject is not null
				and amocrm_json_integer(details -> 'id') is distinct from (subject ->> 'id')::bigint
				then format('details.id is %s, the event is about %s', coalesce(left(details ->> 'id', 50), 'missing'), subject ->> 'id') end,
			case when jsonb_typeof(details) = 'object' and details ->> 'account_id' is not null
				and amocrm_json_integer(details -> 'account_id') is distinct from account_id
				then format('details.account_id is %s, the event is of account %s', left(details ->> 'account_id', 50), account_id) end,
			case when account_id is null and (subject is not null or item ->> 'event' like '%.delete')
				then 'the account is unknown, so nothing was stored: neither the event nor the details say it' end
		], null)) as faults,
		to_jsonb(array_remove(array[
			case when jsonb_typeof(details) = 'object' and amocrm_json_time(details -> 'updated_at') is null
				then 'details.updated_at is missing or not a time' end,
			case when details ->> 'price' is not null and amocrm_json_number(details -> 'price') is null
				then 'details.price is not a number' end,
			case when details ->> 'status_id' is not null and amocrm_json_integer(details -> 'status_id') is null
				then 'details.status_id is not a number' end,
			case when details ->> 'pipeline_id' is not null and amocrm_json_integer(details -> 'pipeline_id') is null
				then 'details.pipeline_id is not a number' end,
			case when jsonb_typeof(details -> 'custom_fields_values') not in ('array', 'null')
				then 'details.custom_fields_values is not an array' end,
			case when jsonb_typeof(details -> '_embedded') not in ('object', 'null')
				then 'details._embedded is not an object' end
		], null)) as remarks
		from given
	)
	-- The details have a column of their own; in item as well, each reader of these rows would pay for them twice.
	select place, case when jsonb_typeof(item) = 'object' then item - 'details' else item end, event_id, item ->> 'event', item ->> 'entity', item ->> 'id', account_id,
		coalesce(ts, now()),
		subject ->> 'entity', (subject ->> 'id')::bigint,
		coalesce(jsonb_typeof(item -> 'found') = 'boolean', false),
		coalesce(item -> 'found' = 'false', false) and subject is not null and account_id is not null,
		case when faults = '[]' and account_id is not null then details end,
		coalesce(
			amocrm_json_time(item -> 'askedAt'),
			-- Another machine's clock may run ahead, but it cannot have asked later than now.
			least(amocrm_json_time(item -> 'fetchedAt'), now()),
			ts,
			now()
		),
		faults || remarks
	from judged
$$;

comment on function amocrm_read_items is 'The workflow''s items as columns, checked. problems says what is wrong; details is null when it is not the subject''s, so that nothing wrong is stored.';
