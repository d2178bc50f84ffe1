create or replace function amocrm_attach_fresh_details(p_items jsonb)
returns table (item jsonb)
language plpgsql
set search_path from current
as $$
begin
	if jsonb_typeof(p_items) is distinct from 'array' then
		raise exception 'amocrm_attach_fresh_details: p_items is not an array' using errcode = 'AM001';
	end if;
	return query
	with given as materialized (
		select entry.item, entry.place, event.ts,
			amocrm_item_subject(entry.item) as subject,
			coalesce(amocrm_json_integer(entry.item -> 'accountId'), event.account_id) as account_id
		from amocrm_json_items(p_items) as entry
		left join amocrm_webhook_events as event
			on event.id = amocrm_json_integer(entry.item -> 'eventId')
	),
	known as (
		select given.*, coalesce(deal.raw, contact.raw, company.raw) as details
		from given
		left join amocrm_deals as deal on subject ->> 'entity' = 'lead'
			and deal.account_id = given.account_id and deal.amocrm_deal_id = subject ->> 'id'
			and deal.fetched_at >= given.ts and not deal.metadata ? 'not_found'
		left join amocrm_contacts as contact on subject ->> 'entity' = 'contact'
			and contact.account_id = given.account_id and contact.amocrm_contact_id = subject ->> 'id'
			and contact.fetched_at >= given.ts and not contact.metadata ? 'not_found'
		left join amocrm_companies as company on subject ->> 'entity' = 'company'
			and company.account_id = given.account_id and company.amocrm_company_id = subject ->> 'id'
			and company.fetched_at >= given.ts and not company.metadata ? 'not_found'
	)
	select case
		when jsonb_typeof(known.item) is distinct from 'object' then jsonb_build_object('lookup', 'none', 'value', known.item)
		when subject is null then known.item || jsonb_build_object('subject', null, 'lookup', 'none')
		when details is not null then known.item
			|| jsonb_build_object('subject', subject, 'lookup', 'none', 'details', details)
		-- Our clock before the request: whatever was received by then is in amoCRM's answer.
		else known.item - 'details' || jsonb_build_object(
			'subject', subject, 'lookup', subject -> 'entity', 'askedAt', now()
		)
	end
	from known
	order by known.place;
end
$$;

comment on function amocrm_attach_fresh_details is 'Says for each event what to look up at amoCRM (subject, lookup) and spares the request where our row was fetched after the event came (details). One row out for each item in, in order.';
