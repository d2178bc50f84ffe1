create or replace function amocrm_register_machines(p_settings jsonb)
returns table (machine_id bigint, serial_number text)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
begin
	insert into amocrm_clients as client (account_id, amocrm_contact_id, telegram_id)
	select distinct on (lead.account_id, lead.contact_id) lead.account_id, lead.contact_id, lead.telegram_id
	from amocrm_won_leads(p_settings) as lead
	join amocrm_contacts as contact
		on contact.amocrm_contact_id = lead.contact_id and contact.account_id = lead.account_id
	order by lead.account_id, lead.contact_id, lead.telegram_id
	on conflict (account_id, amocrm_contact_id) do update set telegram_id = excluded.telegram_id
		where client.telegram_id is null and excluded.telegram_id is not null;
	perform amocrm_follow_contacts(p_settings);

	return query
	with lead as materialized (
		select won.*, client.id as client_id, client.name as client_name,
			client.telegram_id as chat_id, amocrm_lead_task(won.amocrm_deal_id, won.responsible_user_id) as task,
			exists (
				select from machine_instances as own
				where own.account_id = won.account_id and own.amocrm_deal_id = won.amocrm_deal_id
			) as has_machine
		from amocrm_won_leads(p_settings) as won
		left join amocrm_clients as client
			on client.account_id = won.account_id and client.amocrm_contact_id = won.contact_id
		-- A contact that amoCRM could not be asked for yet: this lead's turn is the next run.
		where won.contact_id is null or client.id is not null
	),
	made as (
		insert into machine_instances (
			serial_number, model, configuration, next_maintenance_date, client_id, account_id,
			amocrm_deal_id, lead_maintenance_date, lead_contact_id, lead_serial
		)
		select distinct on (account_id, amocrm_serial_key(lead.serial_number)) lead.serial_number, model, configuration,
			coalesce(maintenance_date, amocrm_next_maintenance(p_settings)), client_id, account_id,
			amocrm_deal_id, maintenance_date, contact_id, lead.serial_number
		from lead
		where lead.serial_number is not null and not has_machine
		order by account_id, amocrm_serial_key(lead.serial_number), amocrm_deal_id
		on conflict (serial_key, account_id) do nothing
		returning *
	),
	greeting as (
		insert into amocrm_notices (account_id, kind, channel, subject, chat_id, message, task)
		select made.account_id, 'machine_registered', 'telegram', 'machine ' || made.id, lead.chat_id,
			amocrm_machine_text('Ваше оборудование зарегистрировано!', made.model, made.serial_number,
				made.next_maintenance_date),
			lead.task
		from made
		join lead on lead.account_id = made.account_id and lead.amocrm_deal_id = made.amocrm_deal_id
		where lead.chat_id is not null
		on conflict do nothing
	),
	for_the_manager as (
		insert into amocrm_notices (account_id, kind, channel, subject, message, task)
		select made.account_id, 'client_untold', 'task', 'machine ' || made.id,
			amocrm_machine_text(
				case when lead.client_id is null
					then 'Сделка без контакта: оборудование зарегистрировано, сообщить об этом некому.'
					else 'Оборудование зарегистрировано, но Telegram ID клиента неизвестен: сообщите ему сами.' end,
				made.model, made.serial_number, made.next_maintenance_date
			),
			lead.task
		from made
		join lead on lead.account_id = made.account_id and lead.amocrm_deal_id = made.amocrm_deal_id
		where lead.chat_id is null
		union all
		select account_id, 'serial_missing', 'task', 'lead ' || amocrm_deal_id,
			'Сделка выиграна без серийного номера. Заполните его — оборудование зарегистрируется само.', task
		from lead
		where lead.serial_number is null and not has_machine
		union all
		select lead.account_id, 'serial_taken', 'task', 'lead ' || lead.amocrm_deal_id,
			format('Серийный номер %s уже зарегистрирован за другим клиентом (сделка %s). Проверьте номер.',
				lead.serial_number, coalesce(machine.amocrm_deal_id, '—')),
			lead.task
		from lead
		join machine_instances as machine on machine.account_id = lead.account_id
			and machine.serial_key = amocrm_serial_key(lead.serial_number)
		where machine.amocrm_deal_id is distinct from lead.amocrm_deal_id
			and machine.client_id is distinct from lead.client_id
		on conflict do nothing
	)
	select made.id, made.serial_number from made;
end
$$;

comment on function amocrm_register_machines is 'Makes a machine of each lead won lately, once a serial number, and the notices that belong to it: a message to the client, or a task where the serial number, the contact or the Telegram ID is missing. Returns the new machines. p_settings as in amocrm_won_leads, and {maintenanceMonths, contactTelegramField}.';
