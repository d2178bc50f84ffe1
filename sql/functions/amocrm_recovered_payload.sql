create or replace function amocrm_recovered_payload(p_entity jsonb) returns jsonb
language sql
stable parallel safe
set search_path from current
as $$
	select p_entity - '_links' || coalesce((
		select jsonb_object_agg(
			name,
			to_char(amocrm_json_time(p_entity -> name) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')
		)
		from unnest(array['created_at', 'updated_at', 'closed_at', 'closest_task_at']) as name
		where p_entity ? name
	), '{}')
$$;

comment on function amocrm_recovered_payload is 'An entity of API v4 in the form of the events'' payload: dates as ISO 8601.';
