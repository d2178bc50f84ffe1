-- What amoCRM knows, as far as it told us: leads, contacts, companies, what they refer to, and how they moved.

create table amocrm_deals (
	account_id bigint not null,
	amocrm_deal_id text not null,
	name text,
	pipeline_id bigint,
	status_id bigint,
	status_label text not null generated always as (
		case status_id when 142 then 'successful' when 143 then 'unsuccessful' else 'in_progress' end
	) stored,
	price numeric,
	responsible_user_id bigint,
	group_id bigint,
	created_by bigint,
	updated_by bigint,
	source_id bigint,
	loss_reason_id bigint,
	loss_reason text,
	created_at timestamptz,
	closed_at timestamptz,
	updated_at timestamptz,
	contact_ids bigint[] not null default '{}',
	main_contact_id bigint,
	company_id bigint,
	tags text[] not null default '{}',
	custom_fields jsonb not null default '{}',
	tracking jsonb not null default '{}',
	utm_source text generated always as (tracking ->> 'utm_source') stored,
	utm_medium text generated always as (tracking ->> 'utm_medium') stored,
	utm_campaign text generated always as (tracking ->> 'utm_campaign') stored,
	utm_content text generated always as (tracking ->> 'utm_content') stored,
	utm_term text generated always as (tracking ->> 'utm_term') stored,
	notes_count int not null default 0,
	metadata jsonb not null default '{}',
	raw jsonb,
	fetched_at timestamptz,
	deleted_at timestamptz,
	deletion_known_at timestamptz,
	deletion_event_id bigint,
	stored_at timestamptz not null default now(),
	primary key (amocrm_deal_id, account_id)
);

create index amocrm_deals_status on amocrm_deals (account_id, pipeline_id, status_id)
	where deleted_at is null;
create index amocrm_deals_created on amocrm_deals (created_at);
create index amocrm_deals_updated on amocrm_deals (updated_at);
create index amocrm_deals_contacts on amocrm_deals using gin (contact_ids);

comment on table amocrm_deals is 'Leads (amoCRM''s "deals"), one row each: the newest state we know.';
comment on column amocrm_deals.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_deals.amocrm_deal_id is 'amoCRM''s id of the lead as text; unique within the account.';
comment on column amocrm_deals.name is 'Title of the lead.';
comment on column amocrm_deals.pipeline_id is 'See amocrm_pipelines.';
comment on column amocrm_deals.status_id is 'Stage of the pipeline, see amocrm_statuses; 142 is won and 143 is lost in every pipeline.';
comment on column amocrm_deals.status_label is 'successful (142), unsuccessful (143) or in_progress.';
comment on column amocrm_deals.price is 'The lead''s budget in the currency of the account; 0 is a price, null is unknown.';
comment on column amocrm_deals.responsible_user_id is 'The user who is responsible; see amocrm_users.';
comment on column amocrm_deals.group_id is 'Group of the responsible user.';
comment on column amocrm_deals.created_by is 'The user who made it; 0 is a robot or an integration.';
comment on column amocrm_deals.updated_by is 'The user who changed it last; 0 is a robot or an integration.';
comment on column amocrm_deals.source_id is 'Source of the lead, where amoCRM tells it.';
comment on column amocrm_deals.loss_reason_id is 'Why it was lost: id.';
comment on column amocrm_deals.loss_reason is 'Why it was lost: name.';
comment on column amocrm_deals.created_at is 'amoCRM''s clock: when it was made.';
comment on column amocrm_deals.closed_at is 'amoCRM''s clock: when it was won or lost; null while it is open.';
comment on column amocrm_deals.updated_at is 'amoCRM''s clock: the state this row shows. An answer with an older one never overwrites it.';
comment on column amocrm_deals.contact_ids is 'Its contacts, the main one first.';
comment on column amocrm_deals.main_contact_id is 'Its main contact.';
comment on column amocrm_deals.company_id is 'Its company.';
comment on column amocrm_deals.tags is 'Names of its tags, in amoCRM''s order.';
comment on column amocrm_deals.custom_fields is 'Custom fields by name: {"field": value or [values]}. Dates as ISO 8601; a name that occurs twice gets " #<field id>".';
comment on column amocrm_deals.tracking is 'Tracking fields by lower-case code: {"utm_source": …, "gclid": …, "_ym_uid": …}.';
comment on column amocrm_deals.utm_source is 'Tracking field utm_source.';
comment on column amocrm_deals.utm_medium is 'Tracking field utm_medium.';
comment on column amocrm_deals.utm_campaign is 'Tracking field utm_campaign.';
comment on column amocrm_deals.utm_content is 'Tracking field utm_content.';
comment on column amocrm_deals.utm_term is 'Tracking field utm_term.';
comment on column amocrm_deals.notes_count is 'Different notes we were told of (amocrm_deal_notes); never goes down.';
comment on column amocrm_deals.metadata is 'What we noticed: {"not_found": true} when amoCRM did not know the id.';
comment on column amocrm_deals.raw is 'The answer of amoCRM''s API v4 as it came; null while we only know that it was deleted.';
comment on column amocrm_deals.fetched_at is 'Our clock: amoCRM was asked no earlier than this; null while it never answered.';
comment on column amocrm_deals.deleted_at is 'When it was deleted in amoCRM; null while it exists.';
comment on column amocrm_deals.deletion_known_at is 'Our clock: when we last learned whether it exists. Older news is ignored.';
comment on column amocrm_deals.deletion_event_id is 'The last delete or restore event that counted; earlier ones that come late do not.';
comment on column amocrm_deals.stored_at is 'When this row was written last.';
comment on index amocrm_deals_status is 'Leads of a stage.';
comment on index amocrm_deals_created is 'Leads of a period.';
comment on index amocrm_deals_updated is 'What changed lately.';
comment on index amocrm_deals_contacts is 'Leads of a contact: contact_ids @> array[id].';

