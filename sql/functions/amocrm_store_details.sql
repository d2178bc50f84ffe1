create or replace function amocrm_store_details(p_items jsonb)
returns table (item jsonb)
language plpgsql
set search_path from current
as $$
declare
	v_work jsonb;
	v_events jsonb;
begin
	if jsonb_typeof(p_items) is distinct from 'array' then
		raise exception 'amocrm_store_details: p_items is not an array' using errcode = 'AM001';
	end if;
	select coalesce(jsonb_agg(to_jsonb(work) order by work.place), '[]') into v_work
	from amocrm_read_items(p_items) as work;
	-- The details are most of the bytes, and each function below reads what it is given from end to end.
	select coalesce(jsonb_agg(work.item - 'details' order by work.place), '[]') into v_events
	from amocrm_json_items(v_work) as work;

	-- One run deletes what another updates, in any order: without taking turns they could deadlock.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_store_details ' || account_id, 0))
	from (
		select distinct account_id
		from jsonb_to_recordset(v_events) as work (account_id bigint)
		where account_id is not null
		order by account_id
	) as account;

	perform amocrm_upsert_deals(amocrm_answers(v_work, 'lead'));
	perform amocrm_upsert_contacts(amocrm_answers(v_work, 'contact'));
	perform amocrm_upsert_companies(amocrm_answers(v_work, 'company'));
	-- After the answers, which were asked for before these events were worked off.
	perform amocrm_mark_deleted(v_events);
	perform amocrm_mark_not_found(v_events);
	perform amocrm_record_status_changes(v_events);
	perform amocrm_record_notes(v_events);
	perform amocrm_record_lookups(v_events);
	perform amocrm_record_item_problems(v_events);

	return query
	select case
		when jsonb_typeof(work.item) = 'object'
			then work.item || jsonb_build_object('details', work.details)
		else work.item
	end
	from jsonb_to_recordset(v_work) as work (place int, item jsonb, details jsonb)
	order by work.place;
end
$$;

comment on function amocrm_store_details is 'Stores what a run of the workflow learned: leads, contacts and companies from details, deletions, moves, notes. Repeats change nothing; a bad item is noted in its event''s metadata and spares its neighbours. One row out for each item in, in order.';
