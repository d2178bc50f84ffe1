create or replace function amocrm_record_status_changes(p_work jsonb) returns int
language sql
set search_path from current
as $$
	with told as (
		select *,
			item #> '{changes,status_id}' is not null as has_status,
			item #> '{changes,pipeline_id}' is not null as has_pipeline,
			amocrm_json_integer(item #> '{data,status_id}') as status_now,
			amocrm_json_integer(item #> '{data,pipeline_id}') as pipeline_now
		from jsonb_to_recordset(p_work) as work (
			item jsonb, event_id bigint, event text, entity text, subject_id bigint,
			account_id bigint, received_at timestamptz
		)
		where entity = 'lead' and subject_id is not null and account_id is not null
	),
	change as (
		select event_id, account_id, subject_id::text as amocrm_deal_id,
			amocrm_json_integer(item #> '{changes,pipeline_id,from}') as from_pipeline_id,
			case when has_status then amocrm_json_integer(item #> '{changes,status_id,from}')
				-- Only the pipeline moved: the stage, 142 or 143, is in both.
				when has_pipeline then status_now end as from_status_id,
			coalesce(amocrm_json_integer(item #> '{changes,pipeline_id,to}'), pipeline_now) as to_pipeline_id,
			coalesce(amocrm_json_integer(item #> '{changes,status_id,to}'), status_now) as to_status_id,
			coalesce(amocrm_json_time(item -> 'occurredAt'), received_at) as changed_at,
			amocrm_json_integer(item -> 'changedBy') as changed_by
		from told
		where has_status or has_pipeline or event = 'lead.status'
	),
	stored as (
		insert into amocrm_deal_status_changes (
			event_id, account_id, amocrm_deal_id, from_pipeline_id, from_status_id,
			to_pipeline_id, to_status_id, changed_at, changed_by
		)
		select *
		from change
		where to_status_id is not null
			and (from_status_id is distinct from to_status_id
				or from_pipeline_id is distinct from to_pipeline_id and from_pipeline_id is not null)
		order by amocrm_deal_id, account_id, changed_at, event_id
		on conflict do nothing
		returning 1
	)
	select count(*)::int from stored;
$$;

comment on function amocrm_record_status_changes is 'Records the moves of leads that the events tell, each once however often it is told. Returns how many were new. p_work: rows of amocrm_read_items.';
