create or replace function amocrm_won_leads(p_settings jsonb)
returns table (
	account_id bigint, amocrm_deal_id text, contact_id text, responsible_user_id bigint,
	serial_number text, model text, configuration text, telegram_id bigint, maintenance_date date
)
language sql
stable
set search_path from current
as $$
	select deal.account_id, deal.amocrm_deal_id, deal.main_contact_id::text,
		coalesce(nullif(amocrm_json_integer(p_settings -> 'responsibleUserId'), 0), deal.responsible_user_id),
		amocrm_lead_serial(deal.raw, p_settings ->> 'serialField'),
		left(amocrm_named_field(deal.raw, p_settings ->> 'modelField'), 255),
		amocrm_named_field(deal.raw, p_settings ->> 'configurationField'),
		amocrm_json_integer(to_jsonb(amocrm_named_field(deal.raw, p_settings ->> 'telegramField'))),
		amocrm_named_date(deal.raw, p_settings ->> 'maintenanceField', p_settings ->> 'timezone')
	from amocrm_deals as deal
	where deal.status_id = coalesce(amocrm_json_integer(p_settings -> 'wonStatusId'), 142)
		and deal.deleted_at is null
		and deal.raw is not null
		and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, deal.account_id)
		and coalesce(amocrm_json_integer(p_settings -> 'salesPipelineId'), 0) in (0, deal.pipeline_id)
		-- An index serves this one.
		and deal.updated_at > now() - coalesce(amocrm_json_number(p_settings -> 'wonWithinDays'), 3) * interval '1 day'
		-- Else the first run would greet everybody who ever bought something.
		and (
			coalesce(deal.closed_at, deal.updated_at)
				> now() - coalesce(amocrm_json_number(p_settings -> 'wonWithinDays'), 3) * interval '1 day'
			-- The manager was asked for the serial number and takes his time.
			or exists (
				select from amocrm_notices as asked
				where asked.account_id = deal.account_id and asked.kind in ('serial_missing', 'serial_taken')
					and asked.channel = 'task' and asked.subject = 'lead ' || deal.amocrm_deal_id
			)
			-- Its contact or serial number may have been corrected.
			or exists (
				select from machine_instances as machine
				where machine.account_id = deal.account_id and machine.amocrm_deal_id = deal.amocrm_deal_id
			)
		)
		-- A request of the site that is done sells no machine, and nobody need look for its serial number.
		and not exists (
			select from amocrm_site_requests as request
			where request.amocrm_deal_id = amocrm_json_integer(to_jsonb(deal.amocrm_deal_id))
		)
		and coalesce(p_settings ->> 'serialField', '') <> ''
$$;

comment on function amocrm_won_leads is 'Leads won lately, or changed lately where they have sold a machine or lack its serial number, with the fields that the workflow''s Settings name; none while serialField is empty. p_settings: {serialField, modelField, configurationField, telegramField, maintenanceField, timezone, wonStatusId, wonWithinDays, salesPipelineId, accountId, responsibleUserId}; an id of 0 is any.';
