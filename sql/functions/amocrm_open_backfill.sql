create or replace function amocrm_open_backfill(p_wanted jsonb default '{}') returns bigint
language plpgsql
set search_path from current
as $$
declare
	v_wanted constant amocrm_backfills := amocrm_read_backfill(p_wanted);
	v_id bigint;
begin
	insert into amocrm_backfills (by_time, from_time, until_time, pipeline_id, most_requests, reserve_hour)
	values (v_wanted.by_time, v_wanted.from_time, v_wanted.until_time, v_wanted.pipeline_id,
		v_wanted.most_requests, v_wanted.reserve_hour)
	on conflict do nothing
	returning id into v_id;
	if v_id is null then
		raise exception 'Import % is open: wait for it, or cancel it', (select id from amocrm_backfills where state = 'open')
			using errcode = 'AM002';
	end if;
	return v_id;
end
$$;

comment on function amocrm_open_backfill is 'Asks for an import of leads that exist already and returns its number; whoever calls amocrm_start_backfill works on it. p_wanted: see amocrm_read_backfill. Raises AM002 while another one is open.';
