create or replace function amocrm_serviced_machines(p_id bigint, p_settings jsonb)
returns table (machine_id bigint, next_date date, lead_id bigint, is_overtaken boolean)
language sql
stable
set search_path from current
as $$
	select machine.id, amocrm_next_maintenance(p_settings, request.service_said_at),
		case when p_settings ->> 'maintenanceField' <> '' and deal.deleted_at is null
			then machine.amocrm_deal_id::bigint end,
		coalesce(
			machine.lead_dated_at > request.service_said_at
			-- A manager's date that amocrm_follow_leads reads within the minute.
			or deal.stored_at > request.service_said_at - interval '10 minutes'
				and lead.date is not null
				and lead.date is distinct from machine.lead_maintenance_date
				and not coalesce(deal.updated_at < machine.lead_dated_at, false),
			false
		)
	from amocrm_site_requests as request
	join machine_instances as machine
		on machine.serial_key = amocrm_serial_key(request.body #>> '{machine,serial_number}')
	left join amocrm_deals as deal
		on deal.amocrm_deal_id = machine.amocrm_deal_id and deal.account_id = machine.account_id
	cross join lateral (
		select amocrm_named_date(deal.raw, p_settings ->> 'maintenanceField', p_settings ->> 'timezone') as date
	) as lead
	where request.id = p_id
		-- Parts that were delivered are no maintenance.
		and request.body ->> 'type' = 'service'
		and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, machine.account_id)
$$;

comment on function amocrm_serviced_machines is 'The machine that a request for service names, when it is due again, and the lead whose field says so (null: none, or maintenanceField is empty). is_overtaken: somebody has given that lead another date since the engineer said that he is done, or just before. p_settings: {maintenanceField, maintenanceMonths, timezone, accountId}.';
