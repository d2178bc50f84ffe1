create or replace function amocrm_store_backfill_page(p_backfill amocrm_backfills, p_list text, p_rows jsonb) returns void
language plpgsql
set search_path from current
as $$
declare
	v_answers jsonb;
	v_written int;
	v_found int;
begin
	-- The turn of amocrm_store_details: in another order than its own the two could deadlock.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_store_details ' || p_backfill.account_id, 0));
	select coalesce(jsonb_agg(jsonb_build_object(
		'account_id', p_backfill.account_id, 'asked_at', p_backfill.asked_at, 'details', item
	)), '[]')
	into v_answers
	from amocrm_json_items(p_rows);
	v_written := case p_list
		when 'leads' then amocrm_upsert_deals(v_answers)
		when 'contacts' then amocrm_upsert_contacts(v_answers)
		else amocrm_upsert_companies(v_answers)
	end;

	-- What amoCRM does not give (it is in the trash, or not accepted yet) is not asked for again.
	if p_list <> 'leads' then
		update amocrm_backfills_found set is_read = true
		where backfill_id = p_backfill.id and list = p_list
			and entity_id in (select unread.entity_id from amocrm_backfill_unread(p_backfill.id, p_list) as unread);
	end if;
	with found as (
		insert into amocrm_backfills_found (backfill_id, list, entity_id, is_read)
		select distinct p_backfill.id, find.list, find.id, find.list = 'leads'
		from amocrm_json_items(p_rows) as lead
		cross join lateral (
			select 'leads' as list, amocrm_json_integer(lead.item -> 'id') as id
			union all
			select linked.list, amocrm_json_integer(entity.item -> 'id')
			from (values ('contacts'), ('companies')) as linked (list)
			cross join lateral amocrm_json_items(lead.item #> array['_embedded', linked.list]) as entity
		) as find
		where p_list = 'leads' and find.id is not null
		on conflict do nothing
		returning list
	)
	select count(*) filter (where list = 'leads') into v_found from found;

	update amocrm_backfills set
		leads = leads + v_found,
		contacts = contacts + case p_list when 'contacts' then jsonb_array_length(p_rows) else 0 end,
		companies = companies + case p_list when 'companies' then jsonb_array_length(p_rows) else 0 end,
		written = written + v_written
	where id = p_backfill.id;
end
$$;

comment on function amocrm_store_backfill_page is 'Stores a page of an import, as every answer of amoCRM is stored: what is known as newer stays. Notes the contacts and companies that its leads name.';
