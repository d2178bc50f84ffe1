create or replace function amocrm_end_service_done(p_id bigint, p_lease uuid, p_settings jsonb, p_answers jsonb)
returns jsonb
language sql
set search_path from current
as $$
	with answer as (
		select amocrm_json_integer(sent.item -> 'lead_id') as lead_id, got.item ->> 'error' as error,
			-- An item that went through the node unsent has no id.
			not got.item ? 'error'
				and amocrm_json_integer(got.item -> 'id') = amocrm_json_integer(sent.item -> 'lead_id') as is_written,
			coalesce(sent.item -> 'fields', '{}') <> '{}' as is_date,
			amocrm_json_time(got.item -> 'updated_at') as updated_at
		from amocrm_json_items(p_answers -> 'updates') as sent
		left join amocrm_json_items(p_answers -> 'answers') as got on got.place = sent.place
	),
	ended as (
		update amocrm_site_requests
		set service_lease = null, service_leased_until = null,
			service_done_at = case when amocrm_deal_id in (select lead_id from answer where is_written) then now() end,
			last_error = left(amocrm_without_secrets((select string_agg(error, '; ') from answer)), 2000)
		where id = p_id and service_lease = p_lease
		returning *
	),
	dated as (
		select machine.machine_id, machine.next_date, answer.updated_at, answer.lead_id is not null as is_written
		from ended
		cross join amocrm_serviced_machines(ended.id, p_settings) as machine
		left join answer on answer.lead_id = machine.lead_id and answer.is_written and answer.is_date
		where ended.service_done_at is not null
			-- Where it was not written because of a manager's date, that one moves the machine.
			and (answer.lead_id is not null or not machine.is_overtaken)
	),
	serviced as (
		update machine_instances as machine
		set next_maintenance_date = dated.next_date,
			lead_maintenance_date = case when is_written then dated.next_date else lead_maintenance_date end,
			lead_dated_at = case when is_written then coalesce(dated.updated_at, lead_dated_at) else lead_dated_at end,
			-- What a manager wrote after us may have been read already: it is read once more.
			lead_state = case when is_written then null else lead_state end
		from dated
		where machine.id = dated.machine_id
		returning machine.next_maintenance_date
	)
	select jsonb_build_object(
		'request_id', request_id, 'lead_id', amocrm_deal_id, 'changed', service_done_at is not null,
		'next_maintenance_date', (select min(next_maintenance_date) from serviced)
	)
	from ended
$$;

comment on function amocrm_end_service_done is 'How amoCRM answered the updates of amocrm_service_updates. p_answers: {updates: those rows, answers: [{id, updated_at} or {error}, in their order]}. The service is done when the request''s lead was moved, else the call can be repeated; a refused date is left in last_error. The machine is due again after maintenanceMonths, unless a manager has set another date meanwhile. Null when another run has taken it over. p_settings as for amocrm_service_updates.';
