create or replace function amocrm_mark_deleted(p_work jsonb) returns void
language plpgsql
set search_path from current
as $$
declare
	v_news jsonb;
begin
	select coalesce(jsonb_agg(to_jsonb(latest)), '[]') into v_news
	from (
		select distinct on (entity, entity_id, account_id)
			entity, entity_id, account_id, event_id, event like '%.delete' as is_deleted,
			coalesce(amocrm_json_time(item -> 'occurredAt'), received_at) as happened_at,
			item -> 'data' as data
		from jsonb_to_recordset(p_work) as work (
			place int, item jsonb, event_id bigint, event text, entity text, entity_id text,
			account_id bigint, received_at timestamptz
		)
		where entity in ('lead', 'contact', 'company')
			and event in (entity || '.delete', entity || '.restore')
			and entity_id ~ '^[0-9]{1,18}$' and account_id is not null
		order by entity, entity_id, account_id, event_id desc nulls last, place desc
	) as latest;
	if v_news = '[]' then
		return;
	end if;

	insert into amocrm_deals as deal (
		account_id, amocrm_deal_id, pipeline_id, status_id, deleted_at, deletion_known_at, deletion_event_id
	)
	select account_id, entity_id, amocrm_json_integer(data -> 'pipeline_id'), amocrm_json_integer(data -> 'status_id'), happened_at, now(), event_id
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean,
		happened_at timestamptz, data jsonb
	)
	where entity = 'lead' and is_deleted
	order by entity_id, account_id
	on conflict (amocrm_deal_id, account_id) do update set
		deleted_at = coalesce(deal.deleted_at, excluded.deleted_at),
		deletion_known_at = excluded.deletion_known_at,
		deletion_event_id = coalesce(excluded.deletion_event_id, deal.deletion_event_id)
		where coalesce(excluded.deletion_event_id >= deal.deletion_event_id, true);

	update amocrm_deals as deal set
		deleted_at = null,
		deletion_known_at = now(),
		deletion_event_id = coalesce(event_id, deal.deletion_event_id)
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean
	)
	where entity = 'lead' and not is_deleted
		and deal.amocrm_deal_id = entity_id and deal.account_id = news.account_id
		and coalesce(event_id >= deal.deletion_event_id, true);

	insert into amocrm_contacts as contact (
		account_id, amocrm_contact_id, deleted_at, deletion_known_at, deletion_event_id
	)
	select account_id, entity_id, happened_at, now(), event_id
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean,
		happened_at timestamptz, data jsonb
	)
	where entity = 'contact' and is_deleted
	order by entity_id, account_id
	on conflict (amocrm_contact_id, account_id) do update set
		deleted_at = coalesce(contact.deleted_at, excluded.deleted_at),
		deletion_known_at = excluded.deletion_known_at,
		deletion_event_id = coalesce(excluded.deletion_event_id, contact.deletion_event_id)
		where coalesce(excluded.deletion_event_id >= contact.deletion_event_id, true);

	update amocrm_contacts as contact set
		deleted_at = null,
		deletion_known_at = now(),
		deletion_event_id = coalesce(event_id, contact.deletion_event_id)
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean
	)
	where entity = 'contact' and not is_deleted
		and contact.amocrm_contact_id = entity_id and contact.account_id = news.account_id
		and coalesce(event_id >= contact.deletion_event_id, true);

	insert into amocrm_companies as company (
		account_id, amocrm_company_id, deleted_at, deletion_known_at, deletion_event_id
	)
	select account_id, entity_id, happened_at, now(), event_id
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean,
		happened_at timestamptz, data jsonb
	)
	where entity = 'company' and is_deleted
	order by entity_id, account_id
	on conflict (amocrm_company_id, account_id) do update set
		deleted_at = coalesce(company.deleted_at, excluded.deleted_at),
		deletion_known_at = excluded.deletion_known_at,
		deletion_event_id = coalesce(excluded.deletion_event_id, company.deletion_event_id)
		where coalesce(excluded.deletion_event_id >= company.deletion_event_id, true);

	update amocrm_companies as company set
		deleted_at = null,
		deletion_known_at = now(),
		deletion_event_id = coalesce(event_id, company.deletion_event_id)
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean
	)
	where entity = 'company' and not is_deleted
		and company.amocrm_company_id = entity_id and company.account_id = news.account_id
		and coalesce(event_id >= company.deletion_event_id, true);
end
$$;

comment on function amocrm_mark_deleted is 'Marks what delete events name as deleted (a row is made where there was none) and clears the mark for restore events. An event older than the last one that counted changes nothing. p_work: rows of amocrm_read_items.';