alter table amocrm_deals set (fillfactor = 85);

create table amocrm_contacts (
	account_id bigint not null,
	amocrm_contact_id text not null,
	name text,
	first_name text,
	last_name text,
	phones text[] not null default '{}',
	emails text[] not null default '{}',
	responsible_user_id bigint,
	group_id bigint,
	created_by bigint,
	updated_by bigint,
	company_id bigint,
	created_at timestamptz,
	updated_at timestamptz,
	tags text[] not null default '{}',
	custom_fields jsonb not null default '{}',
	metadata jsonb not null default '{}',
	raw jsonb,
	fetched_at timestamptz,
	deleted_at timestamptz,
	deletion_known_at timestamptz,
	deletion_event_id bigint,
	stored_at timestamptz not null default now(),
	primary key (amocrm_contact_id, account_id)
);

create index amocrm_contacts_phones on amocrm_contacts using gin (phones);
create index amocrm_contacts_emails on amocrm_contacts using gin (emails);

comment on table amocrm_contacts is 'Contacts (people), one row each: the newest state we know.';
comment on column amocrm_contacts.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_contacts.amocrm_contact_id is 'amoCRM''s id of the contact as text; unique within the account.';
comment on column amocrm_contacts.name is 'Full name as amoCRM shows it.';
comment on column amocrm_contacts.first_name is 'First name; often empty where only the full name was entered.';
comment on column amocrm_contacts.last_name is 'Last name; often empty where only the full name was entered.';
comment on column amocrm_contacts.phones is 'Telephone numbers as entered, in amoCRM''s order.';
comment on column amocrm_contacts.emails is 'E-mail addresses as entered, in amoCRM''s order.';
comment on column amocrm_contacts.responsible_user_id is 'The user who is responsible; see amocrm_users.';
comment on column amocrm_contacts.group_id is 'Group of the responsible user.';
comment on column amocrm_contacts.created_by is 'The user who made it; 0 is a robot or an integration.';
comment on column amocrm_contacts.updated_by is 'The user who changed it last; 0 is a robot or an integration.';
comment on column amocrm_contacts.company_id is 'Its company.';
comment on column amocrm_contacts.created_at is 'amoCRM''s clock: when it was made.';
comment on column amocrm_contacts.updated_at is 'amoCRM''s clock: the state this row shows. An answer with an older one never overwrites it.';
comment on column amocrm_contacts.tags is 'Names of its tags, in amoCRM''s order.';
comment on column amocrm_contacts.custom_fields is 'Custom fields by name: {"field": value or [values]}. Dates as ISO 8601; a name that occurs twice gets " #<field id>".';
comment on column amocrm_contacts.metadata is 'What we noticed: {"not_found": true} when amoCRM did not know the id.';
comment on column amocrm_contacts.raw is 'The answer of amoCRM''s API v4 as it came; null while we only know that it was deleted.';
comment on column amocrm_contacts.fetched_at is 'Our clock: amoCRM was asked no earlier than this; null while it never answered.';
comment on column amocrm_contacts.deleted_at is 'When it was deleted in amoCRM; null while it exists.';
comment on column amocrm_contacts.deletion_known_at is 'Our clock: when we last learned whether it exists. Older news is ignored.';
comment on column amocrm_contacts.deletion_event_id is 'The last delete or restore event that counted; earlier ones that come late do not.';
comment on column amocrm_contacts.stored_at is 'When this row was written last.';
comment on index amocrm_contacts_phones is 'Contacts with a number: phones @> array[number].';
comment on index amocrm_contacts_emails is 'Contacts with an address: emails @> array[address].';

