create or replace function amocrm_set_health_limits(p jsonb) returns int
language plpgsql
set search_path from current
as $$
declare
	v_unknown text;
	v_count int;
begin
	select string_agg(key, ', ') into v_unknown
	from jsonb_object_keys(p) as key
	where key not in (select name from amocrm_health_checks());
	if v_unknown is not null then
		raise exception 'There is no check named %', v_unknown
			using hint = 'select name from amocrm_health_checks()';
	end if;

	delete from amocrm_health_limits where p -> name = 'null';
	insert into amocrm_health_limits as present (name, warning_from, alarm_from)
	select key, (value ->> 'warning')::numeric, (value ->> 'alarm')::numeric
	from jsonb_each(p)
	where value <> 'null'
	on conflict (name) do update
		set warning_from = excluded.warning_from, alarm_from = excluded.alarm_from
		-- Written at every run of the watch: without this, every run would make a dead row.
		where (present.warning_from, present.alarm_from)
			is distinct from (excluded.warning_from, excluded.alarm_from);
	get diagnostics v_count = row_count;
	return v_count;
end
$$;

comment on function amocrm_set_health_limits is 'Sets limits of amocrm_pipeline_health: {"lag": {"warning": 60, "alarm": 300}}, in the unit of the check; a side left out is never reached, null for the check itself brings its own limits back, checks not named stay. Raises on an unknown name. Returns how many changed.';
