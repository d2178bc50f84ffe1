create or replace function amocrm_plan_maintenance(p_settings jsonb, p_today date default null) returns int
language sql
set search_path from current
as $$
	with look_ahead as (
		select coalesce(p_today, (now() at time zone coalesce(p_settings ->> 'timezone', 'UTC'))::date) as today,
			coalesce(amocrm_json_integer(p_settings -> 'lookAheadDays'), 30)::int as days
	),
	due as materialized (
		select machine.*, client.telegram_id, client.name as client_name,
			amocrm_lead_task(
				machine.amocrm_deal_id,
				coalesce(nullif(amocrm_json_integer(p_settings -> 'responsibleUserId'), 0), deal.responsible_user_id)
			) as task,
			format('machine %s %s', machine.id, machine.next_maintenance_date) as subject
		from look_ahead, machine_instances as machine
		left join amocrm_clients as client on client.id = machine.client_id
		left join amocrm_deals as deal
			on deal.amocrm_deal_id = machine.amocrm_deal_id and deal.account_id = machine.account_id
		-- Dates long past are imported history; those of missed runs are not.
		where machine.next_maintenance_date between today - days and today + days
			and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, machine.account_id)
			-- Reconnected, the next run makes up for what is still due.
			and machine.account_id <> all(array(
				select account_id from amocrm_disconnections where reconnected_at is null
			))
	),
	for_the_client as (
		insert into amocrm_notices (account_id, kind, channel, subject, chat_id, message, task)
		select account_id, 'maintenance_due', 'telegram', subject, telegram_id,
			amocrm_machine_text(
				'Скоро плановое обслуживание вашего оборудования.', model, serial_number, next_maintenance_date
			),
			task
		from due
		where telegram_id is not null
		order by id
		on conflict do nothing
		returning 1
	),
	for_the_manager as (
		insert into amocrm_notices (account_id, kind, channel, subject, message, task)
		select account_id, 'maintenance_due', 'task', subject,
			concat_ws(E'\n',
				amocrm_machine_text(
					'Предложите расходные материалы: скоро обслуживание.', model, serial_number, next_maintenance_date
				),
				'Клиент: ' || client_name,
				case when telegram_id is null then 'Telegram ID клиента неизвестен: свяжитесь с ним сами.' end
			),
			task
		from due
		order by id
		on conflict do nothing
		returning 1
	)
	select count(*)::int from for_the_manager
$$;

comment on function amocrm_plan_maintenance is 'Makes the notices of machines that are due within the look-ahead, once for each machine and date: a message to the client and a task for the manager. A run that was missed is made up for by the next one, and so is the time in which the account was disconnected. Returns how many dates were new. p_settings: {lookAheadDays, timezone, accountId, responsibleUserId}.';