alter table amocrm_contacts set (fillfactor = 85);

create table amocrm_companies (
	account_id bigint not null,
	amocrm_company_id text not null,
	name text,
	phones text[] not null default '{}',
	emails text[] not null default '{}',
	responsible_user_id bigint,
	group_id bigint,
	created_by bigint,
	updated_by bigint,
	created_at timestamptz,
	updated_at timestamptz,
	tags text[] not null default '{}',
	custom_fields jsonb not null default '{}',
	metadata jsonb not null default '{}',
	raw jsonb,
	fetched_at timestamptz,
	deleted_at timestamptz,
	deletion_known_at timestamptz,
	deletion_event_id bigint,
	stored_at timestamptz not null default now(),
	primary key (amocrm_company_id, account_id)
);

comment on table amocrm_companies is 'Companies, one row each: the newest state we know.';
comment on column amocrm_companies.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_companies.amocrm_company_id is 'amoCRM''s id of the company as text; unique within the account.';
comment on column amocrm_companies.name is 'Name of the company.';
comment on column amocrm_companies.phones is 'Telephone numbers as entered, in amoCRM''s order.';
comment on column amocrm_companies.emails is 'E-mail addresses as entered, in amoCRM''s order.';
comment on column amocrm_companies.responsible_user_id is 'The user who is responsible; see amocrm_users.';
comment on column amocrm_companies.group_id is 'Group of the responsible user.';
comment on column amocrm_companies.created_by is 'The user who made it; 0 is a robot or an integration.';
comment on column amocrm_companies.updated_by is 'The user who changed it last; 0 is a robot or an integration.';
comment on column amocrm_companies.created_at is 'amoCRM''s clock: when it was made.';
comment on column amocrm_companies.updated_at is 'amoCRM''s clock: the state this row shows. An answer with an older one never overwrites it.';
comment on column amocrm_companies.tags is 'Names of its tags, in amoCRM''s order.';
comment on column amocrm_companies.custom_fields is 'Custom fields by name: {"field": value or [values]}. Dates as ISO 8601; a name that occurs twice gets " #<field id>".';
comment on column amocrm_companies.metadata is 'What we noticed: {"not_found": true} when amoCRM did not know the id.';
comment on column amocrm_companies.raw is 'The answer of amoCRM''s API v4 as it came; null while we only know that it was deleted.';
comment on column amocrm_companies.fetched_at is 'Our clock: amoCRM was asked no earlier than this; null while it never answered.';
comment on column amocrm_companies.deleted_at is 'When it was deleted in amoCRM; null while it exists.';
comment on column amocrm_companies.deletion_known_at is 'Our clock: when we last learned whether it exists. Older news is ignored.';
comment on column amocrm_companies.deletion_event_id is 'The last delete or restore event that counted; earlier ones that come late do not.';
comment on column amocrm_companies.stored_at is 'When this row was written last.';

alter table amocrm_companies set (fillfactor = 85);

create table amocrm_deal_status_changes (
	event_id bigint,
	account_id bigint not null,
	amocrm_deal_id text not null,
	from_pipeline_id bigint,
	from_status_id bigint,
	to_pipeline_id bigint,
	to_status_id bigint,
	changed_at timestamptz not null,
	changed_by bigint,
	unique (event_id),
	-- amoCRM tells one move twice, as lead.status and as lead.update.
	unique nulls not distinct (amocrm_deal_id, account_id, changed_at, to_status_id, to_pipeline_id)
);

create index amocrm_deal_status_changes_time on amocrm_deal_status_changes (changed_at);

