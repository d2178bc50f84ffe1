create or replace function amocrm_store_pipelines(p_account_id bigint, p_rows jsonb) returns int
language plpgsql
set search_path from current
as $$
declare
	v_stored int;
begin
	insert into amocrm_pipelines (account_id, id, name, sort, is_main, is_archive, raw)
	select distinct on (id) p_account_id, amocrm_json_integer(item -> 'id') as id, item ->> 'name',
		amocrm_json_integer(item -> 'sort'),
		item -> 'is_main' = 'true', item -> 'is_archive' = 'true',
		item #- '{_embedded,statuses}'
	from amocrm_json_items(p_rows)
	order by id
	on conflict (account_id, id) do update set
		name = excluded.name, sort = excluded.sort, is_main = excluded.is_main,
		is_archive = excluded.is_archive, raw = excluded.raw, removed_at = null, stored_at = now();
	get diagnostics v_stored = row_count;

	insert into amocrm_statuses (account_id, pipeline_id, id, name, sort, color, type, raw)
	select distinct on (pipeline_id, id) p_account_id, amocrm_json_integer(pipeline.item -> 'id') as pipeline_id,
		amocrm_json_integer(status.item -> 'id') as id, status.item ->> 'name',
		amocrm_json_integer(status.item -> 'sort'), status.item ->> 'color',
		amocrm_json_integer(status.item -> 'type'), status.item
	from amocrm_json_items(p_rows) as pipeline,
		amocrm_json_items(pipeline.item #> '{_embedded,statuses}') as status
	where amocrm_json_integer(status.item -> 'id') is not null
	order by pipeline_id, id
	on conflict (account_id, pipeline_id, id) do update set
		name = excluded.name, sort = excluded.sort, color = excluded.color, type = excluded.type,
		raw = excluded.raw, removed_at = null, stored_at = now();

	update amocrm_pipelines as pipeline set removed_at = now()
	where account_id = p_account_id and removed_at is null and p_rows <> '[]'
		and not exists (
			select from amocrm_json_items(p_rows) where amocrm_json_integer(item -> 'id') = pipeline.id
		);
	-- A list without stages says nothing about them.
	update amocrm_statuses as status set removed_at = now()
	where account_id = p_account_id and removed_at is null
		and exists (select from amocrm_json_items(p_rows) where item #> '{_embedded,statuses,0}' is not null)
		and not exists (
			select
			from amocrm_json_items(p_rows) as pipeline,
				amocrm_json_items(pipeline.item #> '{_embedded,statuses}') as listed
			where amocrm_json_integer(pipeline.item -> 'id') = status.pipeline_id
				and amocrm_json_integer(listed.item -> 'id') = status.id
		);
	return v_stored;
end
$$;

comment on function amocrm_store_pipelines is 'Part of amocrm_store_reference: pipelines and their stages.';
