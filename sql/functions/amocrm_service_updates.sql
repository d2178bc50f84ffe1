create or replace function amocrm_service_updates(p_id bigint, p_lease uuid, p_settings jsonb)
returns table (lead_id bigint, fields jsonb, model jsonb)
language sql
stable
set search_path from current
as $$
	with request as (
		select id, amocrm_deal_id from amocrm_site_requests where id = p_id and service_lease = p_lease
	),
	wanted as (
		select amocrm_deal_id as lead_id, null::jsonb as fields,
			jsonb_strip_nulls(jsonb_build_object(
				'status_id', amocrm_json_integer(p_settings -> 'doneStatusId'),
				'pipeline_id', nullif(amocrm_json_integer(p_settings -> 'donePipelineId'), 0)
			)) as model
		from request
		union all
		select machine.lead_id,
			jsonb_build_object(
				p_settings ->> 'maintenanceField',
				-- amoCRM keeps midnight of the account's zone.
				extract(epoch from machine.next_date::timestamp
					at time zone coalesce(p_settings ->> 'timezone', 'UTC'))::bigint
			),
			null
		from request
		cross join amocrm_serviced_machines(request.id, p_settings) as machine
		where machine.lead_id is not null and not machine.is_overtaken
	)
	-- The lead that sold the machine may be the one of the request: two changes of it are one update.
	select lead_id,
		coalesce(jsonb_agg(fields) filter (where fields is not null) -> 0, '{}'),
		coalesce(jsonb_agg(model) filter (where model is not null) -> 0, '{}')
	from wanted
	group by lead_id
	order by bool_or(model is not null) desc, lead_id
$$;

comment on function amocrm_service_updates is 'What amoCRM is to be told of a service that is done, one row a lead: the status of the request''s lead, the next maintenance date of the lead that sold the machine. fields: by name, dates as Unix seconds; model: as API v4 takes it. Nothing when another run has taken it over. p_settings: {doneStatusId, donePipelineId, maintenanceField, maintenanceMonths, timezone, accountId}; a pipeline of 0 is the lead''s own.';
