create view amocrm_deal_overview as
select deal.account_id, deal.amocrm_deal_id, deal.name,
	deal.pipeline_id, pipeline.name as pipeline,
	deal.status_id, status.name as status, deal.status_label,
	deal.price, deal.loss_reason,
	deal.responsible_user_id, member.name as responsible_user,
	deal.main_contact_id, contact.name as contact, contact.phones, contact.emails,
	deal.company_id, company.name as company,
	deal.tags, deal.custom_fields,
	deal.utm_source, deal.utm_medium, deal.utm_campaign, deal.utm_content, deal.utm_term,
	deal.notes_count, deal.created_at, deal.updated_at, deal.closed_at, deal.deleted_at
from amocrm_deals as deal
left join amocrm_pipelines as pipeline
	on pipeline.account_id = deal.account_id and pipeline.id = deal.pipeline_id
left join amocrm_statuses as status
	on status.account_id = deal.account_id and status.pipeline_id = deal.pipeline_id
		and status.id = deal.status_id
left join amocrm_users as member
	on member.account_id = deal.account_id and member.id = deal.responsible_user_id
left join amocrm_contacts as contact
	on contact.account_id = deal.account_id and contact.amocrm_contact_id = deal.main_contact_id::text
left join amocrm_companies as company
	on company.account_id = deal.account_id and company.amocrm_company_id = deal.company_id::text;

comment on view amocrm_deal_overview is 'Leads with the names of pipeline, stage, responsible user, main contact and company. Deleted ones are in it: where deleted_at is null.';
