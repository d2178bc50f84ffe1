create or replace function amocrm_backfill_request(p_backfill amocrm_backfills, p_list text) returns jsonb
language sql
stable
set search_path from current
as $$
	select case
		when p_list = 'account' then jsonb_build_object('path', '/api/v4/account', 'query', '{}'::jsonb)
		when p_list = 'leads' then amocrm_list_request(
			'leads',
			jsonb_strip_nulls(jsonb_build_object(
				'pipeline_id', case when p_backfill.pipeline_id is not null
					then jsonb_build_array(p_backfill.pipeline_id) end,
				'created_at', case when p_backfill.by_time = 'created_at'
					then nullif(jsonb_strip_nulls(jsonb_build_object('from', wanted.since, 'to', wanted.until)), '{}') end,
				'updated_at', nullif(jsonb_strip_nulls(jsonb_build_object(
					'from', coalesce(
						floor(extract(epoch from p_backfill.changed_from))::bigint,
						case when p_backfill.by_time = 'updated_at' then wanted.since end
					),
					'to', case when p_backfill.by_time = 'updated_at' and not p_backfill.is_catching_up
						then wanted.until end
				)), '{}')
			)),
			p_backfill.page
		)
		when p_list is not null then amocrm_list_request(
			p_list,
			jsonb_build_object('id', (
				select coalesce(jsonb_agg(unread.entity_id order by unread.entity_id), '[]')
				from amocrm_backfill_unread(p_backfill.id, p_list) as unread
			)),
			1
		)
	end
	from (
		-- amoCRM's bounds are both included.
		select ceil(extract(epoch from p_backfill.from_time))::bigint as since,
			ceil(extract(epoch from p_backfill.until_time))::bigint - 1 as until
	) as wanted
$$;

comment on function amocrm_backfill_request is 'The request for what amocrm_backfill_list names: {path, query} of API v4.';
