create or replace function amocrm_recoverable_changes()
returns table (change_type text, entity_type text, event_type text)
language sql
immutable parallel safe
set search_path from current
as $$
	values
		('lead_added', 'lead', 'lead.add'),
		('lead_status_changed', 'lead', 'lead.status'),
		('lead_deleted', 'lead', 'lead.delete'),
		('lead_restored', 'lead', 'lead.restore'),
		('contact_added', 'contact', 'contact.add'),
		('contact_deleted', 'contact', 'contact.delete'),
		('contact_restored', 'contact', 'contact.restore'),
		('company_added', 'company', 'company.add'),
		('company_deleted', 'company', 'company.delete'),
		('company_restored', 'company', 'company.restore'),
		('entity_responsible_changed', 'lead', 'lead.responsible'),
		('entity_responsible_changed', 'contact', 'contact.responsible'),
		('entity_responsible_changed', 'company', 'company.responsible')
$$;

comment on function amocrm_recoverable_changes is 'Which entries of GET /api/v4/events become which of our events. Other changes of a lead, contact or company come back as one update with its present state.';