comment on table amocrm_deal_status_changes is 'Every move of a lead from stage to stage that amoCRM told us of.';
comment on column amocrm_deal_status_changes.event_id is 'The event that told it (amocrm_webhook_events.id; the event may be purged already).';
comment on column amocrm_deal_status_changes.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_deal_status_changes.amocrm_deal_id is 'The lead.';
comment on column amocrm_deal_status_changes.from_pipeline_id is 'Pipeline before; null where the event does not say.';
comment on column amocrm_deal_status_changes.from_status_id is 'Stage before; null where the event does not say.';
comment on column amocrm_deal_status_changes.to_pipeline_id is 'Pipeline after; null where the event does not say.';
comment on column amocrm_deal_status_changes.to_status_id is 'Stage after.';
comment on column amocrm_deal_status_changes.changed_at is 'amoCRM''s clock, or the arrival of an event without a time.';
comment on column amocrm_deal_status_changes.changed_by is 'The user who moved it; 0 is a robot or an integration.';
comment on index amocrm_deal_status_changes_time is 'Moves of a period.';

create table amocrm_deal_notes (
	account_id bigint not null,
	amocrm_deal_id text not null,
	amocrm_note_id text not null,
	event_id bigint,
	note_type text,
	body text,
	created_at timestamptz,
	created_by bigint,
	primary key (amocrm_deal_id, account_id, amocrm_note_id)
);

comment on table amocrm_deal_notes is 'The notes of leads that amoCRM told us of; notes_count counts these, so that purging events does not change it.';
comment on column amocrm_deal_notes.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_deal_notes.amocrm_deal_id is 'The lead.';
comment on column amocrm_deal_notes.amocrm_note_id is 'amoCRM''s id of the note; "event <id>" where the event has none.';
comment on column amocrm_deal_notes.event_id is 'The event that told it first (amocrm_webhook_events.id; the event may be purged already).';
comment on column amocrm_deal_notes.note_type is 'amoCRM''s kind: 4 text, 5 file, 10 incoming call, 11 outgoing call, 25 service, …';
comment on column amocrm_deal_notes.body is 'Text of the note as sent.';
comment on column amocrm_deal_notes.created_at is 'amoCRM''s clock, or the arrival of an event without a time.';
comment on column amocrm_deal_notes.created_by is 'The user who wrote it; 0 is a robot or an integration.';

create table amocrm_pipelines (
	account_id bigint not null,
	id bigint not null,
	name text,
	sort int,
	is_main boolean,
	is_archive boolean,
	raw jsonb not null,
	removed_at timestamptz,
	stored_at timestamptz not null default now(),
	primary key (account_id, id)
);

comment on table amocrm_pipelines is 'Pipelines of leads.';
comment on column amocrm_pipelines.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_pipelines.id is 'amoCRM''s id.';
comment on column amocrm_pipelines.name is 'Name.';
comment on column amocrm_pipelines.sort is 'Place in amoCRM''s list.';
comment on column amocrm_pipelines.is_main is 'The pipeline new leads go to.';
comment on column amocrm_pipelines.is_archive is 'Put away.';
comment on column amocrm_pipelines.raw is 'As amoCRM''s API v4 gave it.';
comment on column amocrm_pipelines.removed_at is 'When it was first missing from amoCRM''s list.';
comment on column amocrm_pipelines.stored_at is 'When this row was written last.';

create table amocrm_statuses (
	account_id bigint not null,
	pipeline_id bigint not null,
	id bigint not null,
	name text,
	sort int,
	color text,
	type int,
	raw jsonb not null,
	removed_at timestamptz,
	stored_at timestamptz not null default now(),
	primary key (account_id, pipeline_id, id)
);

comment on table amocrm_statuses is 'Stages of the pipelines; 142 and 143 exist in each.';
comment on column amocrm_statuses.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_statuses.pipeline_id is 'The pipeline.';
comment on column amocrm_statuses.id is 'amoCRM''s id.';
comment on column amocrm_statuses.name is 'Name.';
comment on column amocrm_statuses.sort is 'Place within the pipeline.';
comment on column amocrm_statuses.color is 'Colour, #rrggbb.';
comment on column amocrm_statuses.type is '1 for the stage of incoming leads (unsorted), 0 otherwise.';
comment on column amocrm_statuses.raw is 'As amoCRM''s API v4 gave it.';
comment on column amocrm_statuses.removed_at is 'When it was first missing from amoCRM''s list.';
comment on column amocrm_statuses.stored_at is 'When this row was written last.';

