create or replace function amocrm_read_backfill(p_wanted jsonb) returns amocrm_backfills
language plpgsql
stable
set search_path from current
as $$
declare
	v_wanted amocrm_backfills;
	v_name text;
	v_text text;
	v_time timestamptz;
begin
	foreach v_name in array array['from', 'to'] loop
		v_text := nullif(trim(p_wanted ->> v_name), '');
		v_time := amocrm_json_time(to_jsonb(case
			when v_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then v_text || 'T00:00:00Z' else v_text end));
		if v_text is not null and v_time is null then
			raise exception '"%" is "%", but a time is 2026-01-31 (midnight UTC) or 2026-01-31T09:00:00+03:00', v_name, v_text
				using errcode = 'AM001';
		end if;
		if v_name = 'from' then v_wanted.from_time := v_time; else v_wanted.until_time := v_time; end if;
	end loop;
	if v_wanted.from_time >= v_wanted.until_time then
		raise exception '"from" must be before "to"' using errcode = 'AM001';
	end if;

	v_wanted.by_time := coalesce(nullif(p_wanted ->> 'by', ''), 'created_at');
	if v_wanted.by_time not in ('created_at', 'updated_at') then
		raise exception '"by" is "%", but it is created_at or updated_at', v_wanted.by_time using errcode = 'AM001';
	end if;
	v_wanted.pipeline_id := nullif(amocrm_json_integer(p_wanted -> 'pipelineId'), 0);
	if v_wanted.pipeline_id is null and coalesce(p_wanted ->> 'pipelineId', '') not in ('', '0') then
		raise exception '"pipelineId" is "%", but it is a number', p_wanted ->> 'pipelineId' using errcode = 'AM001';
	end if;
	v_wanted.most_requests := least(greatest(coalesce(amocrm_json_integer(p_wanted -> 'maxRequests'), 1000), 1), 100000);
	v_wanted.reserve_hour := least(greatest(coalesce(amocrm_json_integer(p_wanted -> 'reserve'), 2000), 0), 6999);
	v_wanted.page := 1;
	v_wanted.is_catching_up := false;
	return v_wanted;
end
$$;

comment on function amocrm_read_backfill is 'What is wanted of an import, as a row of amocrm_backfills. p_wanted: {by: created_at or updated_at, from, to, pipelineId, maxRequests (1000), reserve (2000)}; what is left out or empty is not limited. Raises AM001 with the reason.';
