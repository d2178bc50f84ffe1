create or replace function amocrm_unknown_buyers(p_settings jsonb)
returns table (account_id bigint, contact_id text, asked_at timestamptz)
language sql
stable
set search_path from current
as $$
	select distinct lead.account_id, lead.contact_id, now()
	from amocrm_won_leads(p_settings) as lead
	where lead.contact_id is not null
		and not exists (
			select from amocrm_contacts as contact
			where contact.amocrm_contact_id = lead.contact_id and contact.account_id = lead.account_id
		)
		-- amoCRM was asked and does not know it: once is enough.
		and not exists (
			select from amocrm_clients as client
			where client.account_id = lead.account_id and client.amocrm_contact_id = lead.contact_id
		)
$$;

comment on function amocrm_unknown_buyers is 'Contacts of leads won lately that amoCRM must be asked for: no event has told of them. p_settings as in amocrm_won_leads.';
