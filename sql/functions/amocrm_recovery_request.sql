create or replace function amocrm_recovery_request(p_recovery amocrm_recoveries) returns jsonb
language sql
stable
set search_path from current
as $$
	select case p_recovery.phase
		when 'events' then jsonb_build_object(
			'path', '/api/v4/events',
			'query', jsonb_build_object(
				'filter', jsonb_build_object(
					'created_at', jsonb_build_object(
						'from', floor(extract(epoch from p_recovery.from_time))::bigint,
						'to', ceil(extract(epoch from p_recovery.until_time))::bigint
					),
					'type', (select string_agg(distinct change_type, ',') from amocrm_recoverable_changes())
				),
				'limit', 100,
				'page', p_recovery.page
			)
		)
		else amocrm_list_request(
			p_recovery.phase,
			jsonb_build_object('updated_at', jsonb_build_object(
				'from', floor(extract(epoch from coalesce(p_recovery.changed_from, p_recovery.from_time)))::bigint
			)),
			p_recovery.page
		)
	end
$$;

comment on function amocrm_recovery_request is 'The request that comes next in a recovery: {path, query} of API v4.';
