create or replace function amocrm_follow_leads(p_settings jsonb) returns int
language sql
set search_path from current
as $$
	with read as materialized (
		select machine.id, machine.account_id, machine.lead_serial, state.read, client.id as client_id,
			deal.main_contact_id::text as contact_id,
			amocrm_lead_serial(deal.raw, p_settings ->> 'serialField') as serial_number,
			deal.updated_at,
			-- The lead as it was before a service wrote its date would move the machine back.
			case when deal.updated_at < machine.lead_dated_at then null
				else amocrm_named_date(deal.raw, p_settings ->> 'maintenanceField', p_settings ->> 'timezone')
			end as maintenance_date
		from machine_instances as machine
		join amocrm_deals as deal
			on deal.amocrm_deal_id = machine.amocrm_deal_id and deal.account_id = machine.account_id
		left join amocrm_clients as client
			on client.amocrm_contact_id = deal.main_contact_id::text and client.account_id = deal.account_id
		cross join lateral (
			select concat_ws(' ', extract(epoch from deal.stored_at), client.id, p_settings ->> 'serialField',
				p_settings ->> 'maintenanceField', p_settings ->> 'timezone') as read
		) as state
		where deal.raw is not null
			-- To look for the fields in every lead each minute would take seconds of it.
			and machine.lead_state is distinct from state.read
	),
	-- A number that was mistyped; one that another machine has stays where it is.
	renamed as (
		select distinct on (account_id, amocrm_serial_key(serial_number)) id, serial_number
		from read
		where serial_number is distinct from lead_serial
			and not exists (
				select from machine_instances as other
				where other.serial_key = amocrm_serial_key(read.serial_number)
					and other.account_id = read.account_id and other.id <> read.id
			)
		order by account_id, amocrm_serial_key(serial_number), id
	),
	-- What the lead says moves the machine when it changes: read before, it must not undo what a service or
	-- a person has changed since.
	moved as (
		update machine_instances as machine
		set lead_state = read.read,
			next_maintenance_date = case
				when read.maintenance_date is distinct from machine.lead_maintenance_date
				then coalesce(read.maintenance_date, machine.next_maintenance_date)
				else machine.next_maintenance_date
			end,
			lead_dated_at = case
				when coalesce(read.maintenance_date, machine.lead_maintenance_date)
					is distinct from machine.lead_maintenance_date
				then read.updated_at
				else machine.lead_dated_at
			end,
			lead_maintenance_date = coalesce(read.maintenance_date, machine.lead_maintenance_date),
			client_id = case
				when read.client_id is not null and read.contact_id is distinct from machine.lead_contact_id
				then read.client_id
				else machine.client_id
			end,
			lead_contact_id = case
				when read.client_id is not null then read.contact_id else machine.lead_contact_id
			end,
			serial_number = coalesce(renamed.serial_number, machine.serial_number),
			lead_serial = coalesce(renamed.serial_number, machine.lead_serial)
		from read
		left join renamed on renamed.id = read.id
		where read.id = machine.id
		returning 1
	)
	select count(*)::int from moved;
$$;

comment on function amocrm_follow_leads is 'Brings machines to what the leads that sold them say, and returns how many leads were read anew: another maintenance date, another main contact, a corrected serial number. p_settings: {serialField, maintenanceField, timezone}.';