create table amocrm_users (
	account_id bigint not null,
	id bigint not null,
	name text,
	email text,
	is_active boolean,
	is_admin boolean,
	group_id bigint,
	raw jsonb not null,
	removed_at timestamptz,
	stored_at timestamptz not null default now(),
	primary key (account_id, id)
);

comment on table amocrm_users is 'Users of the account.';
comment on column amocrm_users.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_users.id is 'amoCRM''s id.';
comment on column amocrm_users.name is 'Name.';
comment on column amocrm_users.email is 'E-mail address, which is also the login.';
comment on column amocrm_users.is_active is 'May sign in.';
comment on column amocrm_users.is_admin is 'Is an administrator.';
comment on column amocrm_users.group_id is 'Group of the user.';
comment on column amocrm_users.raw is 'As amoCRM''s API v4 gave it.';
comment on column amocrm_users.removed_at is 'When it was first missing from amoCRM''s list.';
comment on column amocrm_users.stored_at is 'When this row was written last.';

create table amocrm_custom_fields (
	account_id bigint not null,
	entity_type text not null,
	id bigint not null,
	name text,
	code text,
	type text,
	sort int,
	enums jsonb,
	raw jsonb not null,
	removed_at timestamptz,
	stored_at timestamptz not null default now(),
	primary key (account_id, entity_type, id)
);

comment on table amocrm_custom_fields is 'Custom fields that the account defined.';
comment on column amocrm_custom_fields.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_custom_fields.entity_type is 'leads, contacts, companies, …';
comment on column amocrm_custom_fields.id is 'amoCRM''s id.';
comment on column amocrm_custom_fields.name is 'Name.';
comment on column amocrm_custom_fields.code is 'Code, where the field has one, e.g. PHONE.';
comment on column amocrm_custom_fields.type is 'amoCRM''s field type, e.g. select.';
comment on column amocrm_custom_fields.sort is 'Place in amoCRM''s list.';
comment on column amocrm_custom_fields.enums is 'Choices of a list: [{id, value, sort, code}].';
comment on column amocrm_custom_fields.raw is 'As amoCRM''s API v4 gave it.';
comment on column amocrm_custom_fields.removed_at is 'When it was first missing from amoCRM''s list.';
comment on column amocrm_custom_fields.stored_at is 'When this row was written last.';

create table amocrm_api_usage (
	minute timestamptz not null,
	account_id bigint not null,
	source text not null,
	requests int not null default 0,
	limited int not null default 0,
	primary key (minute, account_id, source)
);

comment on table amocrm_api_usage is 'How many requests were made to amoCRM, by minute.';
comment on column amocrm_api_usage.minute is 'The minute it began.';
comment on column amocrm_api_usage.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_api_usage.source is 'Who made them, e.g. webhooks.';
comment on column amocrm_api_usage.requests is 'Requests made.';
comment on column amocrm_api_usage.limited is 'Of these: answered 429, too many.';

create table amocrm_workflow_failures (
	id bigserial primary key,
	ts timestamptz not null default now(),
	workflow_id text,
	workflow_name text,
	execution_id text,
	execution_url text,
	node text,
	message text not null,
	context jsonb not null default '{}'
);

create index amocrm_workflow_failures_ts on amocrm_workflow_failures (ts);

comment on table amocrm_workflow_failures is 'Runs of n8n workflows that failed, as the error workflow reports them.';
comment on column amocrm_workflow_failures.id is 'Number of ours.';
comment on column amocrm_workflow_failures.ts is 'When it was reported.';
comment on column amocrm_workflow_failures.workflow_id is 'n8n''s id of the workflow.';
comment on column amocrm_workflow_failures.workflow_name is 'Its name.';
comment on column amocrm_workflow_failures.execution_id is 'n8n''s id of the run; null when the trigger itself failed.';
comment on column amocrm_workflow_failures.execution_url is 'Where to look at the run.';
comment on column amocrm_workflow_failures.node is 'The node that failed, or the last that ran.';
comment on column amocrm_workflow_failures.message is 'What went wrong; tokens are removed.';
comment on column amocrm_workflow_failures.context is 'What else n8n told: name, description, httpCode, mode, retry_of. Never requests, which may hold tokens.';
comment on index amocrm_workflow_failures_ts is 'The latest failures.';
