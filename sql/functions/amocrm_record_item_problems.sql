create or replace function amocrm_record_item_problems(p_work jsonb) returns void
language sql
set search_path from current
as $$
	with noted as (
		select event_id, is_missing, problems
		from jsonb_to_recordset(p_work) as work (event_id bigint, is_missing boolean, problems jsonb)
		where event_id is not null and (is_missing or problems <> '[]')
	),
	-- The order in which the inbox locks its rows: another one could deadlock with a lease's extension.
	locked as materialized (
		select id from amocrm_webhook_events
		where id in (select event_id from noted)
		order by event_hash
		for update
	)
	update amocrm_webhook_events as event
	set metadata = event.metadata
		|| case when is_missing then '{"not_found": true}' else '{}' end::jsonb
		|| case when noted.problems <> '[]' then jsonb_build_object('problems', (
			select jsonb_agg(problem order by first_place)
			from (
				select problem, min(place) as first_place
				from (
					select item as problem, place from amocrm_json_items(event.metadata -> 'problems')
					union all
					select item, 1000 + place from amocrm_json_items(noted.problems)
				) as both_lists
				group by problem
			) as distinct_problems
		)) else '{}' end
	from noted, locked
	where event.id = noted.event_id and locked.id = event.id;
$$;

comment on function amocrm_record_item_problems is 'Notes in the events'' metadata what was wrong with their details (problems) and that amoCRM did not know the id (not_found). p_work: rows of amocrm_read_items.';
