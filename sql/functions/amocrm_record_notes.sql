create or replace function amocrm_record_notes(p_work jsonb) returns void
language plpgsql
set search_path from current
as $$
begin
	insert into amocrm_deal_notes (
		amocrm_deal_id, account_id, amocrm_note_id, event_id, note_type, body, created_at, created_by
	)
	select subject_id::text, account_id, coalesce(left(entity_id, 200), 'event ' || event_id), event_id,
		item #>> '{data,note_type}', item #>> '{data,text}',
		coalesce(
			amocrm_json_time(item #> '{data,created_at}'),
			amocrm_json_time(item -> 'occurredAt'),
			received_at
		),
		amocrm_json_integer(item #> '{data,created_by}')
	from jsonb_to_recordset(p_work) as work (
		item jsonb, event_id bigint, event text, entity_id text, subject_type text, subject_id bigint,
		account_id bigint, received_at timestamptz
	)
	where event = 'note.add' and subject_type = 'lead' and account_id is not null
		and coalesce(entity_id, event_id::text) is not null
	order by 1, 2, 3
	on conflict do nothing;

	with subject as (
		select distinct subject_id::text as id, account_id
		from jsonb_to_recordset(p_work) as work (subject_type text, subject_id bigint, account_id bigint)
		where subject_type = 'lead' and account_id is not null
	),
	locked as materialized (
		select deal.amocrm_deal_id, deal.account_id
		from amocrm_deals as deal
		join subject on deal.amocrm_deal_id = subject.id and deal.account_id = subject.account_id
		order by deal.amocrm_deal_id, deal.account_id
		for update of deal
	),
	counted as (
		select amocrm_deal_id, account_id, count(*)::int as notes
		from locked
		join amocrm_deal_notes using (amocrm_deal_id, account_id)
		group by amocrm_deal_id, account_id
	)
	update amocrm_deals as deal set notes_count = notes
	from counted
	where deal.amocrm_deal_id = counted.amocrm_deal_id and deal.account_id = counted.account_id
		and notes_count < notes;
end
$$;

comment on function amocrm_record_notes is 'Keeps the notes that note.add events tell of leads, each once, and counts them in the lead''s notes_count. p_work: rows of amocrm_read_items.';
