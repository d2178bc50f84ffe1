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
comment on column amocrm_deal_overview.account_id is 'The amoCRM account.';
comment on column amocrm_deal_overview.amocrm_deal_id is 'amoCRM''s id of the lead as text.';
comment on column amocrm_deal_overview.name is 'Title of the lead.';
comment on column amocrm_deal_overview.pipeline_id is 'The pipeline.';
comment on column amocrm_deal_overview.pipeline is 'Name of the pipeline.';
comment on column amocrm_deal_overview.status_id is 'The stage; 142 is won and 143 is lost in every pipeline.';
comment on column amocrm_deal_overview.status is 'Name of the stage.';
comment on column amocrm_deal_overview.status_label is 'successful (142), unsuccessful (143) or in_progress.';
comment on column amocrm_deal_overview.price is 'In the currency of the account; 0 is a price, null is unknown.';
comment on column amocrm_deal_overview.loss_reason is 'Why it was lost.';
comment on column amocrm_deal_overview.responsible_user_id is 'Who is responsible.';
comment on column amocrm_deal_overview.responsible_user is 'The user''s name.';
comment on column amocrm_deal_overview.main_contact_id is 'The main contact.';
comment on column amocrm_deal_overview.contact is 'The contact''s name.';
comment on column amocrm_deal_overview.phones is 'The contact''s telephone numbers.';
comment on column amocrm_deal_overview.emails is 'The contact''s e-mail addresses.';
comment on column amocrm_deal_overview.company_id is 'The company.';
comment on column amocrm_deal_overview.company is 'The company''s name.';
comment on column amocrm_deal_overview.tags is 'Names of the tags.';
comment on column amocrm_deal_overview.custom_fields is 'Custom fields by name: custom_fields ->> ''name''; a value each in amocrm_field_values.';
comment on column amocrm_deal_overview.utm_source is 'Tracking field utm_source.';
comment on column amocrm_deal_overview.utm_medium is 'Tracking field utm_medium.';
comment on column amocrm_deal_overview.utm_campaign is 'Tracking field utm_campaign.';
comment on column amocrm_deal_overview.utm_content is 'Tracking field utm_content.';
comment on column amocrm_deal_overview.utm_term is 'Tracking field utm_term.';
comment on column amocrm_deal_overview.notes_count is 'Notes we were told of.';
comment on column amocrm_deal_overview.created_at is 'When it was created.';
comment on column amocrm_deal_overview.updated_at is 'When it was changed last, of what we know.';
comment on column amocrm_deal_overview.closed_at is 'When it was won or lost; null while it is open.';
comment on column amocrm_deal_overview.deleted_at is 'When it was deleted in amoCRM; null while it exists.';
