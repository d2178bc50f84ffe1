-- Made by `npm run generate` from sql/: never edit, change sql/ and run it again.
-- migrations/000001_inbox.sql 889ce85e9e26aaad6c791e710540839727bd6432d391fa706f97758033833f88
-- migrations/000002_crm.sql 21498e70d823443a80ed6468514f405030470a34d25ee2d6c4e4894b64e5b996
-- migrations/000003_endpoints.sql 0b423badc07fbbf465cf3c055054af5ecb314191de2e76e05a9a65fbcd5becbd
-- migrations/000004_recoveries.sql 7deedf828072f02d710223efb4715027cc79b21641ce47fb44c39efe30ff1cee
-- migrations/000005_watch.sql eeeb253494a169e8af7ffcdbf0c0e4a63e0addc059d75e6efb3ca2151e7d6c62
-- migrations/000006_recovery_refusals.sql 1ebff775c980551112341e91b3c8c8d304acd816e3e4b310601fbef603ed5071
-- migrations/000007_disconnections.sql e1999a93188092977314b1049f2fb067e8261ef4eef5b76a3da6b2f94f11f144
-- migrations/000008_keep_alive.sql 3fa272ceb52b7b0850b122163a8d232fe9f421f7f4b581148aa0adb562e6ff07
-- migrations/000009_exchange.sql d5a6e0e272e962c7371130a002ef7008bb7ea331f40e39965b0d7846f62f3ee3
-- migrations/000010_address_suggestions.sql f549317217a84883bdaaa66adecd18945b4e6944394482e9a268ed9d8b44e0ba
-- migrations/000011_chat_applications.sql 46285555a0cefe09c8a09cb1bc3d7b4fa6be6124470bdae00268ed2ba6737e0a
-- migrations/000012_backend_messages.sql 9077c55d90b75629e5a822dd3a25bb08d4614ee004b9d315c576ef19b9b0ca7e
-- migrations/000013_backfills.sql 27e8ac2793664ef19ff45cf69f8f4b5ffb438b14c5a163ec8ae18a7b3dac937f
-- migrations/000014_analysts_indexes.sql a92a44ef8c48eb129b03d552698fee8ab152e228066efb2a31ec8813b05b955b

-- Sequences

create sequence amocrm_alerts_id_seq as bigint;

create sequence amocrm_backend_messages_id_seq as bigint;

create sequence amocrm_backfills_id_seq as bigint;

create sequence amocrm_chat_applications_id_seq as bigint;

create sequence amocrm_clients_id_seq as bigint;

create sequence amocrm_disconnections_id_seq as bigint;

create sequence amocrm_notices_id_seq as bigint;

create sequence amocrm_recoveries_id_seq as bigint;

create sequence amocrm_site_requests_id_seq as bigint;

create sequence amocrm_webhook_events_id_seq as bigint;

create sequence amocrm_workflow_failures_id_seq as bigint;

create sequence machine_instances_id_seq as bigint;

-- Tables

create table amocrm_address_requests (
	counter text not null,
	since timestamp with time zone not null,
	requests integer not null,
	constraint amocrm_address_requests_pkey PRIMARY KEY (counter, since)
);

create table amocrm_address_suggestions (
	provider text not null,
	query text not null,
	suggestions jsonb not null,
	fetched_at timestamp with time zone not null default now(),
	constraint amocrm_address_suggestions_pkey PRIMARY KEY (provider, query),
	constraint amocrm_address_suggestions_suggestions_check CHECK ((jsonb_typeof(suggestions) = 'array'::text))
);

create table amocrm_alerts (
	id bigint not null default nextval('amocrm_alerts_id_seq'::regclass),
	name text not null,
	subject text not null,
	is_alarming boolean not null,
	since timestamp with time zone not null,
	health jsonb not null,
	told_alarming boolean not null default false,
	told_at timestamp with time zone,
	lease uuid,
	leased_until timestamp with time zone,
	is_telling_alarm boolean,
	last_error text,
	constraint amocrm_alerts_check CHECK (((lease IS NULL) = (leased_until IS NULL))),
	constraint amocrm_alerts_check1 CHECK (((lease IS NULL) = (is_telling_alarm IS NULL))),
	constraint amocrm_alerts_name_subject_key UNIQUE (name, subject),
	constraint amocrm_alerts_pkey PRIMARY KEY (id)
);

create table amocrm_api_checks (
	watcher text not null,
	account_id bigint,
	asked_at timestamp with time zone not null,
	answered_at timestamp with time zone,
	failing_since timestamp with time zone,
	error text,
	asked_every interval not null default '00:05:00'::interval,
	constraint amocrm_api_checks_check CHECK (((failing_since IS NULL) = (error IS NULL))),
	constraint amocrm_api_checks_pkey PRIMARY KEY (watcher)
);

create table amocrm_api_usage (
	minute timestamp with time zone not null,
	account_id bigint not null,
	source text not null,
	requests integer not null default 0,
	limited integer not null default 0,
	constraint amocrm_api_usage_pkey PRIMARY KEY (minute, account_id, source)
);

create table amocrm_backend_cursor (
	only_one boolean not null default true,
	started_at timestamp with time zone not null default now(),
	read_until timestamp with time zone not null default now(),
	constraint amocrm_backend_cursor_only_one_check CHECK (only_one),
	constraint amocrm_backend_cursor_pkey PRIMARY KEY (only_one)
);

create table amocrm_backend_messages (
	id bigint not null default nextval('amocrm_backend_messages_id_seq'::regclass),
	account_id bigint not null,
	amocrm_deal_id text not null,
	idempotency_key uuid not null,
	body jsonb not null,
	made_at timestamp with time zone not null default now(),
	attempts integer not null default 0,
	next_attempt_at timestamp with time zone not null default now(),
	lease uuid,
	leased_until timestamp with time zone,
	told_at timestamp with time zone,
	followed_at timestamp with time zone,
	last_error text,
	constraint amocrm_backend_messages_check CHECK (((lease IS NULL) = (leased_until IS NULL))),
	constraint amocrm_backend_messages_idempotency_key_key UNIQUE (idempotency_key),
	constraint amocrm_backend_messages_pkey PRIMARY KEY (id)
);

create table amocrm_backend_news (
	event_id bigint not null,
	account_id bigint not null,
	amocrm_deal_id text not null,
	event_type text not null,
	occurred_at timestamp with time zone not null,
	changes jsonb not null,
	message_id bigint,
	constraint amocrm_backend_news_message_id_fkey FOREIGN KEY (message_id) REFERENCES amocrm_backend_messages(id) ON DELETE CASCADE,
	constraint amocrm_backend_news_pkey PRIMARY KEY (event_id)
);

create table amocrm_backfills (
	id bigint not null default nextval('amocrm_backfills_id_seq'::regclass),
	account_id bigint,
	by_time text not null default 'created_at'::text,
	from_time timestamp with time zone,
	until_time timestamp with time zone,
	pipeline_id bigint,
	most_requests integer not null,
	reserve_hour integer not null,
	state text not null default 'open'::text,
	changed_from timestamp with time zone,
	first_changed timestamp with time zone,
	page integer not null default 1,
	walks_back boolean not null default false,
	is_catching_up boolean not null default false,
	is_listed boolean not null default false,
	requests integer not null default 0,
	limited integer not null default 0,
	refused integer not null default 0,
	leads integer not null default 0,
	contacts integer not null default 0,
	companies integer not null default 0,
	written integer not null default 0,
	run text,
	run_waits boolean not null default false,
	leased_until timestamp with time zone,
	run_requests integer not null default 0,
	most_run_requests integer not null default 50,
	asked_at timestamp with time zone,
	due_at timestamp with time zone not null default now(),
	last_error text,
	opened_at timestamp with time zone not null default now(),
	finished_at timestamp with time zone,
	told_at timestamp with time zone,
	next_telling_at timestamp with time zone,
	constraint amocrm_backfills_by_time_check CHECK ((by_time = ANY (ARRAY['created_at'::text, 'updated_at'::text]))),
	constraint amocrm_backfills_check CHECK ((from_time < until_time)),
	constraint amocrm_backfills_check1 CHECK (((run IS NULL) = (leased_until IS NULL))),
	constraint amocrm_backfills_check2 CHECK (((state = 'open'::text) = (finished_at IS NULL))),
	constraint amocrm_backfills_most_requests_check CHECK ((most_requests > 0)),
	constraint amocrm_backfills_pkey PRIMARY KEY (id),
	constraint amocrm_backfills_reserve_hour_check CHECK (((reserve_hour >= 0) AND (reserve_hour <= 6999))),
	constraint amocrm_backfills_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'stopped'::text, 'cancelled'::text])))
);

create table amocrm_backfills_found (
	backfill_id bigint not null,
	list text not null,
	entity_id bigint not null,
	is_read boolean not null,
	constraint amocrm_backfills_found_backfill_id_fkey FOREIGN KEY (backfill_id) REFERENCES amocrm_backfills(id) ON DELETE CASCADE,
	constraint amocrm_backfills_found_list_check CHECK ((list = ANY (ARRAY['leads'::text, 'contacts'::text, 'companies'::text]))),
	constraint amocrm_backfills_found_pkey PRIMARY KEY (backfill_id, list, entity_id)
);

create table amocrm_chat_applications (
	id bigint not null default nextval('amocrm_chat_applications_id_seq'::regclass),
	account_id bigint not null,
	talk_id text not null,
	chat_id text,
	messenger text,
	amocrm_contact_id text,
	amocrm_deal_id text,
	started_at timestamp with time zone,
	last_message_at timestamp with time zone,
	messages integer not null default 0,
	is_closed boolean,
	talk_updated_at timestamp with time zone not null,
	opened_at timestamp with time zone not null default now(),
	taken_at timestamp with time zone not null default now(),
	contact_unknown_at timestamp with time zone,
	deal_unknown_at timestamp with time zone,
	built_at timestamp with time zone,
	content jsonb,
	version integer not null default 0,
	waiting_since timestamp with time zone,
	claimed_version integer not null default 0,
	claimed_content jsonb,
	delivered_version integer not null default 0,
	delivered_content jsonb,
	delivered_at timestamp with time zone,
	attempts integer not null default 0,
	next_attempt_at timestamp with time zone not null default now(),
	lease uuid,
	leased_until timestamp with time zone,
	last_error text,
	constraint amocrm_chat_applications_account_id_talk_id_key UNIQUE (account_id, talk_id),
	constraint amocrm_chat_applications_check CHECK (((lease IS NULL) = (leased_until IS NULL))),
	constraint amocrm_chat_applications_check1 CHECK (((delivered_version <= claimed_version) AND (claimed_version <= version))),
	constraint amocrm_chat_applications_pkey PRIMARY KEY (id)
);

create table amocrm_chat_events (
	event_id bigint not null,
	taken_at timestamp with time zone not null default now(),
	constraint amocrm_chat_events_pkey PRIMARY KEY (event_id)
);

create table amocrm_chat_sources (
	account_id bigint not null,
	uid text not null,
	chat_id text,
	amocrm_deal_id text,
	source jsonb not null,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_chat_sources_pkey PRIMARY KEY (uid, account_id)
);

create table amocrm_clients (
	id bigint not null default nextval('amocrm_clients_id_seq'::regclass),
	account_id bigint not null,
	amocrm_contact_id text not null,
	name text,
	phones text[] not null default '{}'::text[],
	emails text[] not null default '{}'::text[],
	telegram_id bigint,
	contact_updated_at timestamp with time zone,
	contact_state text,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_clients_account_id_amocrm_contact_id_key UNIQUE (account_id, amocrm_contact_id),
	constraint amocrm_clients_pkey PRIMARY KEY (id)
);

create table amocrm_companies (
	account_id bigint not null,
	amocrm_company_id text not null,
	name text,
	phones text[] not null default '{}'::text[],
	emails text[] not null default '{}'::text[],
	responsible_user_id bigint,
	group_id bigint,
	created_by bigint,
	updated_by bigint,
	created_at timestamp with time zone,
	updated_at timestamp with time zone,
	tags text[] not null default '{}'::text[],
	custom_fields jsonb not null default '{}'::jsonb,
	metadata jsonb not null default '{}'::jsonb,
	raw jsonb,
	fetched_at timestamp with time zone,
	deleted_at timestamp with time zone,
	deletion_known_at timestamp with time zone,
	deletion_event_id bigint,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_companies_pkey PRIMARY KEY (amocrm_company_id, account_id)
) with (fillfactor=85);

create table amocrm_contacts (
	account_id bigint not null,
	amocrm_contact_id text not null,
	name text,
	first_name text,
	last_name text,
	phones text[] not null default '{}'::text[],
	emails text[] not null default '{}'::text[],
	responsible_user_id bigint,
	group_id bigint,
	created_by bigint,
	updated_by bigint,
	company_id bigint,
	created_at timestamp with time zone,
	updated_at timestamp with time zone,
	tags text[] not null default '{}'::text[],
	custom_fields jsonb not null default '{}'::jsonb,
	metadata jsonb not null default '{}'::jsonb,
	raw jsonb,
	fetched_at timestamp with time zone,
	deleted_at timestamp with time zone,
	deletion_known_at timestamp with time zone,
	deletion_event_id bigint,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_contacts_pkey PRIMARY KEY (amocrm_contact_id, account_id)
) with (fillfactor=85);

create table amocrm_custom_fields (
	account_id bigint not null,
	entity_type text not null,
	id bigint not null,
	name text,
	code text,
	type text,
	sort integer,
	enums jsonb,
	raw jsonb not null,
	removed_at timestamp with time zone,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_custom_fields_pkey PRIMARY KEY (account_id, entity_type, id)
);

create table amocrm_deal_notes (
	account_id bigint not null,
	amocrm_deal_id text not null,
	amocrm_note_id text not null,
	event_id bigint,
	note_type text,
	body text,
	created_at timestamp with time zone,
	created_by bigint,
	constraint amocrm_deal_notes_pkey PRIMARY KEY (amocrm_deal_id, account_id, amocrm_note_id)
);

create table amocrm_deal_status_changes (
	event_id bigint,
	account_id bigint not null,
	amocrm_deal_id text not null,
	from_pipeline_id bigint,
	from_status_id bigint,
	to_pipeline_id bigint,
	to_status_id bigint,
	changed_at timestamp with time zone not null,
	changed_by bigint,
	constraint amocrm_deal_status_changes_amocrm_deal_id_account_id_change_key UNIQUE NULLS NOT DISTINCT (amocrm_deal_id, account_id, changed_at, to_status_id, to_pipeline_id),
	constraint amocrm_deal_status_changes_event_id_key UNIQUE (event_id)
);

create table amocrm_deals (
	account_id bigint not null,
	amocrm_deal_id text not null,
	name text,
	pipeline_id bigint,
	status_id bigint,
	status_label text generated always as (
CASE status_id
    WHEN 142 THEN 'successful'::text
    WHEN 143 THEN 'unsuccessful'::text
    ELSE 'in_progress'::text
END) stored not null,
	price numeric,
	responsible_user_id bigint,
	group_id bigint,
	created_by bigint,
	updated_by bigint,
	source_id bigint,
	loss_reason_id bigint,
	loss_reason text,
	created_at timestamp with time zone,
	closed_at timestamp with time zone,
	updated_at timestamp with time zone,
	contact_ids bigint[] not null default '{}'::bigint[],
	main_contact_id bigint,
	company_id bigint,
	tags text[] not null default '{}'::text[],
	custom_fields jsonb not null default '{}'::jsonb,
	tracking jsonb not null default '{}'::jsonb,
	utm_source text generated always as ((tracking ->> 'utm_source'::text)) stored,
	utm_medium text generated always as ((tracking ->> 'utm_medium'::text)) stored,
	utm_campaign text generated always as ((tracking ->> 'utm_campaign'::text)) stored,
	utm_content text generated always as ((tracking ->> 'utm_content'::text)) stored,
	utm_term text generated always as ((tracking ->> 'utm_term'::text)) stored,
	notes_count integer not null default 0,
	metadata jsonb not null default '{}'::jsonb,
	raw jsonb,
	fetched_at timestamp with time zone,
	deleted_at timestamp with time zone,
	deletion_known_at timestamp with time zone,
	deletion_event_id bigint,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_deals_pkey PRIMARY KEY (amocrm_deal_id, account_id)
) with (fillfactor=85);

create table amocrm_disconnections (
	id bigint not null default nextval('amocrm_disconnections_id_seq'::regclass),
	account_id bigint not null,
	source text not null,
	client_id text,
	disconnected_at timestamp with time zone not null default now(),
	reconnected_at timestamp with time zone,
	reconnected_by text,
	constraint amocrm_disconnections_check CHECK (((reconnected_at IS NULL) = (reconnected_by IS NULL))),
	constraint amocrm_disconnections_check1 CHECK (((source <> 'amocrm'::text) OR (client_id IS NOT NULL))),
	constraint amocrm_disconnections_pkey PRIMARY KEY (id),
	constraint amocrm_disconnections_reconnected_by_check CHECK ((reconnected_by = ANY (ARRAY['amocrm'::text, 'backend'::text, 'operator'::text]))),
	constraint amocrm_disconnections_source_check CHECK ((source = ANY (ARRAY['amocrm'::text, 'backend'::text, 'operator'::text])))
);

create table amocrm_endpoints (
	queue text not null,
	key_hash text not null,
	account_id bigint,
	settings jsonb not null,
	updated_at timestamp with time zone not null default now(),
	constraint amocrm_endpoints_key_hash_key UNIQUE (key_hash),
	constraint amocrm_endpoints_pkey PRIMARY KEY (queue)
);

create table amocrm_health_limits (
	name text not null,
	warning_from numeric,
	alarm_from numeric,
	constraint amocrm_health_limits_pkey PRIMARY KEY (name)
);

create table amocrm_messenger_sources (
	account_id bigint not null default 0,
	messenger text not null,
	campaign text,
	source text,
	site text,
	changed_at timestamp with time zone not null default now(),
	constraint amocrm_messenger_sources_check CHECK ((num_nonnulls(campaign, source) = 1)),
	constraint amocrm_messenger_sources_check1 CHECK (((site IS NULL) OR (source IS NOT NULL))),
	constraint amocrm_messenger_sources_messenger_check CHECK ((messenger ~ '^[a-z0-9][a-z0-9._-]*\*?$'::text)),
	constraint amocrm_messenger_sources_pkey PRIMARY KEY (messenger, account_id)
);

create table amocrm_migrations (
	name text not null,
	number integer,
	hash text not null,
	applied_at timestamp with time zone not null default now(),
	constraint amocrm_migrations_number_key UNIQUE (number),
	constraint amocrm_migrations_pkey PRIMARY KEY (name)
);

create table amocrm_notices (
	id bigint not null default nextval('amocrm_notices_id_seq'::regclass),
	account_id bigint not null,
	kind text not null,
	channel text not null,
	subject text not null,
	chat_id bigint,
	message text not null,
	task jsonb,
	made_at timestamp with time zone not null default now(),
	attempts integer not null default 0,
	next_attempt_at timestamp with time zone not null default now(),
	lease uuid,
	leased_until timestamp with time zone,
	told_at timestamp with time zone,
	given_up_at timestamp with time zone,
	last_error text,
	constraint amocrm_notices_account_id_kind_channel_subject_key UNIQUE (account_id, kind, channel, subject),
	constraint amocrm_notices_channel_check CHECK ((channel = ANY (ARRAY['telegram'::text, 'task'::text]))),
	constraint amocrm_notices_check CHECK (((lease IS NULL) = (leased_until IS NULL))),
	constraint amocrm_notices_check1 CHECK (((channel = 'telegram'::text) = (chat_id IS NOT NULL))),
	constraint amocrm_notices_kind_check CHECK ((kind = ANY (ARRAY['machine_registered'::text, 'maintenance_due'::text, 'serial_missing'::text, 'serial_taken'::text, 'client_untold'::text]))),
	constraint amocrm_notices_pkey PRIMARY KEY (id),
	constraint amocrm_notices_task_check CHECK ((task IS NOT NULL))
);

create table amocrm_pipelines (
	account_id bigint not null,
	id bigint not null,
	name text,
	sort integer,
	is_main boolean,
	is_archive boolean,
	raw jsonb not null,
	removed_at timestamp with time zone,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_pipelines_pkey PRIMARY KEY (account_id, id)
);

create table amocrm_recoveries (
	id bigint not null default nextval('amocrm_recoveries_id_seq'::regclass),
	queue text not null,
	account_id bigint,
	reason text not null,
	state text not null default 'open'::text,
	from_time timestamp with time zone not null,
	is_clipped boolean not null default false,
	until_time timestamp with time zone,
	due_at timestamp with time zone,
	phase text not null default 'leads'::text,
	page integer not null default 1,
	changed_from timestamp with time zone,
	requests integer not null default 0,
	run_requests integer not null default 0,
	most_run_requests integer not null default 50,
	most_requests integer not null default 500,
	found integer,
	stored integer,
	run text,
	leased_until timestamp with time zone,
	last_error text,
	opened_at timestamp with time zone not null default now(),
	finished_at timestamp with time zone,
	refused integer not null default 0,
	constraint amocrm_recoveries_check CHECK ((from_time <= until_time)),
	constraint amocrm_recoveries_check1 CHECK (((run IS NULL) = (leased_until IS NULL))),
	constraint amocrm_recoveries_check2 CHECK (((state = 'open'::text) = (finished_at IS NULL))),
	constraint amocrm_recoveries_phase_check CHECK ((phase = ANY (ARRAY['leads'::text, 'contacts'::text, 'companies'::text, 'events'::text]))),
	constraint amocrm_recoveries_pkey PRIMARY KEY (id),
	constraint amocrm_recoveries_reason_check CHECK ((reason = ANY (ARRAY['disabled'::text, 'missing'::text, 'outage'::text]))),
	constraint amocrm_recoveries_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'incomplete'::text, 'failed'::text])))
);

create table amocrm_recovery_finds (
	recovery_id bigint not null,
	kind text not null,
	key text not null,
	data jsonb not null,
	constraint amocrm_recovery_finds_kind_check CHECK ((kind = ANY (ARRAY['entity'::text, 'change'::text]))),
	constraint amocrm_recovery_finds_pkey PRIMARY KEY (recovery_id, kind, key),
	constraint amocrm_recovery_finds_recovery_id_fkey FOREIGN KEY (recovery_id) REFERENCES amocrm_recoveries(id) ON DELETE CASCADE
);

create table amocrm_site_requests (
	id bigint not null default nextval('amocrm_site_requests_id_seq'::regclass),
	request_id text not null,
	body jsonb not null,
	received_at timestamp with time zone not null default now(),
	attempts integer not null default 0,
	next_attempt_at timestamp with time zone not null default now(),
	lease uuid,
	leased_until timestamp with time zone,
	amocrm_contact_id bigint,
	amocrm_deal_id bigint,
	completed_at timestamp with time zone,
	last_error text,
	service_said_at timestamp with time zone,
	service_lease uuid,
	service_leased_until timestamp with time zone,
	service_done_at timestamp with time zone,
	service_done_by text,
	constraint amocrm_site_requests_check CHECK (((lease IS NULL) = (leased_until IS NULL))),
	constraint amocrm_site_requests_check1 CHECK (((service_lease IS NULL) = (service_leased_until IS NULL))),
	constraint amocrm_site_requests_pkey PRIMARY KEY (id),
	constraint amocrm_site_requests_request_id_key UNIQUE (request_id)
);

create table amocrm_statuses (
	account_id bigint not null,
	pipeline_id bigint not null,
	id bigint not null,
	name text,
	sort integer,
	color text,
	type integer,
	raw jsonb not null,
	removed_at timestamp with time zone,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_statuses_pkey PRIMARY KEY (account_id, pipeline_id, id)
);

create table amocrm_used_states (
	id text not null,
	expires_at timestamp with time zone not null,
	constraint amocrm_used_states_pkey PRIMARY KEY (id)
);

create table amocrm_users (
	account_id bigint not null,
	id bigint not null,
	name text,
	email text,
	is_active boolean,
	is_admin boolean,
	group_id bigint,
	raw jsonb not null,
	removed_at timestamp with time zone,
	stored_at timestamp with time zone not null default now(),
	constraint amocrm_users_pkey PRIMARY KEY (account_id, id)
);

create table amocrm_webhook_events (
	id bigint not null default nextval('amocrm_webhook_events_id_seq'::regclass),
	ts timestamp with time zone not null default now(),
	event_type text not null,
	entity_type text not null,
	amocrm_entity_id text,
	event_hash text not null,
	payload jsonb not null,
	account_id bigint,
	status text not null default 'pending'::text,
	processed boolean generated always as ((status = ANY (ARRAY['processed'::text, 'skipped'::text]))) stored not null,
	metadata jsonb not null default '{}'::jsonb,
	changes jsonb not null default '{}'::jsonb,
	parent_type text,
	parent_id text,
	changed_by bigint,
	occurred_at timestamp with time zone,
	processed_at timestamp with time zone,
	delivery_id text,
	duplicates integer not null default 0,
	last_duplicate_at timestamp with time zone,
	queue text not null,
	content_hash text not null,
	generation integer not null default 1,
	attempts integer not null default 0,
	solo boolean not null default false,
	next_attempt_at timestamp with time zone not null default now(),
	lease uuid,
	leased_until timestamp with time zone,
	last_error text,
	constraint amocrm_webhook_events_check CHECK (((status = 'processing'::text) = (lease IS NOT NULL))),
	constraint amocrm_webhook_events_check1 CHECK (((lease IS NULL) = (leased_until IS NULL))),
	constraint amocrm_webhook_events_event_hash_key UNIQUE (event_hash),
	constraint amocrm_webhook_events_pkey PRIMARY KEY (id),
	constraint amocrm_webhook_events_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'processing'::text, 'processed'::text, 'skipped'::text, 'dead'::text])))
) with (fillfactor=85, autovacuum_vacuum_scale_factor=0.02);

create table amocrm_webhook_states (
	queue text not null,
	account_id bigint,
	condition text not null,
	since timestamp with time zone not null,
	checked_at timestamp with time zone not null,
	active_at timestamp with time zone,
	constraint amocrm_webhook_states_condition_check CHECK ((condition = ANY (ARRAY['active'::text, 'disabled'::text, 'missing'::text]))),
	constraint amocrm_webhook_states_pkey PRIMARY KEY (queue)
);

create table amocrm_workflow_failures (
	id bigint not null default nextval('amocrm_workflow_failures_id_seq'::regclass),
	ts timestamp with time zone not null default now(),
	workflow_id text,
	workflow_name text,
	execution_id text,
	execution_url text,
	node text,
	message text not null,
	context jsonb not null default '{}'::jsonb,
	constraint amocrm_workflow_failures_pkey PRIMARY KEY (id)
);

create table machine_instances (
	id bigint not null default nextval('machine_instances_id_seq'::regclass),
	serial_number text not null,
	serial_key text generated always as (translate(upper(regexp_replace(serial_number, '[\s\u00a0\u200b\u202f\ufeff]'::text, ''::text, 'g'::text)), 'АВЕКМНОРСТУХавекмнорстух'::text, 'ABEKMHOPCTYXABEKMHOPCTYX'::text)) stored not null,
	model text,
	configuration text,
	next_maintenance_date date,
	client_id bigint,
	account_id bigint not null,
	amocrm_deal_id text,
	lead_maintenance_date date,
	lead_dated_at timestamp with time zone,
	lead_contact_id text,
	lead_serial text,
	lead_state text,
	registered_at timestamp with time zone not null default now(),
	constraint machine_instances_amocrm_deal_id_check CHECK ((amocrm_deal_id ~ '^[0-9]{1,18}$'::text)),
	constraint machine_instances_client_id_fkey FOREIGN KEY (client_id) REFERENCES amocrm_clients(id),
	constraint machine_instances_pkey PRIMARY KEY (id),
	constraint machine_instances_serial_key_check CHECK ((serial_key <> ''::text)),
	constraint machine_instances_serial_number_check CHECK (((serial_number = btrim(serial_number)) AND (serial_number <> ''::text)))
);

-- Owners of sequences

alter sequence amocrm_alerts_id_seq owned by amocrm_alerts.id;

alter sequence amocrm_backend_messages_id_seq owned by amocrm_backend_messages.id;

alter sequence amocrm_backfills_id_seq owned by amocrm_backfills.id;

alter sequence amocrm_chat_applications_id_seq owned by amocrm_chat_applications.id;

alter sequence amocrm_clients_id_seq owned by amocrm_clients.id;

alter sequence amocrm_disconnections_id_seq owned by amocrm_disconnections.id;

alter sequence amocrm_notices_id_seq owned by amocrm_notices.id;

alter sequence amocrm_recoveries_id_seq owned by amocrm_recoveries.id;

alter sequence amocrm_site_requests_id_seq owned by amocrm_site_requests.id;

alter sequence amocrm_webhook_events_id_seq owned by amocrm_webhook_events.id;

alter sequence amocrm_workflow_failures_id_seq owned by amocrm_workflow_failures.id;

alter sequence machine_instances_id_seq owned by machine_instances.id;

-- Indexes

CREATE INDEX amocrm_address_suggestions_age ON amocrm_address_suggestions USING btree (fetched_at);

CREATE INDEX amocrm_backend_messages_due ON amocrm_backend_messages USING btree (next_attempt_at, id) WHERE (told_at IS NULL);

CREATE INDEX amocrm_backend_messages_followed ON amocrm_backend_messages USING btree (followed_at) WHERE (followed_at IS NOT NULL);

CREATE INDEX amocrm_backend_messages_lead ON amocrm_backend_messages USING btree (account_id, amocrm_deal_id, id);

CREATE UNIQUE INDEX amocrm_backend_messages_open ON amocrm_backend_messages USING btree (account_id, amocrm_deal_id) WHERE (told_at IS NULL);

CREATE INDEX amocrm_backend_news_message ON amocrm_backend_news USING btree (message_id);

CREATE INDEX amocrm_backend_news_untold ON amocrm_backend_news USING btree (account_id, amocrm_deal_id, event_id) WHERE (message_id IS NULL);

CREATE INDEX amocrm_backfills_found_unread ON amocrm_backfills_found USING btree (backfill_id, list, entity_id) WHERE (NOT is_read);

CREATE UNIQUE INDEX amocrm_backfills_open ON amocrm_backfills USING btree ((true)) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX amocrm_backfills_run ON amocrm_backfills USING btree (run);

CREATE INDEX amocrm_chat_applications_taken ON amocrm_chat_applications USING btree (taken_at);

CREATE INDEX amocrm_chat_applications_waiting ON amocrm_chat_applications USING btree (next_attempt_at) WHERE (version > delivered_version);

CREATE INDEX amocrm_chat_events_taken ON amocrm_chat_events USING btree (taken_at);

CREATE INDEX amocrm_chat_sources_chat ON amocrm_chat_sources USING btree (chat_id, account_id);

CREATE INDEX amocrm_chat_sources_deal ON amocrm_chat_sources USING btree (amocrm_deal_id, account_id);

CREATE INDEX amocrm_contacts_emails ON amocrm_contacts USING gin (emails);

CREATE INDEX amocrm_contacts_phones ON amocrm_contacts USING gin (phones);

CREATE INDEX amocrm_deal_status_changes_time ON amocrm_deal_status_changes USING btree (changed_at);

CREATE INDEX amocrm_deals_contacts ON amocrm_deals USING gin (contact_ids);

CREATE INDEX amocrm_deals_created ON amocrm_deals USING btree (created_at);

CREATE INDEX amocrm_deals_status ON amocrm_deals USING btree (account_id, pipeline_id, status_id) WHERE (deleted_at IS NULL);

CREATE INDEX amocrm_deals_updated ON amocrm_deals USING btree (updated_at);

CREATE UNIQUE INDEX amocrm_disconnections_open ON amocrm_disconnections USING btree (account_id) WHERE (reconnected_at IS NULL);

CREATE INDEX amocrm_notices_open ON amocrm_notices USING btree (next_attempt_at) WHERE ((told_at IS NULL) AND (given_up_at IS NULL));

CREATE UNIQUE INDEX amocrm_recoveries_open ON amocrm_recoveries USING btree (queue) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX amocrm_recoveries_run ON amocrm_recoveries USING btree (run);

CREATE INDEX amocrm_site_requests_completed ON amocrm_site_requests USING btree (completed_at);

CREATE INDEX amocrm_site_requests_deal ON amocrm_site_requests USING btree (amocrm_deal_id);

CREATE INDEX amocrm_site_requests_open ON amocrm_site_requests USING btree (next_attempt_at) WHERE (completed_at IS NULL);

CREATE INDEX amocrm_used_states_expiry ON amocrm_used_states USING btree (expires_at);

CREATE INDEX amocrm_webhook_events_answers ON amocrm_webhook_events USING btree (parent_id, account_id, COALESCE(occurred_at, ts)) WHERE ((event_type = 'message.outgoing'::text) AND (parent_type = 'contact'::text) AND (changed_by > 0));

CREATE INDEX amocrm_webhook_events_chats ON amocrm_webhook_events USING btree (ts) WHERE (entity_type = ANY (ARRAY['talk'::text, 'message'::text, 'unsorted'::text]));

CREATE INDEX amocrm_webhook_events_content ON amocrm_webhook_events USING btree (content_hash, queue, generation DESC);

CREATE INDEX amocrm_webhook_events_dead ON amocrm_webhook_events USING btree (id) WHERE (status = 'dead'::text);

CREATE INDEX amocrm_webhook_events_done ON amocrm_webhook_events USING btree (queue, processed_at) WHERE processed;

CREATE INDEX amocrm_webhook_events_due ON amocrm_webhook_events USING btree (queue, next_attempt_at) WHERE (status = 'pending'::text);

CREATE INDEX amocrm_webhook_events_entity ON amocrm_webhook_events USING btree (amocrm_entity_id, entity_type, id);

CREATE INDEX amocrm_webhook_events_lead_added ON amocrm_webhook_events USING btree (amocrm_entity_id, account_id, id) WHERE ((entity_type = 'lead'::text) AND (event_type = 'lead.add'::text));

CREATE INDEX amocrm_webhook_events_lease ON amocrm_webhook_events USING btree (lease) WHERE (status = 'processing'::text);

CREATE INDEX amocrm_webhook_events_leased ON amocrm_webhook_events USING btree (queue, leased_until) WHERE (status = 'processing'::text);

CREATE INDEX amocrm_webhook_events_open ON amocrm_webhook_events USING btree (queue, entity_type, amocrm_entity_id, COALESCE(account_id, (0)::bigint), id) WHERE ((status = ANY (ARRAY['pending'::text, 'processing'::text])) AND (amocrm_entity_id IS NOT NULL));

CREATE INDEX amocrm_webhook_events_pending ON amocrm_webhook_events USING btree (queue, solo, id) WHERE (status = 'pending'::text);

CREATE INDEX amocrm_webhook_events_ts ON amocrm_webhook_events USING btree (ts);

CREATE INDEX amocrm_workflow_failures_ts ON amocrm_workflow_failures USING btree (ts);

CREATE INDEX machine_instances_client ON machine_instances USING btree (client_id);

CREATE INDEX machine_instances_deal ON machine_instances USING btree (account_id, amocrm_deal_id);

CREATE INDEX machine_instances_maintenance ON machine_instances USING btree (next_maintenance_date);

CREATE UNIQUE INDEX machine_instances_serial ON machine_instances USING btree (serial_key, account_id);

-- Functions

CREATE OR REPLACE FUNCTION amocrm_accept_request(p_body jsonb)
 RETURNS TABLE(outcome text, answer jsonb, id bigint, lease uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
	v_problems constant jsonb := amocrm_request_problems(p_body);
	v_request amocrm_site_requests;
	v_is_free boolean;
begin
	if v_problems <> '[]' then
		return query select 'invalid', jsonb_build_object('error', 'the request is not valid', 'problems', v_problems),
			null::bigint, null::uuid;
		return;
	end if;

	-- A new client who sends two requests at once would get two contacts: amoCRM has no lock.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_site_requests', 0));
	v_is_free := not exists (
		select from amocrm_site_requests as other
		where completed_at is null and leased_until > now()
			and amocrm_sender_keys(other.body) && amocrm_sender_keys(p_body)
	);
	insert into amocrm_site_requests (request_id, body, attempts, lease, leased_until)
	select p_body ->> 'request_id', p_body, v_is_free::int,
		case when v_is_free then gen_random_uuid() end,
		case when v_is_free then now() + interval '10 minutes' end
	on conflict (request_id) do nothing
	returning * into v_request;
	if v_request.lease is not null then
		return query select 'new', amocrm_request_answer(v_request), v_request.id, v_request.lease;
		return;
	end if;

	select * into v_request from amocrm_site_requests where request_id = p_body ->> 'request_id';
	if v_request.body <> p_body then
		return query select 'conflict',
			jsonb_build_object('error', 'another request has this request_id'), null::bigint, null::uuid;
		return;
	end if;
	return query select case when v_request.completed_at is null then 'pending' else 'repeated' end,
		amocrm_request_answer(v_request), null::bigint, null::uuid;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_accept_service_done(p_body jsonb)
 RETURNS TABLE(outcome text, answer jsonb, id bigint, lease uuid, lead_id bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
	v_problems jsonb;
	v_request amocrm_site_requests;
	v_lease constant uuid := gen_random_uuid();
begin
	select coalesce(jsonb_agg(jsonb_build_object('field', field, 'message', message)), '[]') into v_problems
	from (values
		('body', 'a JSON object is expected', jsonb_typeof(p_body) is distinct from 'object'),
		('request_id', 'a text of 8 to 100 letters, digits, . _ : or - is expected',
			jsonb_typeof(p_body -> 'request_id') is distinct from 'string'
			or p_body ->> 'request_id' !~ '^[A-Za-z0-9._:-]{8,100}$'),
		('engineer', 'a text of up to 255 characters is expected', not amocrm_is_text(p_body -> 'engineer', 255))
	) as said (field, message, is_wrong)
	where is_wrong;
	if v_problems <> '[]' then
		return query select 'invalid', jsonb_build_object('error', 'the request is not valid', 'problems', v_problems),
			null::bigint, null::uuid, null::bigint;
		return;
	end if;

	update amocrm_site_requests
	set service_lease = v_lease, service_leased_until = now() + interval '2 minutes',
		service_said_at = coalesce(service_said_at, now()), service_done_by = p_body ->> 'engineer'
	where request_id = p_body ->> 'request_id'
		and amocrm_deal_id is not null
		and service_done_at is null
		and (service_leased_until is null or service_leased_until < now());
	select * into v_request from amocrm_site_requests where request_id = p_body ->> 'request_id';
	return query select
		case
			when v_request.id is null then 'unknown'
			when v_request.service_lease = v_lease then 'claimed'
			when v_request.service_done_at is not null then 'repeated'
			else 'busy'
		end,
		case
			when v_request.id is null then jsonb_build_object('error', 'no request has this request_id')
			when v_request.service_done_at is not null
				then jsonb_build_object('request_id', v_request.request_id, 'lead_id', v_request.amocrm_deal_id, 'changed', false)
			else jsonb_build_object('error', 'amoCRM does not have the request yet, or is being told; repeat the call')
		end,
		v_request.id, case when v_request.service_lease = v_lease then v_lease end, v_request.amocrm_deal_id;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_alert_text(p_kind text, p_health jsonb, p_lasting interval)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select concat_ws(E'\n',
		format('%s <b>%s</b>%s',
			case p_kind when 'started' then '🔴' when 'reminder' then '🔁' else '✅' end,
			known.title,
			case p_kind when 'reminder' then ': всё ещё' when 'ended' then ': снова в порядке' else '' end),
		case when p_kind <> 'ended' then
			known.measure || ': ' || amocrm_in_russian(amocrm_json_number(p_health -> 'value'), p_health ->> 'unit') end,
		case when p_kind = 'reminder' then
			'Длится: ' || amocrm_in_russian(extract(epoch from p_lasting)::numeric, 's') end,
		known.subject_title || ': <code>' || amocrm_html(nullif(p_health ->> 'subject', '')) || '</code>',
		-- The only check whose finding is somebody else's words.
		case when p_kind <> 'ended' and p_health ->> 'name' = 'api_failing' then
			'<i>' || amocrm_html(left(p_health ->> 'finding', 500)) || '</i>' end,
		case when p_kind <> 'ended' then 'Что делать: ' || known.what_to_do end
	)
	from (select p_health ->> 'name' as name) as wanted
	left join (
		values
			('lag', 'События ждут обработки', 'Самое старое ждёт', 'Очередь',
				'опубликован ли «Обработка вебхуков AmoCRM», без ошибок ли запуски, отвечает ли Jarvis. <code>amocrm-pipeline events list --status pending</code>'),
			('dead', 'События, от которых отказались', 'Всего', null,
				'<code>amocrm-pipeline events list --status dead</code>, устранить причину, затем <code>events replay</code>'),
			('unreadable', 'Нечитаемые вебхуки', 'За сутки', null,
				'<code>amocrm-pipeline events list --status dead</code> и <code>events show</code>: это прислала amoCRM или кто-то, кто знает адрес?'),
			('silence', 'От amoCRM нет событий', 'Тишина', null,
				'если в amoCRM работали — включён ли вебхук и доходит ли его адрес до нас'),
			('workflow_failures', 'Процессы n8n завершаются с ошибкой', 'Сбоев за час', null,
				'<code>select * from amocrm_workflow_failures order by ts desc limit 20</code>'),
			('api_minute', 'Лимит запросов amoCRM за минуту', 'Израсходовано', 'Аккаунт',
				'<code>select * from amocrm_api_usage order by minute desc limit 20</code>: кто столько спрашивает'),
			('api_hour', 'Лимит запросов amoCRM за час', 'Израсходовано', 'Аккаунт',
				'<code>select * from amocrm_api_usage order by minute desc limit 20</code>: кто столько спрашивает'),
			('api_limited', 'amoCRM отказывает: слишком много запросов (429)', 'Отказов за час', 'Аккаунт',
				'не больше 7 запросов в секунду от всех интеграций вместе: запускать меньше процессов одновременно'),
			('api_failing', 'amoCRM не отвечает на запросы', 'Длится', 'Процесс n8n',
				'401 — новый токен в credential, а при OAuth2 — подключить его заново и запустить «Поддержание доступа amoCRM» вручную; 403 — права или блокировка аккаунта; нет ответа — сеть или сама amoCRM'),
			('webhook_disabled', 'amoCRM отключила вебхук', 'Вебхуков', 'Очередь',
				'устранить причину ошибок, затем выключить и снова включить процесс с AmoCRM Trigger'),
			('webhook_missing', 'В amoCRM нет нашего вебхука', 'Вебхуков', 'Очередь',
				'опубликовать процесс с AmoCRM Trigger; если он больше не нужен — удалить его строку в <code>amocrm_endpoints</code>'),
			('webhook_unchecked', 'Вебхук давно не проверялся', 'Без проверки', 'Очередь',
				'посмотреть последние запуски «Наблюдение за AmoCRM»'),
			('account_disconnected', 'Аккаунт amoCRM отключён', 'Ждёт событий', 'Аккаунт',
				'события сохраняются, но не обрабатываются. Подключить credential заново или <code>select amocrm_reconnect_account(номер аккаунта, ''operator'')</code>'),
			('analytics_waiting', 'Аналитика не принимает чаты', 'Самый старый ждёт', null,
				'отвечает ли аналитика, верны ли её адрес и ключ: <code>select talk_id, attempts, last_error from amocrm_chat_applications where version &gt; delivered_version</code>'),
			('backend_messages', 'Приложение не принимает сообщения о сделках', 'Самое старое ждёт', null,
				'отвечает ли его сервер 2xx: <code>select amocrm_deal_id, attempts, last_error from amocrm_backend_messages where told_at is null</code>')
	) as told (name, title, measure, subject_title, what_to_do) on told.name = wanted.name
	cross join lateral (
		-- A check that has no text yet must be told all the same.
		select coalesce(told.title, amocrm_html(wanted.name)) as title,
			coalesce(told.measure, 'Значение') as measure,
			case when told.name is null then 'О чём' else told.subject_title end as subject_title,
			coalesce(told.what_to_do, amocrm_html(p_health ->> 'what_to_do')) as what_to_do
	) as known
$function$;

CREATE OR REPLACE FUNCTION amocrm_answers(p_work jsonb, p_subject_type text)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select coalesce(jsonb_agg(jsonb_build_object(
		'account_id', account_id, 'asked_at', asked_at, 'details', details
	)), '[]')
	from jsonb_to_recordset(p_work) as work (
		account_id bigint, subject_type text, asked_at timestamptz, details jsonb
	)
	where subject_type = p_subject_type and jsonb_typeof(details) = 'object';
$function$;

CREATE OR REPLACE FUNCTION amocrm_attach_answers(p_items jsonb, p_answers jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with answer as materialized (
		select distinct on (kind.lookup, row.item ->> 'id') kind.lookup, row.item ->> 'id' as id, row.item as details,
			coalesce(row.item -> 'found' <> 'false', true) as found
		from (values ('lead', 'leads'), ('contact', 'contacts'), ('company', 'companies')) as kind (lookup, answers)
		cross join lateral amocrm_json_items(p_answers -> kind.answers) as row
		where row.item ->> 'id' is not null
		order by kind.lookup, row.item ->> 'id', row.place
	)
	select coalesce(jsonb_agg(
		case when answer.id is null then given.item
			else given.item || jsonb_build_object('found', found, 'details', case when found then answer.details end)
		end
		order by given.place
	), '[]')
	from amocrm_json_items(p_items) as given
	left join answer on answer.lookup = given.item ->> 'lookup' and answer.id = given.item #>> '{subject,id}'
$function$;

CREATE OR REPLACE FUNCTION amocrm_attach_fresh_details(p_items jsonb)
 RETURNS TABLE(item jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
	if jsonb_typeof(p_items) is distinct from 'array' then
		raise exception 'amocrm_attach_fresh_details: p_items is not an array' using errcode = 'AM001';
	end if;
	return query
	with given as materialized (
		select entry.item, entry.place, event.ts,
			amocrm_item_subject(entry.item) as subject,
			coalesce(amocrm_json_integer(entry.item -> 'accountId'), event.account_id) as account_id
		from amocrm_json_items(p_items) as entry
		left join amocrm_webhook_events as event
			on event.id = amocrm_json_integer(entry.item -> 'eventId')
	),
	known as (
		select given.*, coalesce(deal.raw, contact.raw, company.raw) as details
		from given
		left join amocrm_deals as deal on subject ->> 'entity' = 'lead'
			and deal.account_id = given.account_id and deal.amocrm_deal_id = subject ->> 'id'
			and deal.fetched_at >= given.ts and not deal.metadata ? 'not_found'
		left join amocrm_contacts as contact on subject ->> 'entity' = 'contact'
			and contact.account_id = given.account_id and contact.amocrm_contact_id = subject ->> 'id'
			and contact.fetched_at >= given.ts and not contact.metadata ? 'not_found'
		left join amocrm_companies as company on subject ->> 'entity' = 'company'
			and company.account_id = given.account_id and company.amocrm_company_id = subject ->> 'id'
			and company.fetched_at >= given.ts and not company.metadata ? 'not_found'
	)
	select case
		when jsonb_typeof(known.item) is distinct from 'object' then jsonb_build_object('lookup', 'none', 'value', known.item)
		when subject is null then known.item || jsonb_build_object('subject', null, 'lookup', 'none')
		when details is not null then known.item
			|| jsonb_build_object('subject', subject, 'lookup', 'none', 'details', details)
		-- Our clock before the request: whatever was received by then is in amoCRM's answer.
		else known.item - 'details' || jsonb_build_object(
			'subject', subject, 'lookup', subject -> 'entity', 'askedAt', now()
		)
	end
	from known
	order by known.place;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_backfill_list(p_backfill amocrm_backfills)
 RETURNS text
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case
		-- Each run: with a credential of another account nothing would be found, and all would seem to be read.
		when p_backfill.account_id is null or p_backfill.run_requests = 0 then 'account'
		-- Full pages of contacts as soon as there is one: fewer requests, and no long tail at the end.
		when unread.contacts >= case when p_backfill.is_listed then 1 else 250 end then 'contacts'
		when unread.companies >= case when p_backfill.is_listed then 1 else 250 end then 'companies'
		when not p_backfill.is_listed then 'leads'
	end
	from (
		select count(*) filter (where list = 'contacts') as contacts,
			count(*) filter (where list = 'companies') as companies
		from amocrm_backfills_found
		where backfill_id = p_backfill.id and not is_read
	) as unread
$function$;

CREATE OR REPLACE FUNCTION amocrm_backfill_request(p_backfill amocrm_backfills, p_list text)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case
		when p_list = 'account' then jsonb_build_object('path', '/api/v4/account', 'query', '{}'::jsonb)
		when p_list = 'leads' then amocrm_list_request(
			'leads',
			jsonb_strip_nulls(jsonb_build_object(
				'pipeline_id', case when p_backfill.pipeline_id is not null
					then jsonb_build_array(p_backfill.pipeline_id) end,
				'created_at', case when p_backfill.by_time = 'created_at'
					then nullif(jsonb_strip_nulls(jsonb_build_object('from', wanted.since, 'to', wanted.until)), '{}') end,
				'updated_at', nullif(jsonb_strip_nulls(jsonb_build_object(
					'from', coalesce(
						floor(extract(epoch from p_backfill.changed_from))::bigint,
						case when p_backfill.by_time = 'updated_at' then wanted.since end
					),
					'to', case when p_backfill.by_time = 'updated_at' and not p_backfill.is_catching_up
						then wanted.until end
				)), '{}')
			)),
			p_backfill.page
		)
		when p_list is not null then amocrm_list_request(
			p_list,
			jsonb_build_object('id', (
				select coalesce(jsonb_agg(unread.entity_id order by unread.entity_id), '[]')
				from amocrm_backfill_unread(p_backfill.id, p_list) as unread
			)),
			1
		)
	end
	from (
		-- amoCRM's bounds are both included.
		select ceil(extract(epoch from p_backfill.from_time))::bigint as since,
			ceil(extract(epoch from p_backfill.until_time))::bigint - 1 as until
	) as wanted
$function$;

CREATE OR REPLACE FUNCTION amocrm_backfill_unread(p_backfill bigint, p_list text)
 RETURNS TABLE(entity_id bigint)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select find.entity_id
	from amocrm_backfills_found as find
	where find.backfill_id = p_backfill and find.list = p_list and not find.is_read
	order by find.entity_id
	limit 250
$function$;

CREATE OR REPLACE FUNCTION amocrm_backfill_wait(p_backfill amocrm_backfills)
 RETURNS integer
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select greatest(
		ceil(extract(epoch from p_backfill.due_at - now()))::int,
		case when exists (
			select from amocrm_api_budget as budget
			where budget.account_id = p_backfill.account_id
				and (budget.requests_hour >= budget.limit_hour - p_backfill.reserve_hour
					-- Below the 200 at which the watch would raise an alarm.
					or budget.requests_minute >= budget.limit_minute - 60)
		) then amocrm_seconds_left('minute') end,
		0
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_build_chats(p_settings jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ready as (
		select application.id, amocrm_chat_content(application, p_settings) as content
		from amocrm_open_chats(p_settings) as chat
		join amocrm_chat_applications as application on application.id = chat.id
		where (
				application.built_at is null
				-- A change may become visible a little after the instant it is marked with.
				or chat.changed_at > application.built_at - interval '2 minutes'
			)
			-- amoCRM may be down: then what is known goes out as it is.
			and (
				not chat.is_contact_missing and not chat.is_deal_missing
				or application.opened_at < now() - interval '15 minutes'
			)
		-- In the order of amocrm_take_chats: else a run that overlaps waits for this one, and this one for it.
		order by application.account_id, application.talk_id
		for update of application
	),
	built as (
		update amocrm_chat_applications as application
		set built_at = now(),
			content = ready.content,
			-- A version that a run took is another content for ever.
			version = case
				when application.content is not distinct from ready.content then application.version
				else greatest(application.version, application.claimed_version + 1) end,
			waiting_since = case
				when application.content is not distinct from ready.content then application.waiting_since
				else coalesce(application.waiting_since, now()) end
		from ready
		where ready.id = application.id
		returning application.waiting_since = now() as is_new
	)
	select count(*)::int from built where is_new
$function$;

CREATE OR REPLACE FUNCTION amocrm_chat_attribution(p_account_id bigint, p_messenger text, p_session text, p_settings jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select jsonb_strip_nulls(case
		when p_session is not null then jsonb_build_object('by', 'session')
		when known.messenger is not null then jsonb_build_object(
			'by', 'messenger', 'campaign', known.campaign, 'source', known.source, 'site', known.site
		)
		when p_settings ->> 'withoutSession' = 'source' and p_settings ->> 'defaultSource' <> '' then
			jsonb_build_object('by', 'default', 'source', p_settings ->> 'defaultSource',
				'site', nullif(p_settings ->> 'defaultSite', ''))
		when p_settings ->> 'withoutSession' is distinct from 'source' and p_settings ->> 'defaultCampaign' <> '' then
			jsonb_build_object('by', 'default', 'campaign', p_settings ->> 'defaultCampaign')
		else jsonb_build_object('by', 'none')
	end)
	from (select) as always
	left join lateral (
		select mapped.*
		from amocrm_messenger_sources as mapped
		where mapped.account_id in (0, p_account_id)
			and case when right(mapped.messenger, 1) = '*'
				then starts_with(p_messenger, left(mapped.messenger, -1))
				else p_messenger = mapped.messenger end
		-- The account's own row before the common one, the exact name before the longest beginning.
		order by mapped.account_id <> 0 desc, right(mapped.messenger, 1) <> '*' desc, length(mapped.messenger) desc
		limit 1
	) as known on true
$function$;

CREATE OR REPLACE FUNCTION amocrm_chat_content(p_application amocrm_chat_applications, p_settings jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select jsonb_build_object(
		'account_id', p_application.account_id,
		'talk_id', p_application.talk_id,
		'chat_id', p_application.chat_id,
		'messenger', p_application.messenger,
		'started_at', amocrm_utc(p_application.started_at),
		'last_message_at', amocrm_utc(p_application.last_message_at),
		'messages', p_application.messages,
		'is_closed', coalesce(p_application.is_closed, false),
		'contact', case when p_application.amocrm_contact_id is not null then jsonb_build_object(
			'id', amocrm_json_integer(to_jsonb(p_application.amocrm_contact_id)),
			'name', contact.name, 'phone', contact.phones[1], 'email', contact.emails[1]
		) end,
		'lead', case when known.deal_id is not null then jsonb_build_object(
			'id', amocrm_json_integer(to_jsonb(known.deal_id)), 'name', deal.name,
			'pipeline_id', deal.pipeline_id, 'status_id', deal.status_id, 'price', deal.price
		) end,
		'session', session.id,
		'tracking', coalesce(deal.tracking, '{}'),
		'unsorted', source.source,
		'attribution', amocrm_chat_attribution(
			p_application.account_id, p_application.messenger, session.id, p_settings
		)
	)
	from (select) as always
	left join amocrm_chat_source(p_application) as source on true
	cross join lateral (
		select coalesce(p_application.amocrm_deal_id, source.amocrm_deal_id) as deal_id
	) as known
	left join amocrm_contacts as contact
		on contact.amocrm_contact_id = p_application.amocrm_contact_id
		and contact.account_id = p_application.account_id
	left join amocrm_deals as deal
		on deal.amocrm_deal_id = known.deal_id and deal.account_id = p_application.account_id
	cross join lateral (
		select coalesce(amocrm_named_field(deal.raw, p_settings ->> 'sessionField'),
			amocrm_named_field(contact.raw, p_settings ->> 'sessionField')) as id
	) as session
$function$;

CREATE OR REPLACE FUNCTION amocrm_chat_days(p_settings jsonb)
 RETURNS interval
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	-- amocrm_chat_events forgets after 30 days; what is forgotten must not be counted again.
	select least(coalesce(amocrm_json_number(p_settings -> 'withinDays'), 3), 14) * interval '1 day'
$function$;

CREATE OR REPLACE FUNCTION amocrm_chat_moves(p_events jsonb)
 RETURNS TABLE(account_id bigint, talk_id text, chat_id text, messenger text, contact_id text, lead_id text, started_at timestamp with time zone, last_message_at timestamp with time zone, messages integer, is_closed boolean, updated_at timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with told as (
		select event.id, event.account_id, event.payload ->> 'talk_id' as talk_id,
			-- message[add] may tell of what a manager wrote as well.
			event.entity_type = 'message' and event.payload ->> 'type' is distinct from 'outgoing' as is_message,
			case when length(event.payload ->> 'chat_id') between 1 and 255
				then event.payload ->> 'chat_id' end as chat_id,
			lower(nullif(btrim(event.payload ->> 'origin'), '')) as messenger,
			nullif(amocrm_json_integer(event.payload -> 'contact_id'), 0)::text as contact_id,
			case when event.parent_type = 'lead'
				then nullif(amocrm_json_integer(to_jsonb(event.parent_id)), 0)::text end as lead_id,
			amocrm_json_time(event.payload -> 'created_at') as created_at,
			-- A date from the future would be the newest for ever.
			least(event.ts, coalesce(amocrm_json_time(event.payload -> 'updated_at'),
				amocrm_json_time(event.payload -> 'created_at'))) as at,
			event.payload ->> 'is_in_work' in ('0', 'false') as is_closed
		from jsonb_to_recordset(p_events) as event (
			id bigint, ts timestamptz, account_id bigint, entity_type text,
			parent_type text, parent_id text, payload jsonb
		)
		where event.entity_type in ('talk', 'message')
			-- No index takes a text of thousands of characters: the run would fail, and each one after it.
			and length(event.payload ->> 'talk_id') between 1 and 255
	)
	select account_id, talk_id,
		(array_agg(chat_id order by at desc, id desc) filter (where chat_id is not null))[1],
		(array_agg(messenger order by at desc, id desc) filter (where messenger is not null))[1],
		(array_agg(contact_id order by at desc, id desc) filter (where contact_id is not null))[1],
		(array_agg(lead_id order by at desc, id desc) filter (where lead_id is not null))[1],
		min(created_at),
		max(created_at) filter (where is_message),
		count(*) filter (where is_message)::int,
		(array_agg(is_closed order by at desc, id desc) filter (where is_closed is not null))[1],
		max(at)
	from told
	group by account_id, talk_id
$function$;

CREATE OR REPLACE FUNCTION amocrm_chat_source(p_application amocrm_chat_applications)
 RETURNS SETOF amocrm_chat_sources
 LANGUAGE sql
 STABLE ROWS 1
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select *
	from (
		select * from amocrm_chat_sources
		where chat_id = p_application.chat_id and account_id = p_application.account_id
		union all
		select * from amocrm_chat_sources
		where amocrm_deal_id = p_application.amocrm_deal_id and account_id = p_application.account_id
	) as source
	-- A chat goes on with other leads: a later one of it is the next conversation's.
	order by coalesce(amocrm_deal_id = p_application.amocrm_deal_id, false) desc,
		abs(extract(epoch from stored_at - p_application.opened_at)), uid
	limit 1
$function$;

CREATE OR REPLACE FUNCTION amocrm_choose_contact(p_id bigint, p_candidates jsonb, p_settings jsonb)
 RETURNS bigint
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select coalesce(
		(
			select amocrm_json_integer(item -> 'id')
			from amocrm_site_requests as request
			cross join amocrm_json_items(p_candidates)
			cross join lateral (
				select case
					when amocrm_phone_digits(request.body #>> '{contact,phone}') in (
						select nullif(amocrm_phone_digits(phone), '')
						from unnest(amocrm_field_texts(item -> 'custom_fields_values', 'PHONE')) as phone
					) then 1
					when lower(btrim(request.body #>> '{contact,email}')) in (
						select lower(btrim(email))
						from unnest(amocrm_field_texts(item -> 'custom_fields_values', 'EMAIL')) as email
					) then 2
					when request.body #>> '{contact,telegram_id}'
						= amocrm_named_field(item, p_settings ->> 'contactTelegramField') then 3
				end as rank
			) as judged
			where request.id = p_id and rank is not null and amocrm_json_integer(item -> 'id') is not null
			order by rank, amocrm_json_integer(item -> 'created_at') nulls last, amocrm_json_integer(item -> 'id')
			limit 1
		),
		-- amoCRM's search does not know yet whom the same person's last request has made.
		(
			select earlier.amocrm_contact_id
			from amocrm_site_requests as request
			join amocrm_site_requests as earlier
				on amocrm_sender_keys(earlier.body) && amocrm_sender_keys(request.body)
			where request.id = p_id
				and earlier.completed_at > now() - interval '10 minutes'
				and earlier.amocrm_contact_id is not null
			order by earlier.completed_at desc
			limit 1
		)
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_claim_alerts(p_health jsonb, p_remind_hours numeric, p_can_tell boolean DEFAULT true)
 RETURNS TABLE(alert_id bigint, lease uuid, kind text, message text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
	v_lease constant uuid := gen_random_uuid();
begin
	-- Nothing to look at would read as "everything has ended".
	if jsonb_typeof(p_health) is distinct from 'array' or p_health = '[]' then
		raise exception 'amocrm_claim_alerts needs the rows of amocrm_pipeline_health';
	end if;
	-- Two runs at once would both find the same alarm untold.
	lock table amocrm_alerts in share row exclusive mode;

	insert into amocrm_alerts (name, subject, is_alarming, since, health)
	select item ->> 'name', item ->> 'subject', true, now(), item
	from amocrm_json_items(p_health)
	where item ->> 'state' = 'alarm'
	on conflict (name, subject) do nothing;

	-- What is not looked at any more (a queue without events, a removed account) is no alarm either.
	update amocrm_alerts as alert
	set is_alarming = seen.is_alarming,
		since = case when alert.is_alarming = seen.is_alarming then alert.since else now() end,
		health = coalesce(seen.item, alert.health)
	from (
		select known.id, item, coalesce(item ->> 'state' = 'alarm', false) as is_alarming
		from amocrm_alerts as known
		left join amocrm_json_items(p_health)
			on item ->> 'name' = known.name and item ->> 'subject' = known.subject
	) as seen
	where seen.id = alert.id
		and (alert.is_alarming <> seen.is_alarming or alert.is_alarming or alert.told_alarming);

	-- An alarm that began and ended untold is over: an error of its telling would stay for ever.
	update amocrm_alerts set last_error = null
	where not is_alarming and not told_alarming and last_error is not null;

	if not p_can_tell then
		return;
	end if;

	return query
	with due as (
		select id,
			case
				when not is_alarming then 'ended'
				when told_alarming then 'reminder'
				else 'started'
			end as kind
		from amocrm_alerts
		where (leased_until is null or leased_until < now())
			and (
				is_alarming <> told_alarming
				or is_alarming and told_at < now() - p_remind_hours * interval '1 hour'
			)
	)
	update amocrm_alerts as alert
	set lease = v_lease, leased_until = now() + interval '10 minutes', is_telling_alarm = alert.is_alarming
	from due
	where due.id = alert.id
	returning alert.id, v_lease, due.kind, amocrm_alert_text(due.kind, alert.health, now() - alert.since);
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_claim_backend_messages(p_settings jsonb, p_limit integer DEFAULT 100)
 RETURNS TABLE(message_id bigint, lease uuid, idempotency_key uuid, sent_at bigint, body text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
	if coalesce(p_settings ->> 'backendUrl', '') = '' then
		return;
	end if;
	-- Two runs at once would make two messages of the same events.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_claim_backend_messages', 0));
	perform amocrm_note_lead_events();
	-- After the look for events: what is forgotten of them would else be noted once more, after a pause.
	delete from amocrm_backend_messages where id in (
		select id from amocrm_backend_messages
		where followed_at < now() - interval '7 days'
		order by followed_at
		limit 1000
	);
	perform amocrm_make_backend_messages(p_limit);

	return query
	with due as (
		select id from amocrm_backend_messages
		where told_at is null
			and next_attempt_at <= now()
			and (leased_until is null or leased_until < now())
			and account_id <> all(array(
				select account_id from amocrm_disconnections where reconnected_at is null
			))
		order by next_attempt_at, id
		limit p_limit
		for update
	),
	claimed as (
		update amocrm_backend_messages as message
		set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes', attempts = message.attempts + 1
		from due
		where due.id = message.id
		returning message.*
	)
	select id, lease, idempotency_key, extract(epoch from now())::bigint, body::text
	from claimed
	order by id;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_claim_backfill_report(p_can_tell boolean)
 RETURNS TABLE(backfill_id bigint, message text)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with due as (
		select id from amocrm_backfills
		where p_can_tell and next_telling_at <= now() and finished_at > now() - interval '1 day'
		order by id
		limit 1
		for update skip locked
	)
	update amocrm_backfills as backfill set next_telling_at = now() + interval '10 minutes'
	from due
	where due.id = backfill.id
	returning backfill.id, concat_ws(E'\n',
		format('%s <b>Загрузка истории amoCRM № %s: %s</b>',
			case backfill.state when 'done' then '✅' else '🔴' end, backfill.id,
			case backfill.state when 'done' then 'закончена' else 'остановлена' end),
		format('Сделок: %s, контактов: %s, компаний: %s', backfill.leads, backfill.contacts, backfill.companies),
		format('Запросов: %s из %s, длилась: %s', backfill.requests, backfill.most_requests,
			amocrm_in_russian(round(extract(epoch from backfill.finished_at - backfill.opened_at)), 's')),
		case when backfill.state <> 'done' then '<i>' || amocrm_html(left(backfill.last_error, 500)) || '</i>' end,
		case when backfill.state <> 'done' then
			format('Продолжить: <code>select amocrm_resume_backfill(%s)</code>', backfill.id) end
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_claim_chats(p_settings jsonb, p_limit integer DEFAULT 50)
 RETURNS TABLE(application_id bigint, lease uuid, idempotency_key text, body text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
	perform amocrm_build_chats(p_settings);
	return query
	with due as (
		select id from amocrm_chat_applications
		where version > delivered_version
			and next_attempt_at <= now()
			and (leased_until is null or leased_until < now())
			and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, account_id)
		order by next_attempt_at, id
		limit p_limit
		for update skip locked
	),
	claimed as (
		update amocrm_chat_applications as application
		set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes',
			attempts = application.attempts + 1,
			claimed_version = application.version, claimed_content = application.content
		from due
		where due.id = application.id
		returning application.*
	)
	select id, lease, format('%s:%s:%s', account_id, talk_id, claimed_version),
		(claimed_content || jsonb_build_object(
			'application_id', format('%s:%s', account_id, talk_id),
			'version', claimed_version,
			'changed', (
				select coalesce(jsonb_agg(name order by name), '[]')
				from jsonb_object_keys(claimed_content) as name
				where claimed_content -> name is distinct from delivered_content -> name
			)
		))::text
	from claimed
	order by id;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_claim_events(p_queue text, p_limit integer, p_lease uuid, p_lease_seconds integer, p_max_attempts integer, p_prefer_solo boolean DEFAULT true)
 RETURNS SETOF amocrm_webhook_events
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
#variable_conflict use_column
declare
	v_solo boolean;
	v_ids bigint[];
begin
	if p_limit < 1 or p_lease_seconds < 1 or p_max_attempts < 1 or p_lease is null then
		raise exception 'amocrm_claim_events: p_limit, p_lease_seconds and p_max_attempts must be at least 1 and p_lease given'
			using errcode = 'AM001';
	end if;

	-- One claim of a queue at a time: a claim that is not committed yet is not seen, and of two that run
	-- together each could take an event of the same entity (replayed, or committed late).
	perform pg_advisory_xact_lock(hashtextextended('amocrm_claim_events ' || p_queue, 0));

	update amocrm_webhook_events as event
	set status = case when attempts >= p_max_attempts then 'dead' else 'pending' end,
		solo = solo or attempts >= 2,
		lease = null,
		leased_until = null,
		next_attempt_at = least(next_attempt_at, now()),
		last_error = format('lease expired in attempt %s: the run ended without an answer or hung', attempts)
	from (
		select expired.id
		from amocrm_webhook_events as expired
		where expired.status = 'processing'
			and expired.id = any(array(
				select id from amocrm_webhook_events
				where queue = p_queue and status = 'processing' and leased_until < now()
				union all
				-- Further ahead than any lease reaches: the clock was set back since.
				select id from amocrm_webhook_events
				where queue = p_queue and status = 'processing'
					and leased_until > now() + make_interval(secs => 2 * p_lease_seconds)
			))
			and (
				expired.leased_until < now()
				or expired.leased_until > now() + make_interval(secs => 2 * p_lease_seconds)
			)
		for update skip locked
	) as expired
	where event.id = expired.id;

	foreach v_solo in array array[p_prefer_solo, not p_prefer_solo] loop
		select array_agg(claimable.id) into v_ids
		from (
			select event.id
			from amocrm_webhook_events as event
			where event.queue = p_queue
				and event.status = 'pending'
				and event.solo = v_solo
				and (
					event.next_attempt_at <= now()
					-- The clock was set back: an event that was never tried is due when it comes, and no pause
					-- is longer than an hour and a fifth.
					or event.attempts = 0
					or event.next_attempt_at > now() + interval '2 hours'
				)
				-- What its owner disconnected is kept until it is connected again.
				and (
					event.account_id = any(array(
						select account_id from amocrm_disconnections where reconnected_at is null
					))
				) is not true
				-- An earlier one that is open, or any that is in a run: a later one is when this one was dead and is
				-- replayed, or was committed late.
				and not exists (
					select
					from amocrm_webhook_events as other
					where other.queue = event.queue
						and other.entity_type = event.entity_type
						and other.amocrm_entity_id = event.amocrm_entity_id
						and coalesce(other.account_id, 0) = coalesce(event.account_id, 0)
						and other.status in ('pending', 'processing')
						and other.amocrm_entity_id is not null
						and (other.id < event.id or other.status = 'processing')
					-- Keeps it one probe for each event. As a join the planner, who thinks a young table empty,
					-- reads the whole queue for each: 500,000 pages for 250 of 2,000 events.
					offset 0
				)
			order by event.id
			limit case when v_solo then 1 else p_limit end
			for update of event skip locked
		) as claimable;
		exit when v_ids is not null;
	end loop;

	return query
	with claimed as (
		update amocrm_webhook_events as event
		set status = 'processing',
			lease = p_lease,
			leased_until = now() + make_interval(secs => p_lease_seconds),
			attempts = attempts + 1
		where event.id = any(v_ids)
		returning event.*
	)
	select * from claimed order by id;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_claim_notices(p_settings jsonb, p_limit integer DEFAULT 20)
 RETURNS TABLE(notice_id bigint, lease uuid, channel text, chat_id bigint, message text, task jsonb)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with due as (
		select id from amocrm_notices
		where told_at is null and given_up_at is null
			and next_attempt_at <= now()
			and (leased_until is null or leased_until < now())
			and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, account_id)
			-- Nobody speaks for an account that its owner disconnected; reconnected, what waits is told.
			and account_id <> all(array(
				select account_id from amocrm_disconnections where reconnected_at is null
			))
		order by next_attempt_at, id
		limit p_limit
		for update skip locked
	)
	update amocrm_notices as notice
	set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes', attempts = notice.attempts + 1
	from due
	where due.id = notice.id
	returning notice.id, notice.lease, notice.channel, notice.chat_id,
		case notice.channel when 'telegram' then amocrm_html(notice.message) else notice.message end,
		notice.task
$function$;

CREATE OR REPLACE FUNCTION amocrm_claim_requests(p_limit integer DEFAULT 20)
 RETURNS TABLE(id bigint, lease uuid)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
	perform pg_advisory_xact_lock(hashtextextended('amocrm_site_requests', 0));
	return query
	with busy as materialized (
		select amocrm_sender_keys(body) as sender
		from amocrm_site_requests as request
		where completed_at is null and leased_until > now()
	),
	-- See amocrm_accept_request. Those that are claimed together are worked off one after the other.
	free as materialized (
		select open.id
		from (
			select request.id, next_attempt_at, amocrm_sender_keys(body) as sender
			from amocrm_site_requests as request
			where completed_at is null
				and next_attempt_at <= now()
				and (leased_until is null or leased_until < now())
			-- A long queue is looked at from its head.
			order by next_attempt_at, request.id
			limit p_limit * 10
		) as open
		where not exists (select from busy where busy.sender && open.sender)
		order by next_attempt_at, open.id
		limit p_limit
	),
	due as (
		select request.id from amocrm_site_requests as request
		where request.id in (select free.id from free)
			and completed_at is null and (leased_until is null or leased_until < now())
		for update skip locked
	)
	update amocrm_site_requests as request
	set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes', attempts = attempts + 1
	from due
	where due.id = request.id
	returning request.id, request.lease;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_complete_events(p_ids bigint[], p_lease uuid DEFAULT NULL::uuid)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with done as (
		select id from amocrm_webhook_events
		where id = any(p_ids)
			and case
				when p_lease is null then not processed
				else status = 'processing' and lease = p_lease
			end
		-- The order in which amocrm_enqueue_events locks rows: no deadlock with a repeated delivery.
		order by event_hash
		for update
	),
	completed as (
		update amocrm_webhook_events
		set status = 'processed', processed_at = now(), lease = null, leased_until = null
		where id in (select id from done)
		returning 1
	)
	select count(*)::int from completed;
$function$;

CREATE OR REPLACE FUNCTION amocrm_complete_request(p_id bigint, p_lease uuid)
 RETURNS jsonb
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	update amocrm_site_requests
	set completed_at = now(), lease = null, leased_until = null, last_error = null
	where id = p_id and lease = p_lease
	returning amocrm_request_answer(amocrm_site_requests)
$function$;

CREATE OR REPLACE FUNCTION amocrm_confirm_authorisation(p_account_id bigint, p_client_id text, p_issued_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ended as materialized (
		select account_id
		from amocrm_disconnections
		where account_id = p_account_id
			and reconnected_at is null
			and source = 'amocrm'
			-- The token of another integration works on and says nothing.
			and client_id = p_client_id
			-- A token from before may live a little longer than the hook; the minute is for two clocks.
			and p_issued_at > disconnected_at - interval '1 minute'
		-- Else the disconnect that an operator is just making his own would be ended all the same.
		for update
	)
	select coalesce((select amocrm_reconnect_account(account_id, 'amocrm') from ended), false);
$function$;

CREATE OR REPLACE FUNCTION amocrm_connection_state(p_account_id bigint)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
	select jsonb_build_object(
		'account', p_account_id,
		-- An account that nobody ever connected here is none that was disconnected.
		'connected', disconnected_at is null and is_heard,
		'disconnected_at', disconnected_at,
		'disconnected_by', source,
		-- Asked one by one, each is read from the small index of its status.
		'events_waiting', (
			select count(*) from amocrm_webhook_events
			where account_id = p_account_id and status = 'pending'
		) + (
			select count(*) from amocrm_webhook_events
			where account_id = p_account_id and status = 'processing'
		),
		'messages_waiting', (
			select count(*) from amocrm_backend_messages where account_id = p_account_id and told_at is null
		)
	)
	from (
		-- The row of a trigger outlives it, so that what was missed can be fetched: then its webhook is missing.
		select exists (
			select from amocrm_endpoints as endpoint
			left join amocrm_webhook_states as webhook using (queue)
			where endpoint.account_id = p_account_id and coalesce(webhook.condition, 'active') = 'active'
		) as is_heard
	) as heard
	left join amocrm_disconnections on account_id = p_account_id and reconnected_at is null
$function$;

CREATE OR REPLACE FUNCTION amocrm_contact_ids(p_details jsonb)
 RETURNS bigint[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select coalesce(
		array_agg(
			amocrm_json_integer(contact.item -> 'id')
			order by contact.item -> 'is_main' is not distinct from 'true'::jsonb desc, contact.place
		),
		'{}'
	)
	from amocrm_json_items(p_details #> '{_embedded,contacts}') as contact
	where amocrm_json_integer(contact.item -> 'id') is not null
$function$;

CREATE OR REPLACE FUNCTION amocrm_continue_backfill(p_run text, p_answer jsonb)
 RETURNS TABLE(path text, query jsonb, wait_seconds integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_backfill amocrm_backfills;
	v_list text;
	v_rows jsonb;
	v_account bigint;
	v_foreign bigint;
begin
	select * into v_backfill from amocrm_backfills where run = p_run and state = 'open' for update;
	if not found then
		return;
	end if;
	v_list := amocrm_backfill_list(v_backfill);
	if v_list = 'account' then
		v_account := amocrm_json_integer(p_answer #> '{body,id}');
	else
		v_account := v_backfill.account_id;
		v_rows := amocrm_list_rows(p_answer, v_list);
	end if;
	if v_account is null or v_list <> 'account' and v_rows is null then
		return query select paused.* from amocrm_pause_backfill(
			p_run, format('the answer to %s is not what amoCRM documents', v_list), p_answer - 'body'
		) as paused;
		return;
	end if;

	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_account,
		'requests', greatest(coalesce(amocrm_json_integer(p_answer -> 'requests'), 1), 1),
		'limited', coalesce(amocrm_json_integer(p_answer -> 'limited'), 0),
		'source', 'backfill'
	));
	update amocrm_backfills set
		account_id = coalesce(account_id, v_account),
		requests = requests + greatest(coalesce(amocrm_json_integer(p_answer -> 'requests'), 1), 1)::int,
		limited = limited + coalesce(amocrm_json_integer(p_answer -> 'limited'), 0)::int,
		run_requests = run_requests + 1,
		refused = 0,
		last_error = null
	where id = v_backfill.id;

	select max(named.account_id) into v_foreign
	from (
		select v_account as account_id
		union all
		select amocrm_json_integer(item -> 'account_id') from amocrm_json_items(v_rows)
	) as named
	where named.account_id <> coalesce(v_backfill.account_id, v_account);
	if v_foreign is not null then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', format(
			'the credential belongs to account %s, the import to %s', v_foreign, v_backfill.account_id
		));
		return query select null::text, null::jsonb, null::int;
		return;
	end if;
	if v_list <> 'account' then
		perform amocrm_store_backfill_page(v_backfill, v_list, v_rows);
	end if;
	if v_list = 'leads' then
		perform amocrm_turn_backfill_page(v_backfill, v_rows, p_answer #> '{body,_links,next,href}' is not null);
	end if;
	return query select next.path, next.query, next.wait_seconds from amocrm_next_backfill_request(p_run) as next;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_continue_recovery(p_run text, p_answer jsonb)
 RETURNS TABLE(path text, query jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_recovery amocrm_recoveries;
	v_rows jsonb;
	v_foreign text;
	v_has_more boolean := p_answer #> '{body,_links,next,href}' is not null;
	v_is_last boolean;
	v_changed_until timestamptz;
	v_request jsonb;
begin
	select * into v_recovery from amocrm_recoveries where run = p_run and state = 'open' for update;
	if not found then
		return query select null::text, null::jsonb;
		return;
	end if;
	v_rows := amocrm_list_rows(p_answer, v_recovery.phase);
	if v_rows is null then
		perform amocrm_pause_recovery(p_run, format('the answer to %s is not a list', v_recovery.phase));
		return query select null::text, null::jsonb;
		return;
	end if;
	v_is_last := v_recovery.phase = 'events' and not v_has_more;
	select max(amocrm_json_time(item -> 'updated_at')),
		max(item ->> 'account_id') filter (where amocrm_json_integer(item -> 'account_id') <> v_recovery.account_id)
	into v_changed_until, v_foreign
	from amocrm_json_items(v_rows);

	if v_foreign is null then
		insert into amocrm_recovery_finds (recovery_id, kind, key, data)
		select distinct on (find.kind, find.key) v_recovery.id, find.kind, find.key, find.data
		from (
			select item as data,
				case v_recovery.phase when 'events' then 'change' else 'entity' end as kind,
				case v_recovery.phase
					when 'leads' then 'lead ' when 'contacts' then 'contact ' when 'companies' then 'company '
					else '' end || (item ->> 'id') as key
			from amocrm_json_items(v_rows)
		) as find
		where find.key is not null
		on conflict (recovery_id, kind, key) do update set data = excluded.data;
	end if;

	update amocrm_recoveries as recovery set
		account_id = coalesce(account_id, amocrm_json_integer(v_rows #> '{0,account_id}')),
		requests = requests + 1,
		run_requests = run_requests + 1,
		leased_until = now() + interval '5 minutes',
		-- What changes while the list is read moves to its end: pages would shift and skip its neighbours.
		page = case
			when not v_has_more or (phase <> 'events' and v_changed_until > coalesce(changed_from, from_time)) then 1
			else page + 1 end,
		changed_from = case when v_has_more and phase <> 'events' then coalesce(v_changed_until, changed_from) end,
		phase = case
			when v_has_more then phase
			else case phase when 'leads' then 'contacts' when 'contacts' then 'companies' else 'events' end end
	where recovery.id = v_recovery.id
	returning * into v_recovery;
	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_recovery.account_id, 'requests', 1, 'source', 'recovery'
	));

	if v_foreign is not null then
		perform amocrm_finish_recovery(v_recovery.id, 'failed', format(
			'the credential of the workflow belongs to account %s, the webhook to %s', left(v_foreign, 20), v_recovery.account_id
		));
	elsif v_is_last then
		perform amocrm_finish_recovery(v_recovery.id, 'done');
	elsif v_recovery.requests - v_recovery.refused >= v_recovery.most_requests then
		perform amocrm_finish_recovery(v_recovery.id, 'incomplete', format(
			'stopped after %s requests: maxRequests', v_recovery.requests
		));
	elsif v_recovery.run_requests >= v_recovery.most_run_requests then
		update amocrm_recoveries set run = null, leased_until = null where id = v_recovery.id;
	else
		v_request := amocrm_recovery_request(v_recovery);
	end if;
	return query select v_request ->> 'path', v_request -> 'query';
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_count_address_request(p_counter text, p_period text, p_limit integer)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with counted as (
		insert into amocrm_address_requests as present (counter, since, requests)
		select p_counter, date_trunc(p_period, now(), 'UTC'), 1
		where p_limit > 0
		on conflict (counter, since) do update set requests = present.requests + 1
			where present.requests < p_limit
		returning 1
	)
	select exists (select from counted);
$function$;

CREATE OR REPLACE FUNCTION amocrm_custom_field_value(p_value jsonb, p_type text)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case
		-- A chained list has no value but the ids of what was chosen.
		when jsonb_typeof(p_value) is distinct from 'object' or not p_value ? 'value' then p_value
		when p_type in ('date', 'date_time', 'birthday') and p_value ->> 'value' ~ '^-?[0-9]{1,11}$'
			then to_jsonb(to_char(
				to_timestamp((p_value ->> 'value')::bigint) at time zone 'UTC',
				'YYYY-MM-DD"T"HH24:MI:SS"Z"'
			))
		when p_type = 'smart_address' then p_value - 'enum_id'
		else p_value -> 'value'
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_custom_fields_by_name(p_fields jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with field as (
		select field.place,
			field.item ->> 'field_type' as type,
			coalesce(field.item ->> 'field_id', field.place::text) as id,
			coalesce(
				nullif(field.item ->> 'field_name', ''),
				nullif(field.item ->> 'field_code', ''),
				field.item ->> 'field_id',
				field.place::text
			) as name,
			field.item -> 'values' as "values"
		from amocrm_json_items(p_fields) as field
		where jsonb_typeof(field.item) = 'object'
	),
	named as (
		select field.*, row_number() over (partition by name order by place) as turn from field
	),
	valued as (
		select case when turn = 1 then name else name || ' #' || id end as key,
			coalesce(list.items, '[]') as items,
			-- The same kind of field has the same shape in every row, however many values it holds.
			type in ('multitext', 'multiselect', 'items', 'smart_address', 'chained_list')
				or jsonb_array_length(list.items) > 1 as is_list
		from named
		cross join lateral (
			select jsonb_agg(amocrm_custom_field_value(value.item, named.type) order by value.place) as items
			from amocrm_json_items(named."values") as value
		) as list
	)
	select coalesce(jsonb_object_agg(key, case when is_list then items else items -> 0 end), '{}')
	from valued
$function$;

CREATE OR REPLACE FUNCTION amocrm_disconnect_account(p_account_id bigint, p_source text, p_client_id text DEFAULT NULL::text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with written as (
		insert into amocrm_disconnections as present (account_id, source, client_id)
		values (p_account_id, p_source, p_client_id)
		on conflict (account_id) where reconnected_at is null do update
			set source = excluded.source, client_id = coalesce(excluded.client_id, present.client_id)
			-- amoCRM's hook can be replayed by whoever has seen its address: it must not turn what a person
			-- ended into something that the next token brings back.
			where present.source = 'amocrm' and excluded.source <> 'amocrm'
		returning xmax = 0 as is_new
	)
	select coalesce((select is_new from written), false);
$function$;

CREATE OR REPLACE FUNCTION amocrm_end_backfill(p_backfill bigint, p_state text, p_note text DEFAULT NULL::text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ended as (
		update amocrm_backfills set
			state = p_state,
			finished_at = now(),
			run = null,
			leased_until = null,
			last_error = left(amocrm_without_secrets(p_note), 1000),
			told_at = null,
			next_telling_at = case when p_state <> 'cancelled' then now() end
		where id = p_backfill and (state = 'open' or p_state = 'cancelled' and state = 'stopped')
		returning id, state
	),
	emptied as (
		-- One that stopped needs them to go on.
		delete from amocrm_backfills_found using ended
		where backfill_id = ended.id and ended.state <> 'stopped'
	)
	select exists (select from ended);
$function$;

CREATE OR REPLACE FUNCTION amocrm_end_service_done(p_id bigint, p_lease uuid, p_settings jsonb, p_answers jsonb)
 RETURNS jsonb
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION amocrm_enqueue_events(p_queue text, p_events jsonb, p_window interval)
 RETURNS TABLE(id bigint, duplicate boolean)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
begin
	if coalesce(p_queue, '') = '' then
		raise exception 'amocrm_enqueue_events: p_queue is empty' using errcode = 'AM001';
	end if;
	if jsonb_typeof(p_events) is distinct from 'array' then
		raise exception 'amocrm_enqueue_events: p_events is not an array' using errcode = 'AM001';
	end if;

	return query
	with sent as materialized (
		select row_number() over () as place, event.*
		from jsonb_to_recordset(p_events) as event (
			content_hash text, event_type text, entity_type text, amocrm_entity_id text,
			account_id bigint, occurred_at timestamptz, payload jsonb, changes jsonb,
			parent_type text, parent_id text, changed_by bigint, delivery_id text,
			status text, last_error text, metadata jsonb, is_echo boolean
		)
	),
	distinct_events as materialized (
		select distinct on (content_hash) *,
			count(*) filter (where is_echo is not true) over (partition by content_hash) - 1 as repeats
		from sent order by content_hash, place
	),
	dated as materialized (
		select event.*,
			case
				when latest.generation is null then 1
				when latest.ts < now() - p_window or came_back.id is not null then latest.generation + 1
				else latest.generation
			end as generation
		from distinct_events as event
		left join lateral (
			select stored.id, stored.ts, stored.generation
			from amocrm_webhook_events as stored
			where stored.content_hash = event.content_hash and stored.queue = p_queue
			order by stored.generation desc
			limit 1
		) as latest on true
		-- Bodies without a time look the same each time: delete, restore, delete is three events.
		left join lateral (
			select stored.id
			from amocrm_webhook_events as stored
			where event.occurred_at is null
				and stored.id > latest.id
				and stored.queue = p_queue
				and stored.amocrm_entity_id = event.amocrm_entity_id
				and stored.entity_type = event.entity_type
				and stored.account_id is not distinct from event.account_id
				and stored.event_type = case event.event_type
					when event.entity_type || '.delete' then event.entity_type || '.restore'
					when event.entity_type || '.restore' then event.entity_type || '.delete'
				end
			limit 1
		) as came_back on true
	),
	-- Numbers in the order of the body, which is the order an entity's events are worked off in.
	numbered as materialized (
		select *,
			encode(sha256(convert_to(concat_ws(e'\n', p_queue, content_hash, generation), 'UTF8')), 'hex')
				as event_hash,
			nextval('amocrm_webhook_events_id_seq') as new_id
		from (select * from dated order by place) as in_order
	),
	stored as (
		insert into amocrm_webhook_events as present (
			id, event_type, entity_type, amocrm_entity_id, event_hash, payload, account_id, status,
			metadata, changes, parent_type, parent_id, changed_by, occurred_at, processed_at, delivery_id,
			queue, content_hash, generation, last_error, duplicates, last_duplicate_at
		)
		select new_id, event_type, entity_type, amocrm_entity_id, event_hash,
			coalesce(payload, 'null'), account_id, coalesce(status, 'pending'),
			coalesce(metadata, '{}'), coalesce(changes, '{}'), parent_type, parent_id, changed_by,
			occurred_at, case status when 'skipped' then now() end, delivery_id,
			p_queue, content_hash, generation, last_error, repeats, case when repeats > 0 then now() end
		from numbered
		-- Two deliveries that share events lock the rows in the same order: no deadlock.
		order by event_hash
		on conflict (event_hash) do update
			set duplicates = present.duplicates + 1 + excluded.duplicates, last_duplicate_at = now(),
				-- The body that its other events rely on came with this repeat.
				metadata = case
					when excluded.metadata ? 'raw_body' and not present.metadata ? 'raw_body'
						then present.metadata || jsonb_build_object('raw_body', excluded.metadata -> 'raw_body')
					else present.metadata
				end
		returning present.id, present.content_hash
	)
	select stored.id, stored.id <> numbered.new_id or sent.place <> numbered.place
	from sent
	join stored using (content_hash)
	join numbered using (content_hash)
	order by sent.place;

	-- Events that nobody wants wake nobody. (A path looks into the list without taking it apart.)
	if jsonb_path_exists(p_events, '$[*] ? (@.status == "pending" || !exists(@.status))') then
		perform pg_notify('amocrm_events', left(p_queue, 1000));
	end if;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_extend_lease(p_lease uuid, p_lease_seconds integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with held as (
		select id from amocrm_webhook_events
		where lease = p_lease and status = 'processing'
		order by event_hash
		for update
	),
	extended as (
		update amocrm_webhook_events
		set leased_until = greatest(leased_until, now() + make_interval(secs => p_lease_seconds))
		where id in (select id from held)
		returning 1
	)
	select count(*)::int from extended;
$function$;

CREATE OR REPLACE FUNCTION amocrm_fail_events(p_lease uuid, p_error text, p_max_attempts integer, p_retry_seconds double precision)
 RETURNS TABLE(id bigint, status text, next_attempt_at timestamp with time zone)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
#variable_conflict use_column
declare
	v_count int;
begin
	select count(*) into v_count
	from (
		select from amocrm_webhook_events
		where lease = p_lease and status = 'processing'
		order by event_hash
		for update
	) as held;

	-- Any one of many may be the cause: each is tried alone, at once, and this attempt does not count.
	if v_count > 1 then
		return query
		update amocrm_webhook_events as event
		set status = 'pending', lease = null, leased_until = null, last_error = p_error, solo = true,
			attempts = greatest(attempts - 1, 0), next_attempt_at = now()
		where lease = p_lease and status = 'processing'
		returning event.id, event.status, event.next_attempt_at;
		return;
	end if;

	return query
	update amocrm_webhook_events as event
	set status = case when attempts >= p_max_attempts then 'dead' else 'pending' end,
		lease = null, leased_until = null, last_error = p_error, solo = true,
		next_attempt_at = now() + make_interval(secs =>
			least(p_retry_seconds * power(2, least(attempts, 30) - 1), 3600) * (0.8 + 0.4 * random()))
	where lease = p_lease and status = 'processing'
	returning event.id, event.status, event.next_attempt_at;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_fail_request(p_id bigint, p_lease uuid, p_error text)
 RETURNS jsonb
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	update amocrm_site_requests
	set lease = null, leased_until = null,
		next_attempt_at = now() + least(power(2, least(attempts, 10) - 1), 60) * interval '1 minute',
		last_error = left(amocrm_without_secrets(p_error), 2000)
	where id = p_id and lease = p_lease
	returning amocrm_request_answer(amocrm_site_requests)
$function$;

CREATE OR REPLACE FUNCTION amocrm_field_texts(p_fields jsonb, p_code text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	-- Cut off, because an index entry has an upper limit.
	select coalesce(array_agg(left(value.item ->> 'value', 255) order by field.place, value.place), '{}')
	from amocrm_json_items(p_fields) as field,
		amocrm_json_items(field.item -> 'values') as value
	where field.item ->> 'field_code' = p_code and value.item ->> 'value' <> ''
$function$;

CREATE OR REPLACE FUNCTION amocrm_find_address_suggestions(p_provider text, p_query text, p_user text, p_limits jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_suggestions jsonb;
begin
	select suggestions into v_suggestions
	from amocrm_address_suggestions
	where provider = p_provider and query = p_query
		and fetched_at > now() - make_interval(days => (p_limits ->> 'cacheDays')::int);
	if found then
		return jsonb_build_object('answer', 'known', 'suggestions', v_suggestions);
	end if;

	if not amocrm_count_address_request(
		'user ' || p_user, 'minute', (p_limits ->> 'perUserAndMinute')::int
	) then
		return jsonb_build_object('answer', 'wait', 'seconds', amocrm_seconds_left('minute'));
	end if;
	if not amocrm_count_address_request('provider', 'day', (p_limits ->> 'perDay')::int) then
		return jsonb_build_object('answer', 'wait', 'seconds', amocrm_seconds_left('day'));
	end if;
	return jsonb_build_object('answer', 'ask');
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_finish_recovery(p_recovery bigint, p_state text, p_note text DEFAULT NULL::text)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_recovery amocrm_recoveries;
	v_events jsonb;
	v_found int;
	v_stored int := 0;
begin
	select * into strict v_recovery from amocrm_recoveries where id = p_recovery;
	select count(*) into v_found from amocrm_recovery_finds where recovery_id = p_recovery;

	if p_state <> 'failed' then
		-- In the order in which it happened, which is the order an entity's events are worked off in.
		for v_events in
			select jsonb_agg(event.row order by event.place)
			from (
				select row_number() over ordered as place,
					jsonb_build_object(
						'content_hash', encode(sha256(convert_to(
							concat_ws(e'\n', 'recovered', v_recovery.account_id, missed.content_key), 'UTF8')), 'hex'),
						'event_type', missed.event_type,
						'entity_type', missed.entity_type,
						'amocrm_entity_id', missed.entity_id,
						'account_id', v_recovery.account_id,
						'occurred_at', missed.happened_at,
						'payload', missed.payload,
						'changes', missed.changes,
						'changed_by', missed.changed_by,
						'status', case when verdict.skip_reason is null then 'pending' else 'skipped' end,
						'metadata', jsonb_strip_nulls(jsonb_build_object(
							'recovered', true,
							'recovery_id', p_recovery,
							'change_id', missed.content_key,
							'skip_reason', verdict.skip_reason
						))
					) as row
				from amocrm_missed_events(p_recovery) as missed
				left join amocrm_endpoints as endpoint on endpoint.queue = v_recovery.queue
				cross join lateral (
					select coalesce(
						missed.obsolete,
						amocrm_skip_reason(endpoint.settings, missed.event_type, missed.changed_by, missed.payload)
					) as skip_reason
				) as verdict
				window ordered as (
					order by missed.happened_at, missed.event_type like '%.add' desc, missed.event_type like '%.delete',
						missed.content_key
				)
			) as event
			group by (event.place - 1) / 500
			order by (event.place - 1) / 500
		loop
			v_stored := v_stored + (
				-- Whatever was recovered once is never a new event, however late it is found again.
				select count(*) filter (where not duplicate)
				from amocrm_enqueue_events(v_recovery.queue, v_events, interval '100 years')
			);
		end loop;
	end if;

	delete from amocrm_recovery_finds where recovery_id = p_recovery;
	update amocrm_recoveries set
		state = p_state,
		finished_at = now(),
		run = null,
		leased_until = null,
		found = v_found,
		stored = v_stored,
		last_error = p_note
	where id = p_recovery;
	return v_stored;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_follow_contacts(p_settings jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with seen as (
		select client.id, contact.name, contact.phones, contact.emails, contact.updated_at, state.read,
			-- A client who was reached by the lead's field stays so while the contact has none.
			coalesce(
				amocrm_json_integer(to_jsonb(
					amocrm_named_field(contact.raw, p_settings ->> 'contactTelegramField')
				)),
				client.telegram_id
			) as telegram_id
		from amocrm_clients as client
		join amocrm_contacts as contact
			on contact.amocrm_contact_id = client.amocrm_contact_id and contact.account_id = client.account_id
		cross join lateral (
			select concat_ws(' ', extract(epoch from contact.stored_at), p_settings ->> 'contactTelegramField') as read
		) as state
		where contact.raw is not null
			-- To look for the field in every contact each minute would take seconds of it.
			and client.contact_state is distinct from state.read
	),
	changed as (
		update amocrm_clients as client
		set name = seen.name, phones = seen.phones, emails = seen.emails, telegram_id = seen.telegram_id,
			contact_updated_at = seen.updated_at, contact_state = seen.read, stored_at = now()
		from seen
		where seen.id = client.id
		returning 1
	)
	select count(*)::int from changed;
$function$;

CREATE OR REPLACE FUNCTION amocrm_follow_leads(p_settings jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION amocrm_health_checks()
 RETURNS TABLE(place integer, name text, unit text, warning_from numeric, alarm_from numeric, what_to_do text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
	values
		(1, 'lag', 's', 120, 600,
			'is the workflow published, does it end without errors, does Jarvis answer? amocrm-pipeline events list --status pending'),
		(2, 'dead', 'events', null, 1,
			'amocrm-pipeline events list --status dead; remove the cause, then events replay'),
		(3, 'unreadable', 'deliveries', 1, 10,
			'amocrm-pipeline events list --status dead, then events show: did amoCRM send it, or somebody who knows the address?'),
		(4, 'silence', 's', 86400, 259200,
			'did nobody work in amoCRM? If somebody did: is the webhook active, does its address reach this installation?'),
		(5, 'workflow_failures', 'runs', 1, 5,
			'select * from amocrm_workflow_failures order by ts desc limit 20'),
		(6, 'api_minute', '%', 50, 80,
			'select * from amocrm_api_usage order by minute desc limit 20: which source asks so much?'),
		(7, 'api_hour', '%', 50, 80,
			'select * from amocrm_api_usage order by minute desc limit 20: which source asks so much?'),
		(8, 'api_limited', 'answers', 1, 10,
			'amoCRM takes 7 requests a second from all integrations together: run fewer workflows at the same time'),
		(9, 'api_failing', 's', null, 1,
			'401: enter a new token in the credential, or connect it anew (OAuth2) and run amocrm-keep-alive by hand; 403: rights, or the account is blocked; no answer: the network, or amoCRM itself'),
		(10, 'webhook_disabled', 'webhooks', null, 1,
			'remove the cause of the bad answers, then switch the workflow with the trigger off and on again, which subscribes anew'),
		(11, 'webhook_missing', 'webhooks', null, 1,
			'publish the workflow with the AmoCRM Trigger; if it is gone for good, delete its row in amocrm_endpoints'),
		(12, 'webhook_unchecked', 's', 1200, 7200,
			'publish the workflow amocrm-watch and look at its last runs'),
		(13, 'telegram', 'messages', 1, null,
			'check token, address and chat of the bot: select name, last_error from amocrm_alerts where last_error is not null'),
		(14, 'account_disconnected', 'events', null, 0,
			'did the owner mean it? Connect the credential anew, or: select amocrm_reconnect_account(<account id>, ''operator'')'),
		(15, 'analytics_waiting', 's', 600, 3600,
			'does the analytics answer? select talk_id, attempts, last_error from amocrm_chat_applications where version > delivered_version'),
		(16, 'backend_messages', 's', 600, 1800,
			'does the back end answer 2xx? select amocrm_deal_id, attempts, last_error from amocrm_backend_messages where told_at is null')
$function$;

CREATE OR REPLACE FUNCTION amocrm_html(p text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
	select replace(replace(replace(p, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')
$function$;

CREATE OR REPLACE FUNCTION amocrm_in_russian(p_value numeric, p_unit text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
	select case
		when p_unit = '%' then round(p_value) || ' %'
		when p_unit <> 's' then trim_scale(p_value)::text
		when p_value < 120 then round(p_value) || ' с'
		when p_value < 7200 then round(p_value / 60) || ' мин'
		when p_value < 172800 then round(p_value / 3600) || ' ч'
		else round(p_value / 86400) || ' дн.'
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_is_text(p jsonb, p_longest integer)
 RETURNS boolean
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
	select case coalesce(jsonb_typeof(p), 'null')
		when 'null' then true
		when 'string' then length(p #>> '{}') <= p_longest
		else false
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_item_subject(p_item jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case
		when p_item ->> 'event' like '%.delete' then null
		when p_item ->> 'entity' in ('lead', 'contact', 'company') then own.subject
		when p_item #>> '{parent,entity}' in ('lead', 'contact', 'company') then parent.subject
	end
	from (
		select amocrm_json_integer(p_item -> 'id') as id,
			amocrm_json_integer(p_item #> '{parent,id}') as parent_id
	) as given
	cross join lateral (
		select case when id > 0 then jsonb_build_object('entity', p_item ->> 'entity', 'id', id) end as subject
	) as own
	cross join lateral (
		select case when parent_id > 0
			then jsonb_build_object('entity', p_item #>> '{parent,entity}', 'id', parent_id) end as subject
	) as parent
$function$;

CREATE OR REPLACE FUNCTION amocrm_json(p text)
 RETURNS jsonb
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
	return p::jsonb;
exception when data_exception or program_limit_exceeded then
	return null;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_json_differences(p_before jsonb, p_after jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with known as (
		select coalesce(case when jsonb_typeof(p_before) = 'object' then p_before end, '{}') as "before",
			coalesce(case when jsonb_typeof(p_after) = 'object' then p_after end, '{}') as "after"
	)
	select coalesce(jsonb_object_agg(key, jsonb_build_object('from', "before" -> key, 'to', "after" -> key)), '{}')
	from known, lateral (
		select jsonb_object_keys("before") as key union select jsonb_object_keys("after")
	) as keys
	where coalesce("before" -> key, 'null') <> coalesce("after" -> key, 'null')
$function$;

CREATE OR REPLACE FUNCTION amocrm_json_integer(p jsonb)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
	select case
		when p #>> '{}' ~ '^-?[0-9]{1,18}(\.0{1,9})?$' then trunc((p #>> '{}')::numeric)::bigint
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_json_items(p jsonb)
 RETURNS TABLE(item jsonb, place bigint)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE ROWS 10
AS $function$
	select entry.item, entry.place
	from jsonb_array_elements(case when jsonb_typeof(p) = 'array' then p else '[]' end)
		with ordinality as entry (item, place)
$function$;

CREATE OR REPLACE FUNCTION amocrm_json_number(p jsonb)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
	select case
		when p #>> '{}' ~ '^-?[0-9]{1,30}(\.[0-9]{1,30})?$' then (p #>> '{}')::numeric
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_json_time(p jsonb)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
	select case
		when p #>> '{}' ~ '^[0-9]{1,11}$' then
			-- amoCRM says 0 for "never".
			case when (p #>> '{}')::bigint between 1 and 32503680000
				then to_timestamp((p #>> '{}')::bigint) end
		when p #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}(Z|[+-][0-9]{2}:?[0-9]{2})$'
			and pg_input_is_valid(p #>> '{}', 'timestamptz') then (p #>> '{}')::timestamptz
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_known_phones(p_phone text)
 RETURNS SETOF text
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select distinct phone
	from amocrm_contacts as contact, unnest(contact.phones) as phone
	where amocrm_phone_digits(p_phone) <> ''
		and deleted_at is null
		-- The same digits with anything between them; cheap enough for every contact.
		and contact.phones::text ~ regexp_replace(right(amocrm_phone_digits(p_phone), 10), '(.)', '\1[^0-9]*', 'g')
		and amocrm_phone_digits(phone) = amocrm_phone_digits(p_phone)
	order by phone
	limit 5
$function$;

CREATE OR REPLACE FUNCTION amocrm_lead_differences(p_before jsonb, p_after jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with compared as (
		select amocrm_json_differences(p_before - apart, p_after - apart) as columns,
			amocrm_json_differences(p_before -> 'custom_fields', p_after -> 'custom_fields') as fields
		-- Follows from the others: names from ids, the label from the status; updated_at differs always.
		from (select array[
			'pipeline', 'status', 'status_label', 'responsible_user', 'updated_at', 'custom_fields'
		] as apart) as told
	)
	select columns || case when fields = '{}' then '{}' else jsonb_build_object('custom_fields', fields) end
	from compared
$function$;

CREATE OR REPLACE FUNCTION amocrm_lead_message(p_account_id bigint, p_deal_id text, p_key uuid, p_before jsonb, p_events jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with state as (
		select amocrm_lead_state(p_account_id, p_deal_id) as lead, exists (
			select from amocrm_deals
			where account_id = p_account_id and amocrm_deal_id = p_deal_id and not metadata ? 'not_found'
		) as is_found
	),
	told as (
		select coalesce(jsonb_object_agg(field, jsonb_build_object('from', "from", 'to', "to")), '{}') as changes
		from (
			select change.key as field,
				(array_agg(change.value -> 'from' order by event.place))[1] as "from",
				(array_agg(change.value -> 'to' order by event.place desc))[1] as "to"
			from amocrm_json_items(p_events) as event, jsonb_each(event.item -> 'changes') as change
			group by change.key
		) as by_field
	),
	compared as (
		select state.*, case
			when p_before is null then told.changes
			else amocrm_lead_differences(p_before, state.lead)
		end as changed
		from state, told
	)
	select jsonb_build_object(
		'message_id', p_key,
		'account_id', p_account_id,
		'state', case
			when lead ->> 'deleted_at' is not null then 'deleted'
			when is_found then 'current'
			else 'not_found'
		end,
		'lead', lead,
		'changed', changed,
		'old_status', case when changed ? 'status_id' or changed ? 'pipeline_id' then (
			select jsonb_build_object(
				'pipeline_id', old.pipeline_id, 'pipeline', pipeline.name,
				'status_id', old.status_id, 'status', status.name
			)
			from (select
				amocrm_json_integer(coalesce(changed #> '{pipeline_id,from}', lead -> 'pipeline_id')) as pipeline_id,
				amocrm_json_integer(coalesce(changed #> '{status_id,from}', lead -> 'status_id')) as status_id
			) as old
			left join amocrm_pipelines as pipeline
				on pipeline.account_id = p_account_id and pipeline.id = old.pipeline_id
			left join amocrm_statuses as status on status.account_id = p_account_id
				and status.pipeline_id = old.pipeline_id and status.id = old.status_id
			-- Not known: the event did not say it, or nothing was known of the lead before.
			where old.status_id is not null
		) end,
		'events', (
			select jsonb_agg(event.item - 'changes' order by event.place) from amocrm_json_items(p_events) as event
		)
	)
	from compared
$function$;

CREATE OR REPLACE FUNCTION amocrm_lead_serial(p_details jsonb, p_field text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select nullif(btrim(left(amocrm_named_field(p_details, p_field), 255), E' \t\r\n\u00a0\u200b\u202f\ufeff'), '')
$function$;

CREATE OR REPLACE FUNCTION amocrm_lead_state(p_account_id bigint, p_deal_id text)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select jsonb_build_object('id', p_deal_id::bigint) || coalesce((
		select jsonb_build_object(
			'name', deal.name,
			'pipeline_id', deal.pipeline_id,
			'pipeline', pipeline.name,
			'status_id', deal.status_id,
			'status', status.name,
			'status_label', deal.status_label,
			'price', deal.price,
			'responsible_user_id', deal.responsible_user_id,
			'responsible_user', responsible.name,
			'main_contact_id', deal.main_contact_id,
			'company_id', deal.company_id,
			'tags', deal.tags,
			'custom_fields', deal.custom_fields,
			'created_at', deal.created_at,
			'updated_at', deal.updated_at,
			'closed_at', deal.closed_at,
			'deleted_at', deal.deleted_at
		)
		from amocrm_deals as deal
		left join amocrm_pipelines as pipeline
			on pipeline.account_id = deal.account_id and pipeline.id = deal.pipeline_id
		left join amocrm_statuses as status on status.account_id = deal.account_id
			and status.pipeline_id = deal.pipeline_id and status.id = deal.status_id
		left join amocrm_users as responsible
			on responsible.account_id = deal.account_id and responsible.id = deal.responsible_user_id
		where deal.account_id = p_account_id and deal.amocrm_deal_id = p_deal_id
	), '{}')
$function$;

CREATE OR REPLACE FUNCTION amocrm_lead_task(p_deal_id text, p_responsible_user_id bigint)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select jsonb_strip_nulls(jsonb_build_object(
		'entity_type', case when p_deal_id is not null then 'leads' end,
		'entity_id', p_deal_id::bigint,
		'responsible_user_id', nullif(p_responsible_user_id, 0)
	))
$function$;

CREATE OR REPLACE FUNCTION amocrm_list_request(p_list text, p_filter jsonb, p_page integer)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select jsonb_build_object(
		'path', '/api/v4/' || p_list,
		'query', jsonb_build_object(
			'filter', p_filter,
			-- Whatever changes while the list is read moves to its end, where it is read again.
			'order', jsonb_build_object('updated_at', 'asc'),
			'with', case p_list
				when 'leads' then 'contacts,loss_reason,source_id'
				when 'contacts' then 'leads'
				else 'leads,contacts' end,
			'limit', 250,
			'page', p_page
		)
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_list_rows(p_answer jsonb, p_list text)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case when jsonb_typeof(listed.rows) = 'array' then listed.rows end
	from (
		select case p_answer -> 'status' when '204' then '[]'
			else p_answer #> array['body', '_embedded', p_list] end as rows
	) as listed
$function$;

CREATE OR REPLACE FUNCTION amocrm_machine_text(p_title text, p_model text, p_serial_number text, p_due date)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select concat_ws(E'\n',
		p_title,
		'Модель: ' || p_model,
		'Серийный номер: ' || p_serial_number,
		'Следующее обслуживание: ' || to_char(p_due, 'DD.MM.YYYY')
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_make_backend_messages(p_limit integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET "TimeZone" TO 'UTC'
AS $function$
	with lead as (
		select account_id, amocrm_deal_id, min(event_id) as oldest_event_id
		from amocrm_backend_news as event
		where message_id is null
			and account_id <> all(array(
				select account_id from amocrm_disconnections where reconnected_at is null
			))
			-- What happens meanwhile goes into the lead's next message.
			and not exists (
				select from amocrm_backend_messages as message
				where message.account_id = event.account_id
					and message.amocrm_deal_id = event.amocrm_deal_id and message.told_at is null
			)
		group by account_id, amocrm_deal_id
		order by oldest_event_id
		limit p_limit
	),
	news as (
		select account_id, amocrm_deal_id, gen_random_uuid() as key, max(event_id) as last_event_id,
			jsonb_agg(jsonb_build_object(
				'id', event_id, 'type', event_type, 'occurred_at', occurred_at, 'changes', changes
			) order by event_id) as events
		from lead
		cross join lateral (
			select event_id, event_type, occurred_at, changes
			from amocrm_backend_news as untold
			where untold.account_id = lead.account_id and untold.amocrm_deal_id = lead.amocrm_deal_id
				and message_id is null
			order by event_id
			-- A body that is larger than the server takes would never be taken, and hold up what follows.
			limit 500
		) as event
		group by account_id, amocrm_deal_id
	),
	made as (
		insert into amocrm_backend_messages (account_id, amocrm_deal_id, idempotency_key, body)
		select account_id, amocrm_deal_id, key, amocrm_lead_message(account_id, amocrm_deal_id, key, (
			select body -> 'lead' from amocrm_backend_messages as last
			where last.account_id = news.account_id and last.amocrm_deal_id = news.amocrm_deal_id
			order by last.id desc
			limit 1
		), events)
		from news
		order by last_event_id
		returning id, account_id, amocrm_deal_id
	),
	assigned as (
		update amocrm_backend_news as event set message_id = made.id
		from made
		join news using (account_id, amocrm_deal_id)
		where event.account_id = made.account_id and event.amocrm_deal_id = made.amocrm_deal_id
			and event.message_id is null and event.event_id <= news.last_event_id
		returning 1
	)
	select count(*)::int from made;
$function$;

CREATE OR REPLACE FUNCTION amocrm_mark_deleted(p_work jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_news jsonb;
begin
	select coalesce(jsonb_agg(to_jsonb(latest)), '[]') into v_news
	from (
		select distinct on (entity, entity_id, account_id)
			entity, entity_id, account_id, event_id, event like '%.delete' as is_deleted,
			coalesce(amocrm_json_time(item -> 'occurredAt'), received_at) as happened_at,
			item -> 'data' as data
		from jsonb_to_recordset(p_work) as work (
			place int, item jsonb, event_id bigint, event text, entity text, entity_id text,
			account_id bigint, received_at timestamptz
		)
		where entity in ('lead', 'contact', 'company')
			and event in (entity || '.delete', entity || '.restore')
			and entity_id ~ '^[0-9]{1,18}$' and account_id is not null
		order by entity, entity_id, account_id, event_id desc nulls last, place desc
	) as latest;
	if v_news = '[]' then
		return;
	end if;

	insert into amocrm_deals as deal (
		account_id, amocrm_deal_id, pipeline_id, status_id, deleted_at, deletion_known_at, deletion_event_id
	)
	select account_id, entity_id, amocrm_json_integer(data -> 'pipeline_id'), amocrm_json_integer(data -> 'status_id'), happened_at, now(), event_id
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean,
		happened_at timestamptz, data jsonb
	)
	where entity = 'lead' and is_deleted
	order by entity_id, account_id
	on conflict (amocrm_deal_id, account_id) do update set
		deleted_at = coalesce(deal.deleted_at, excluded.deleted_at),
		deletion_known_at = excluded.deletion_known_at,
		deletion_event_id = coalesce(excluded.deletion_event_id, deal.deletion_event_id)
		where coalesce(excluded.deletion_event_id >= deal.deletion_event_id, true);

	update amocrm_deals as deal set
		deleted_at = null,
		deletion_known_at = now(),
		deletion_event_id = coalesce(event_id, deal.deletion_event_id)
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean
	)
	where entity = 'lead' and not is_deleted
		and deal.amocrm_deal_id = entity_id and deal.account_id = news.account_id
		and coalesce(event_id >= deal.deletion_event_id, true);

	insert into amocrm_contacts as contact (
		account_id, amocrm_contact_id, deleted_at, deletion_known_at, deletion_event_id
	)
	select account_id, entity_id, happened_at, now(), event_id
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean,
		happened_at timestamptz, data jsonb
	)
	where entity = 'contact' and is_deleted
	order by entity_id, account_id
	on conflict (amocrm_contact_id, account_id) do update set
		deleted_at = coalesce(contact.deleted_at, excluded.deleted_at),
		deletion_known_at = excluded.deletion_known_at,
		deletion_event_id = coalesce(excluded.deletion_event_id, contact.deletion_event_id)
		where coalesce(excluded.deletion_event_id >= contact.deletion_event_id, true);

	update amocrm_contacts as contact set
		deleted_at = null,
		deletion_known_at = now(),
		deletion_event_id = coalesce(event_id, contact.deletion_event_id)
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean
	)
	where entity = 'contact' and not is_deleted
		and contact.amocrm_contact_id = entity_id and contact.account_id = news.account_id
		and coalesce(event_id >= contact.deletion_event_id, true);

	insert into amocrm_companies as company (
		account_id, amocrm_company_id, deleted_at, deletion_known_at, deletion_event_id
	)
	select account_id, entity_id, happened_at, now(), event_id
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean,
		happened_at timestamptz, data jsonb
	)
	where entity = 'company' and is_deleted
	order by entity_id, account_id
	on conflict (amocrm_company_id, account_id) do update set
		deleted_at = coalesce(company.deleted_at, excluded.deleted_at),
		deletion_known_at = excluded.deletion_known_at,
		deletion_event_id = coalesce(excluded.deletion_event_id, company.deletion_event_id)
		where coalesce(excluded.deletion_event_id >= company.deletion_event_id, true);

	update amocrm_companies as company set
		deleted_at = null,
		deletion_known_at = now(),
		deletion_event_id = coalesce(event_id, company.deletion_event_id)
	from jsonb_to_recordset(v_news) as news (
		entity text, entity_id text, account_id bigint, event_id bigint, is_deleted boolean
	)
	where entity = 'company' and not is_deleted
		and company.amocrm_company_id = entity_id and company.account_id = news.account_id
		and coalesce(event_id >= company.deletion_event_id, true);
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_mark_not_found(p_work jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_missing jsonb;
begin
	select coalesce(jsonb_agg(to_jsonb(missing)), '[]') into v_missing
	from (
		select distinct subject_type, subject_id::text as id, account_id, asked_at
		from jsonb_to_recordset(p_work) as work (
			subject_type text, subject_id bigint, account_id bigint, asked_at timestamptz, is_missing boolean
		)
		where is_missing
	) as missing;
	if v_missing = '[]' then
		return;
	end if;

	-- An answer that is newer than this one has found it.
	update amocrm_deals as deal set metadata = metadata || '{"not_found": true}'
	from jsonb_to_recordset(v_missing) as missing (subject_type text, id text, account_id bigint, asked_at timestamptz)
	where subject_type = 'lead' and deal.amocrm_deal_id = id and deal.account_id = missing.account_id
		and coalesce(asked_at >= fetched_at, true) and not metadata ? 'not_found';

	update amocrm_contacts as contact set metadata = metadata || '{"not_found": true}'
	from jsonb_to_recordset(v_missing) as missing (subject_type text, id text, account_id bigint, asked_at timestamptz)
	where subject_type = 'contact' and contact.amocrm_contact_id = id and contact.account_id = missing.account_id
		and coalesce(asked_at >= fetched_at, true) and not metadata ? 'not_found';

	update amocrm_companies as company set metadata = metadata || '{"not_found": true}'
	from jsonb_to_recordset(v_missing) as missing (subject_type text, id text, account_id bigint, asked_at timestamptz)
	where subject_type = 'company' and company.amocrm_company_id = id and company.account_id = missing.account_id
		and coalesce(asked_at >= fetched_at, true) and not metadata ? 'not_found';
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_missed_events(p_recovery bigint)
 RETURNS TABLE(content_key text, event_type text, entity_type text, entity_id text, happened_at timestamp with time zone, changes jsonb, changed_by bigint, payload jsonb, obsolete text)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with recovery as (
		select * from amocrm_recoveries where id = p_recovery
	),
	entity as materialized (
		select split_part(key, ' ', 1) as entity_type, split_part(key, ' ', 2) as entity_id, data,
			amocrm_json_time(data -> 'updated_at') as updated_at
		from amocrm_recovery_finds
		where recovery_id = p_recovery and kind = 'entity'
	),
	change as materialized (
		select find.key, known.event_type, known.entity_type, find.data ->> 'entity_id' as entity_id,
			split_part(known.event_type, '.', 2) as action,
			amocrm_json_time(find.data -> 'created_at') as happened_at,
			amocrm_json_integer(find.data -> 'created_by') as changed_by,
			find.data #> '{value_before,0}' as before,
			find.data #> '{value_after,0}' as after
		from amocrm_recovery_finds as find
		join amocrm_recoverable_changes() as known
			on known.change_type = find.data ->> 'type' and known.entity_type = find.data ->> 'entity_type'
		where find.recovery_id = p_recovery and find.kind = 'change'
	),
	-- What the webhooks told of these entities, before, during and after.
	told as materialized (
		select event.event_type, event.entity_type, event.amocrm_entity_id as entity_id, event.ts,
			event.occurred_at, event.changes, event.metadata ->> 'change_id' as change_id
		from recovery
		join (select entity_type, entity_id from entity union select entity_type, entity_id from change) as asked on true
		join amocrm_webhook_events as event
			on event.amocrm_entity_id = asked.entity_id
			and event.entity_type = asked.entity_type
			and event.queue = recovery.queue
			and coalesce(event.account_id = recovery.account_id, true)
	),
	missed_change as (
		select change.*
		from change
		where not exists (
			select
			from told
			where told.entity_type = change.entity_type
				and told.entity_id = change.entity_id
				and told.event_type = change.event_type
				and case
					when told.change_id is not null then told.change_id = change.key
					when change.action = 'add' then true
					-- Bodies of deletes carry no time; amoCRM repeats them for an hour and a half.
					when told.occurred_at is null
						then told.ts between change.happened_at - interval '1 minute' and change.happened_at + interval '100 minutes'
					else told.occurred_at between change.happened_at - interval '5 seconds' and change.happened_at + interval '5 seconds'
						and coalesce(told.changes #> '{status_id,to}' = change.after #> '{lead_status,id}', true)
				end
		)
	)
	select change.key, change.event_type, change.entity_type, change.entity_id, change.happened_at,
		case change.action
			when 'status' then case
					when change.before #> '{lead_status,id}' is distinct from change.after #> '{lead_status,id}'
					then jsonb_build_object('status_id', jsonb_build_object(
						'from', change.before #> '{lead_status,id}', 'to', change.after #> '{lead_status,id}'))
					else '{}' end
				|| case
					when change.before #> '{lead_status,pipeline_id}' is distinct from change.after #> '{lead_status,pipeline_id}'
					then jsonb_build_object('pipeline_id', jsonb_build_object(
						'from', change.before #> '{lead_status,pipeline_id}', 'to', change.after #> '{lead_status,pipeline_id}'))
					else '{}' end
			when 'responsible' then jsonb_build_object('responsible_user_id', jsonb_build_object(
				'from', change.before #> '{responsible_user,id}', 'to', change.after #> '{responsible_user,id}'))
			else '{}'
		end,
		change.changed_by,
		jsonb_build_object('id', change.entity_id::bigint)
			|| case when change.action = 'delete' then '{}' else coalesce(amocrm_recovered_payload(entity.data), '{}') end
			-- The state is today's; what the change itself says is known exactly.
			|| case change.action
				when 'status' then jsonb_build_object(
					'status_id', change.after #> '{lead_status,id}', 'pipeline_id', change.after #> '{lead_status,pipeline_id}')
				when 'responsible' then jsonb_build_object('responsible_user_id', change.after #> '{responsible_user,id}')
				else '{}' end,
		case
			when change.action = 'delete' and (entity.entity_id is not null or exists (
				select from told
				where told.entity_type = change.entity_type and told.entity_id = change.entity_id
					and told.event_type = change.entity_type || '.restore' and told.ts > change.happened_at
			)) then 'restored since'
			when change.action = 'restore' and exists (
				select from told
				where told.entity_type = change.entity_type and told.entity_id = change.entity_id
					and told.event_type = change.entity_type || '.delete' and told.ts > change.happened_at
					and told.change_id is null
			) then 'deleted since'
		end
	from missed_change as change
	left join entity using (entity_type, entity_id)
	where change.entity_id ~ '^[0-9]{1,18}$' and change.happened_at is not null

	union all
	select format('%s %s %s', entity.entity_type, entity.entity_id, entity.data ->> 'updated_at'),
		entity.entity_type || '.update', entity.entity_type, entity.entity_id, entity.updated_at,
		'{}', amocrm_json_integer(entity.data -> 'updated_by'), amocrm_recovered_payload(entity.data), null
	from entity, recovery
	-- What changed later is told by webhooks again.
	where entity.updated_at between recovery.from_time and recovery.until_time
		and entity.data -> 'is_deleted' is distinct from 'true'
		and not exists (
			select from told
			where told.entity_type = entity.entity_type and told.entity_id = entity.entity_id
				and told.occurred_at >= entity.updated_at
		)
		and not exists (
			select from missed_change as change
			where change.entity_type = entity.entity_type and change.entity_id = entity.entity_id
				and change.happened_at >= entity.updated_at
		)
$function$;

CREATE OR REPLACE FUNCTION amocrm_named_date(p_details jsonb, p_field text, p_timezone text)
 RETURNS date
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select (amocrm_json_time(to_jsonb(amocrm_named_field(p_details, p_field))) at time zone p_timezone)::date
$function$;

CREATE OR REPLACE FUNCTION amocrm_named_field(p_details jsonb, p_field text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select nullif(btrim(value.item ->> 'value'), '')
	from amocrm_json_items(p_details -> 'custom_fields_values') as field,
		amocrm_json_items(field.item -> 'values') as value
	where p_field <> ''
		and (
			field.item ->> 'field_id' = p_field
			or upper(field.item ->> 'field_code') = upper(p_field)
			or lower(btrim(field.item ->> 'field_name')) = lower(btrim(p_field))
		)
	-- A field may be called like another one's code.
	order by field.item ->> 'field_id' = p_field desc,
		upper(field.item ->> 'field_code') is not distinct from upper(p_field) desc,
		field.place, value.place
	limit 1
$function$;

CREATE OR REPLACE FUNCTION amocrm_next_backfill_request(p_run text)
 RETURNS TABLE(path text, query jsonb, wait_seconds integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_backfill amocrm_backfills;
	v_list text;
	v_request jsonb;
	v_wait int;
begin
	select * into v_backfill from amocrm_backfills where run = p_run and state = 'open' for update;
	if not found then
		return query select null::text, null::jsonb, null::int;
		return;
	end if;
	v_list := amocrm_backfill_list(v_backfill);
	v_wait := amocrm_backfill_wait(v_backfill);

	if v_list is null then
		perform amocrm_end_backfill(v_backfill.id, 'done');
	elsif exists (
		select from amocrm_disconnections as gone
		where gone.account_id = v_backfill.account_id and gone.reconnected_at is null
	) then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', format(
			'account %s is disconnected: connect it again, then resume', v_backfill.account_id
		));
	elsif v_backfill.requests >= v_backfill.most_requests then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', format(
			'its %s requests are used up: resume to go on', v_backfill.most_requests
		));
	elsif v_wait > 0 and v_backfill.run_waits then
		update amocrm_backfills set
			leased_until = now() + make_interval(secs => v_wait + 300),
			last_error = coalesce(last_error, 'the other requests of the account have used up the budget')
		where id = v_backfill.id;
	elsif v_wait > 0 or v_backfill.run_requests >= v_backfill.most_run_requests then
		update amocrm_backfills set
			run = null,
			leased_until = null,
			due_at = now() + make_interval(secs => v_wait),
			last_error = case when v_wait > 0
				then coalesce(last_error, 'the other requests of the account have used up the budget') end
		where id = v_backfill.id;
	else
		update amocrm_backfills set asked_at = now(), leased_until = now() + interval '5 minutes'
		where id = v_backfill.id;
		v_request := amocrm_backfill_request(v_backfill, v_list);
	end if;
	return query select v_request ->> 'path', v_request -> 'query',
		case when v_request is null and v_backfill.run_waits and v_wait > 0
			and exists (select from amocrm_backfills where run = p_run) then v_wait end;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_next_due(p_queue text)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
 SET enable_hashjoin TO 'off'
 SET enable_mergejoin TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
	select least(
		(
			select event.next_attempt_at
			from amocrm_webhook_events as event
			where event.queue = p_queue
				and event.status = 'pending'
				-- What its owner disconnected is kept until it is connected again.
				and (
					event.account_id = any(array(
						select account_id from amocrm_disconnections where reconnected_at is null
					))
				) is not true
				-- One that waits for another event of its entity is due long since and cannot be claimed.
				and not exists (
					select
					from amocrm_webhook_events as other
					where other.queue = event.queue
						and other.entity_type = event.entity_type
						and other.amocrm_entity_id = event.amocrm_entity_id
						and coalesce(other.account_id, 0) = coalesce(event.account_id, 0)
						and other.status in ('pending', 'processing')
						and other.amocrm_entity_id is not null
						and (other.id < event.id or other.status = 'processing')
					-- Keeps it one probe for each event. As a join the planner, who thinks a young table empty,
					-- reads the whole queue for each: 500,000 pages for 250 of 2,000 events.
					offset 0
				)
			order by event.next_attempt_at
			limit 1
		),
		(
			select leased_until
			from amocrm_webhook_events
			where queue = p_queue and status = 'processing'
			order by leased_until
			limit 1
		)
	);
$function$;

CREATE OR REPLACE FUNCTION amocrm_next_maintenance(p_settings jsonb, p_since timestamp with time zone DEFAULT now())
 RETURNS date
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select (
		(p_since at time zone coalesce(p_settings ->> 'timezone', 'UTC'))
		+ coalesce(amocrm_json_integer(p_settings -> 'maintenanceMonths'), 12)::int * interval '1 month'
	)::date
$function$;

CREATE OR REPLACE FUNCTION amocrm_note_lead_events()
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_since timestamptz;
	v_noted int;
begin
	insert into amocrm_backend_cursor default values on conflict do nothing;
	-- Of two runs at once the second reads where the first has stopped.
	select greatest(started_at, read_until - interval '10 minutes') into v_since
	from amocrm_backend_cursor
	for update;

	with recursive queues as (
		(select queue from amocrm_webhook_events where processed order by queue limit 1)
		union all
		select (
			select event.queue from amocrm_webhook_events as event
			where processed and event.queue > queues.queue
			order by event.queue
			limit 1
		)
		from queues
		where queues.queue is not null
	),
	noted as (
		insert into amocrm_backend_news (event_id, account_id, amocrm_deal_id, event_type, occurred_at, changes)
		select event.id, event.account_id, event.amocrm_entity_id, event.event_type,
			coalesce(event.occurred_at, event.ts), event.changes
		from queues
		join amocrm_webhook_events as event on event.queue = queues.queue
		where event.processed
			-- An event gets its time before its transaction ends: without looking back, one that ended
			-- late would never be seen.
			and event.processed_at >= v_since
			and event.status = 'processed'
			and event.entity_type = 'lead'
			and event.account_id is not null
			and event.amocrm_entity_id ~ '^[0-9]{1,18}$'
		on conflict (event_id) do nothing
		returning 1
	)
	select count(*)::int into v_noted from noted;

	update amocrm_backend_cursor set read_until = now();
	return v_noted;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_note_text(p_body jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case when goods.lines is null and coalesce(p_body ->> 'message', '') = '' then null
		else left(concat_ws(E'\n',
			'Заявка № ' || (p_body ->> 'request_id'),
			nullif(p_body ->> 'message', ''),
			goods.lines,
			'Итого: ' || trim_scale(goods.total)
		), 20000) end
	from (
		select string_agg(
				format('%s. %s%s — %s шт. × %s', place, item ->> 'name',
					coalesce(', арт. ' || nullif(item ->> 'article', ''), ''),
					coalesce(item ->> 'quantity', '1'), coalesce(item ->> 'price', '?')),
				E'\n' order by place
			) as lines,
			sum(coalesce(amocrm_json_number(item -> 'quantity'), 1) * amocrm_json_number(item -> 'price')) as total
		from amocrm_json_items(p_body -> 'items')
	) as goods
$function$;

CREATE OR REPLACE FUNCTION amocrm_open_backfill(p_wanted jsonb DEFAULT '{}'::jsonb)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_wanted constant amocrm_backfills := amocrm_read_backfill(p_wanted);
	v_id bigint;
begin
	insert into amocrm_backfills (by_time, from_time, until_time, pipeline_id, most_requests, reserve_hour)
	values (v_wanted.by_time, v_wanted.from_time, v_wanted.until_time, v_wanted.pipeline_id,
		v_wanted.most_requests, v_wanted.reserve_hour)
	on conflict do nothing
	returning id into v_id;
	if v_id is null then
		raise exception 'Import % is open: wait for it, or cancel it', (select id from amocrm_backfills where state = 'open')
			using errcode = 'AM002';
	end if;
	return v_id;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_open_chats(p_settings jsonb)
 RETURNS TABLE(id bigint, account_id bigint, deal_id text, is_contact_missing boolean, is_deal_missing boolean, changed_at timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select application.id, application.account_id, known.deal_id,
		application.amocrm_contact_id is not null and contact.raw is null
			and application.contact_unknown_at is null,
		known.deal_id is not null and deal.raw is null and application.deal_unknown_at is null,
		greatest(application.taken_at, contact.stored_at, deal.stored_at, source.stored_at,
			application.contact_unknown_at, application.deal_unknown_at)
	from amocrm_chat_applications as application
	-- As amocrm_chat_source, which called for each of thousands would take most of the time of an idle run.
	left join lateral (
		select told.amocrm_deal_id, told.stored_at
		from (
			select by_chat.amocrm_deal_id, by_chat.stored_at, by_chat.uid
			from amocrm_chat_sources as by_chat
			where by_chat.chat_id = application.chat_id and by_chat.account_id = application.account_id
			union all
			select by_deal.amocrm_deal_id, by_deal.stored_at, by_deal.uid
			from amocrm_chat_sources as by_deal
			where by_deal.amocrm_deal_id = application.amocrm_deal_id
				and by_deal.account_id = application.account_id
		) as told
		order by coalesce(told.amocrm_deal_id = application.amocrm_deal_id, false) desc,
			abs(extract(epoch from told.stored_at - application.opened_at)), told.uid
		limit 1
	) as source on true
	cross join lateral (
		select coalesce(application.amocrm_deal_id, source.amocrm_deal_id) as deal_id
	) as known
	left join amocrm_contacts as contact
		on contact.amocrm_contact_id = application.amocrm_contact_id and contact.account_id = application.account_id
	left join amocrm_deals as deal
		on deal.amocrm_deal_id = known.deal_id and deal.account_id = application.account_id
	where application.taken_at > now() - amocrm_chat_days(p_settings)
		and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, application.account_id)
$function$;

CREATE OR REPLACE FUNCTION amocrm_pause_backfill(p_run text, p_error text, p_facts jsonb DEFAULT '{}'::jsonb)
 RETURNS TABLE(path text, query jsonb, wait_seconds integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_backfill amocrm_backfills;
	v_requests constant int := coalesce(amocrm_json_integer(p_facts -> 'requests'), 1);
	v_limited constant int := coalesce(amocrm_json_integer(p_facts -> 'limited'), 0);
	v_retry_after constant int := least(coalesce(amocrm_json_integer(p_facts -> 'retryAfter'), 0), 86400);
begin
	update amocrm_backfills set
		requests = requests + v_requests,
		limited = limited + v_limited,
		refused = refused + 1,
		due_at = now() + make_interval(secs => greatest(v_retry_after, least(15 * power(2, least(refused, 10)), 1800))),
		last_error = left(amocrm_without_secrets(p_error), 1000)
	where run = p_run and state = 'open'
	returning * into v_backfill;
	if not found then
		return;
	end if;
	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_backfill.account_id, 'requests', v_requests, 'limited', v_limited, 'source', 'backfill'
	));
	-- Nothing that waiting could change: the words are those of our own client.
	if p_error ~ '\(HTTP (3[0-9]{2}|40[0-57]|422)\)|did not accept the credential'
		or v_backfill.refused >= 20
	then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', p_error);
	end if;
	return query select next.path, next.query, next.wait_seconds from amocrm_next_backfill_request(p_run) as next;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_pause_recovery(p_run text, p_error text)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with paused as (
		update amocrm_recoveries
		set run = null,
			leased_until = null,
			requests = requests + 1,
			-- Days without a valid token would else use the limit up, and the gap be left unread.
			refused = refused + 1,
			run_requests = run_requests + 1,
			last_error = left(amocrm_without_secrets(p_error), 1000)
		where run = p_run and state = 'open'
		returning account_id
	),
	counted as materialized (
		select amocrm_record_api_usage(jsonb_build_object(
			'accountId', account_id, 'requests', 1, 'source', 'recovery'
		))
		from paused
	)
	select count(*)::int from counted;
$function$;

CREATE OR REPLACE FUNCTION amocrm_phone_digits(p text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case
		when length(digits) < 5 then ''
		when number ~ '^[\s(]*(\+|00)' then digits
		when length(digits) = 11 and digits like '8%' then '7' || substr(digits, 2)
		when length(digits) = 10 and digits like '9%' then '7' || digits
		else digits
	end
	from (
		-- What people write after a number: an extension.
		select regexp_replace(regexp_replace(btrim(p), '^tel:', '', 'i'), '[a-zA-Zа-яА-ЯёЁ#;,].*$', '') as number
	) as given
	cross join lateral (
		select regexp_replace(regexp_replace(number, '[^0-9]', '', 'g'), '^00', '') as digits
	) as counted
$function$;

CREATE OR REPLACE FUNCTION amocrm_plan_backfill(p_wanted jsonb, p_page integer)
 RETURNS TABLE(path text, query jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select request ->> 'path', request -> 'query' || jsonb_build_object('page', p_page)
	from amocrm_backfill_request(amocrm_read_backfill(p_wanted), 'leads') as request
$function$;

CREATE OR REPLACE FUNCTION amocrm_plan_lookups(p_items jsonb)
 RETURNS TABLE(items jsonb, leads jsonb, contacts jsonb, companies jsonb)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select coalesce(jsonb_agg(given.item order by given.place), '[]'),
		coalesce(jsonb_agg(distinct given.item #> '{subject,id}') filter (where given.item ->> 'lookup' = 'lead'), '[]'),
		coalesce(jsonb_agg(distinct given.item #> '{subject,id}') filter (where given.item ->> 'lookup' = 'contact'), '[]'),
		coalesce(jsonb_agg(distinct given.item #> '{subject,id}') filter (where given.item ->> 'lookup' = 'company'), '[]')
	from amocrm_attach_fresh_details(p_items) with ordinality as given (item, place)
$function$;

CREATE OR REPLACE FUNCTION amocrm_plan_maintenance(p_settings jsonb, p_today date DEFAULT NULL::date)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION amocrm_purge_events(p_queue text, p_older_than interval, p_limit integer)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET enable_seqscan TO 'off'
AS $function$
	with old as (
		select id from amocrm_webhook_events
		where queue = p_queue and processed and processed_at < now() - p_older_than
		order by processed_at
		limit p_limit
		for update skip locked
	),
	purged as (
		delete from amocrm_webhook_events where id in (select id from old) returning 1
	)
	select count(*)::int from purged;
$function$;

CREATE OR REPLACE FUNCTION amocrm_read_backfill(p_wanted jsonb)
 RETURNS amocrm_backfills
 LANGUAGE plpgsql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_wanted amocrm_backfills;
	v_name text;
	v_text text;
	v_time timestamptz;
begin
	foreach v_name in array array['from', 'to'] loop
		v_text := nullif(trim(p_wanted ->> v_name), '');
		v_time := amocrm_json_time(to_jsonb(case
			when v_text ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' then v_text || 'T00:00:00Z' else v_text end));
		if v_text is not null and v_time is null then
			raise exception '"%" is "%", but a time is 2026-01-31 (midnight UTC) or 2026-01-31T09:00:00+03:00', v_name, v_text
				using errcode = 'AM001';
		end if;
		if v_name = 'from' then v_wanted.from_time := v_time; else v_wanted.until_time := v_time; end if;
	end loop;
	if v_wanted.from_time >= v_wanted.until_time then
		raise exception '"from" must be before "to"' using errcode = 'AM001';
	end if;

	v_wanted.by_time := coalesce(nullif(p_wanted ->> 'by', ''), 'created_at');
	if v_wanted.by_time not in ('created_at', 'updated_at') then
		raise exception '"by" is "%", but it is created_at or updated_at', v_wanted.by_time using errcode = 'AM001';
	end if;
	v_wanted.pipeline_id := nullif(amocrm_json_integer(p_wanted -> 'pipelineId'), 0);
	if v_wanted.pipeline_id is null and coalesce(p_wanted ->> 'pipelineId', '') not in ('', '0') then
		raise exception '"pipelineId" is "%", but it is a number', p_wanted ->> 'pipelineId' using errcode = 'AM001';
	end if;
	v_wanted.most_requests := least(greatest(coalesce(amocrm_json_integer(p_wanted -> 'maxRequests'), 1000), 1), 100000);
	v_wanted.reserve_hour := least(greatest(coalesce(amocrm_json_integer(p_wanted -> 'reserve'), 2000), 0), 6999);
	v_wanted.page := 1;
	v_wanted.is_catching_up := false;
	return v_wanted;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_read_items(p_items jsonb)
 RETURNS TABLE(place integer, item jsonb, event_id bigint, event text, entity text, entity_id text, account_id bigint, received_at timestamp with time zone, subject_type text, subject_id bigint, is_looked_up boolean, is_missing boolean, details jsonb, asked_at timestamp with time zone, problems jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with given as materialized (
		select entry.place::int as place, entry.item, event.ts,
			amocrm_json_integer(entry.item -> 'eventId') as event_id,
			nullif(entry.item -> 'details', 'null') as details,
			coalesce(
				amocrm_json_integer(entry.item -> 'accountId'),
				event.account_id,
				amocrm_json_integer(entry.item #> '{details,account_id}')
			) as account_id,
			amocrm_item_subject(entry.item) as subject
		from amocrm_json_items(p_items) as entry
		left join amocrm_webhook_events as event
			on event.id = amocrm_json_integer(entry.item -> 'eventId')
	),
	judged as materialized (
		select given.*, to_jsonb(array_remove(array[
			case when jsonb_typeof(item) is distinct from 'object'
				then 'item ' || place || ' is not an object' end,
			case when details is not null and jsonb_typeof(details) <> 'object'
				then 'details: not an object but ' || jsonb_typeof(details) end,
			case when details is not null and subject is null
				then 'details: the event is about no lead, contact or company' end,
			case when jsonb_typeof(details) = 'object' and subject is not null
				and amocrm_json_integer(details -> 'id') is distinct from (subject ->> 'id')::bigint
				then format('details.id is %s, the event is about %s', coalesce(left(details ->> 'id', 50), 'missing'), subject ->> 'id') end,
			case when jsonb_typeof(details) = 'object' and details ->> 'account_id' is not null
				and amocrm_json_integer(details -> 'account_id') is distinct from account_id
				then format('details.account_id is %s, the event is of account %s', left(details ->> 'account_id', 50), account_id) end,
			case when account_id is null and (subject is not null or item ->> 'event' like '%.delete')
				then 'the account is unknown, so nothing was stored: neither the event nor the details say it' end
		], null)) as faults,
		to_jsonb(array_remove(array[
			case when jsonb_typeof(details) = 'object' and amocrm_json_time(details -> 'updated_at') is null
				then 'details.updated_at is missing or not a time' end,
			case when details ->> 'price' is not null and amocrm_json_number(details -> 'price') is null
				then 'details.price is not a number' end,
			case when details ->> 'status_id' is not null and amocrm_json_integer(details -> 'status_id') is null
				then 'details.status_id is not a number' end,
			case when details ->> 'pipeline_id' is not null and amocrm_json_integer(details -> 'pipeline_id') is null
				then 'details.pipeline_id is not a number' end,
			case when jsonb_typeof(details -> 'custom_fields_values') not in ('array', 'null')
				then 'details.custom_fields_values is not an array' end,
			case when jsonb_typeof(details -> '_embedded') not in ('object', 'null')
				then 'details._embedded is not an object' end
		], null)) as remarks
		from given
	)
	-- The details have a column of their own; in item as well, each reader of these rows would pay for them twice.
	select place, case when jsonb_typeof(item) = 'object' then item - 'details' else item end, event_id, item ->> 'event', item ->> 'entity', item ->> 'id', account_id,
		coalesce(ts, now()),
		subject ->> 'entity', (subject ->> 'id')::bigint,
		coalesce(jsonb_typeof(item -> 'found') = 'boolean', false),
		coalesce(item -> 'found' = 'false', false) and subject is not null and account_id is not null,
		case when faults = '[]' and account_id is not null then details end,
		coalesce(
			amocrm_json_time(item -> 'askedAt'),
			-- Another machine's clock may run ahead, but it cannot have asked later than now.
			least(amocrm_json_time(item -> 'fetchedAt'), now()),
			ts,
			now()
		),
		faults || remarks
	from judged
$function$;

CREATE OR REPLACE FUNCTION amocrm_reconnect_account(p_account_id bigint, p_source text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ended as (
		update amocrm_disconnections
		set reconnected_at = now(), reconnected_by = p_source
		where account_id = p_account_id and reconnected_at is null
		returning account_id
	),
	-- Else the consumers would sleep on: nothing new has come.
	woken as materialized (
		select pg_notify('amocrm_events', left(queue, 1000))
		from (
			select distinct event.queue
			from amocrm_webhook_events as event
			join ended using (account_id)
			where event.status = 'pending'
		) as queues
	)
	select exists (select from ended) from (select count(*) from woken) as notified;
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_alert(p_alert_id bigint, p_lease uuid, p_error text DEFAULT NULL::text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ended as (
		update amocrm_alerts
		set told_alarming = case when p_error is null then is_telling_alarm else told_alarming end,
			told_at = case when p_error is null then now() else told_at end,
			lease = null, leased_until = null, is_telling_alarm = null,
			-- The address of a Telegram bot holds its token.
			last_error = left(regexp_replace(
				amocrm_without_secrets(p_error), '\mbot[0-9]+:[A-Za-z0-9_-]+', 'bot***', 'g'
			), 2000)
		where id = p_alert_id and lease = p_lease
		returning 1
	)
	select exists (select from ended);
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_api_check(p jsonb)
 RETURNS text
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_account_id constant bigint := amocrm_json_integer(p #> '{account,id}');
	v_known_account_id bigint;
	v_error constant text := left(amocrm_without_secrets(
		case
			when v_account_id is null then coalesce(p #>> '{account,error}', 'amoCRM gave no answer')
			else p ->> 'error'
		end
	), 2000);
begin
	insert into amocrm_api_checks as present (
		watcher, account_id, asked_at, asked_every, answered_at, failing_since, error
	)
	values (
		coalesce(nullif(left(p ->> 'watcher', 200), ''), 'watch'), v_account_id, now(),
		coalesce((p ->> 'every')::interval, interval '5 minutes'),
		case when v_error is null then now() end, case when v_error is not null then now() end, v_error
	)
	on conflict (watcher) do update set
		account_id = coalesce(excluded.account_id, present.account_id),
		asked_at = excluded.asked_at,
		asked_every = excluded.asked_every,
		answered_at = coalesce(excluded.answered_at, present.answered_at),
		failing_since = case when excluded.error is not null then coalesce(present.failing_since, now()) end,
		error = excluded.error
	returning account_id into v_known_account_id;

	-- A refused request counts with amoCRM as well.
	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_known_account_id,
		'source', coalesce(p ->> 'source', 'watch'),
		'requests', coalesce(amocrm_json_integer(p -> 'requests'), 1)
	));
	return v_error;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_api_usage(p jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with given as (
		select date_trunc('minute', coalesce(
				amocrm_json_time(item -> 'minute'), amocrm_json_time(item -> 'at'), now()
			), 'UTC') as minute,
			amocrm_json_integer(item -> 'accountId') as account_id,
			coalesce(nullif(left(item ->> 'source', 200), ''), 'unknown') as source,
			least(greatest(amocrm_json_integer(item -> 'requests'), 0), 1000000)::int as requests,
			coalesce(least(greatest(amocrm_json_integer(item -> 'limited'), 0), 1000000), 0)::int as limited
		from amocrm_json_items(case jsonb_typeof(p) when 'array' then p else jsonb_build_array(p) end)
	),
	stored as (
		insert into amocrm_api_usage as usage (minute, account_id, source, requests, limited)
		select minute, account_id, source, sum(requests), sum(limited)
		from given
		where account_id is not null and requests + limited > 0
		group by minute, account_id, source
		order by minute, account_id, source
		on conflict (minute, account_id, source) do update set
			requests = usage.requests + excluded.requests,
			limited = usage.limited + excluded.limited
		returning 1
	)
	select count(*)::int from stored;
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_backend_message(p_message_id bigint, p_lease uuid, p_status integer, p_error text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ended as (
		update amocrm_backend_messages
		set lease = null, leased_until = null,
			-- Given up by hand meanwhile, it stays so: the lead's next message may be open already.
			told_at = coalesce(told_at, case when p_status between 200 and 299 then now() end),
			next_attempt_at = now() + least(power(2, least(attempts, 10) - 1), 10) * interval '1 minute',
			last_error = case when p_status between 200 and 299 then null else
				left(concat_ws(': ', 'HTTP ' || p_status, amocrm_without_secrets(p_error)), 2000) end
		where id = p_message_id and lease = p_lease
		returning *
	),
	followed as (
		update amocrm_backend_messages as earlier
		set followed_at = now()
		from ended
		where ended.told_at is not null
			and earlier.account_id = ended.account_id and earlier.amocrm_deal_id = ended.amocrm_deal_id
			and earlier.id < ended.id
			and earlier.followed_at is null
	)
	select exists (select from ended);
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_backfill_report(p_backfill bigint)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with told as (
		update amocrm_backfills set told_at = now(), next_telling_at = null
		where id = p_backfill and next_telling_at is not null
		returning 1
	)
	select exists (select from told);
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_chat(p_application_id bigint, p_lease uuid, p_error text DEFAULT NULL::text)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ended as (
		update amocrm_chat_applications
		set lease = null, leased_until = null,
			delivered_version = case when p_error is null then claimed_version else delivered_version end,
			delivered_content = case when p_error is null then claimed_content else delivered_content end,
			delivered_at = case when p_error is null then now() else delivered_at end,
			waiting_since = case when p_error is null and version = claimed_version then null else waiting_since end,
			attempts = case when p_error is null then 0 else attempts end,
			next_attempt_at = case when p_error is null then now()
				else now() + least(power(2, least(attempts, 10) - 1), 60) * interval '1 minute' end,
			-- The whole page that a proxy answers with would be searched for secrets.
			last_error = left(amocrm_without_secrets(left(p_error, 10000)), 2000)
		where id = p_application_id and lease = p_lease
		returning 1
	)
	select exists (select from ended)
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_item_problems(p_work jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with noted as (
		select event_id, is_missing, problems
		from jsonb_to_recordset(p_work) as work (event_id bigint, is_missing boolean, problems jsonb)
		where event_id is not null and (is_missing or problems <> '[]')
	),
	-- The order in which the inbox locks its rows: another one could deadlock with a lease's extension.
	locked as materialized (
		select id from amocrm_webhook_events
		where id in (select event_id from noted)
		order by event_hash
		for update
	)
	update amocrm_webhook_events as event
	set metadata = event.metadata
		|| case when is_missing then '{"not_found": true}' else '{}' end::jsonb
		|| case when noted.problems <> '[]' then jsonb_build_object('problems', (
			select jsonb_agg(problem order by first_place)
			from (
				select problem, min(place) as first_place
				from (
					select item as problem, place from amocrm_json_items(event.metadata -> 'problems')
					union all
					select item, 1000 + place from amocrm_json_items(noted.problems)
				) as both_lists
				group by problem
			) as distinct_problems
		)) else '{}' end
	from noted, locked
	where event.id = noted.event_id and locked.id = event.id;
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_lookups(p_work jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select amocrm_record_api_usage(coalesce(jsonb_agg(jsonb_build_object(
		'accountId', account_id, 'source', 'webhooks', 'at', asked_at, 'requests', requests
	)), '[]'))
	from (
		-- 250 ids fit into one request; leads, contacts and companies are asked for apart.
		select account_id, max(asked_at) as asked_at, ceil(count(distinct subject_id) / 250.0)::int as requests
		from jsonb_to_recordset(p_work) as work (
			account_id bigint, subject_type text, subject_id bigint, asked_at timestamptz, is_looked_up boolean
		)
		where is_looked_up and subject_id is not null and account_id is not null
		group by account_id, subject_type
	) as lookup;
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_notes(p_work jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
	insert into amocrm_deal_notes (
		amocrm_deal_id, account_id, amocrm_note_id, event_id, note_type, body, created_at, created_by
	)
	select subject_id::text, account_id, coalesce(left(entity_id, 200), 'event ' || event_id), event_id,
		item #>> '{data,note_type}', item #>> '{data,text}',
		coalesce(
			amocrm_json_time(item #> '{data,created_at}'),
			amocrm_json_time(item -> 'occurredAt'),
			received_at
		),
		amocrm_json_integer(item #> '{data,created_by}')
	from jsonb_to_recordset(p_work) as work (
		item jsonb, event_id bigint, event text, entity_id text, subject_type text, subject_id bigint,
		account_id bigint, received_at timestamptz
	)
	where event = 'note.add' and subject_type = 'lead' and account_id is not null
		and coalesce(entity_id, event_id::text) is not null
	order by 1, 2, 3
	on conflict do nothing;

	with subject as (
		select distinct subject_id::text as id, account_id
		from jsonb_to_recordset(p_work) as work (subject_type text, subject_id bigint, account_id bigint)
		where subject_type = 'lead' and account_id is not null
	),
	locked as materialized (
		select deal.amocrm_deal_id, deal.account_id
		from amocrm_deals as deal
		join subject on deal.amocrm_deal_id = subject.id and deal.account_id = subject.account_id
		order by deal.amocrm_deal_id, deal.account_id
		for update of deal
	),
	counted as (
		select amocrm_deal_id, account_id, count(*)::int as notes
		from locked
		join amocrm_deal_notes using (amocrm_deal_id, account_id)
		group by amocrm_deal_id, account_id
	)
	update amocrm_deals as deal set notes_count = notes
	from counted
	where deal.amocrm_deal_id = counted.amocrm_deal_id and deal.account_id = counted.account_id
		and notes_count < notes;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_notice(p_notice_id bigint, p_lease uuid, p_error text DEFAULT NULL::text)
 RETURNS text
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with ended as (
		update amocrm_notices
		set lease = null, leased_until = null,
			told_at = case when p_error is null then now() end,
			given_up_at = case
				when p_error is null then null
				-- Nothing that waiting could change: the client has blocked the bot or never wrote to it.
				when channel = 'telegram'
					and p_error ~* 'forbidden|chat not found|bot was blocked|user is deactivated' then now()
				-- A message can become a task; a task has nothing to become, so it outlasts a weekend without a token.
				when attempts >= case channel when 'telegram' then 15 else 100 end then now()
			end,
			next_attempt_at = now() + least(power(2, attempts - 1), 60) * interval '1 minute',
			-- The address of a Telegram bot holds its token.
			last_error = left(regexp_replace(
				amocrm_without_secrets(p_error), '\mbot[0-9]+:[A-Za-z0-9_-]+', 'bot***', 'g'
			), 2000)
		where id = p_notice_id and lease = p_lease
		returning *
	),
	instead as (
		insert into amocrm_notices (account_id, kind, channel, subject, message, task)
		select account_id, 'client_untold', 'task', 'notice ' || id,
			E'Telegram не передал клиенту сообщение, передайте сами:\n' || message, task
		from ended
		where channel = 'telegram' and given_up_at is not null
		on conflict do nothing
	)
	select case
		when p_error is null then 'told'
		when given_up_at is null then 'again'
		when channel = 'telegram' then 'task instead'
		else 'given up'
	end
	from ended;
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_status_changes(p_work jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with told as (
		select *,
			item #> '{changes,status_id}' is not null as has_status,
			item #> '{changes,pipeline_id}' is not null as has_pipeline,
			amocrm_json_integer(item #> '{data,status_id}') as status_now,
			amocrm_json_integer(item #> '{data,pipeline_id}') as pipeline_now
		from jsonb_to_recordset(p_work) as work (
			item jsonb, event_id bigint, event text, entity text, subject_id bigint,
			account_id bigint, received_at timestamptz
		)
		where entity = 'lead' and subject_id is not null and account_id is not null
	),
	change as (
		select event_id, account_id, subject_id::text as amocrm_deal_id,
			amocrm_json_integer(item #> '{changes,pipeline_id,from}') as from_pipeline_id,
			case when has_status then amocrm_json_integer(item #> '{changes,status_id,from}')
				-- Only the pipeline moved: the stage, 142 or 143, is in both.
				when has_pipeline then status_now end as from_status_id,
			coalesce(amocrm_json_integer(item #> '{changes,pipeline_id,to}'), pipeline_now) as to_pipeline_id,
			coalesce(amocrm_json_integer(item #> '{changes,status_id,to}'), status_now) as to_status_id,
			coalesce(amocrm_json_time(item -> 'occurredAt'), received_at) as changed_at,
			amocrm_json_integer(item -> 'changedBy') as changed_by
		from told
		where has_status or has_pipeline or event = 'lead.status'
	),
	stored as (
		insert into amocrm_deal_status_changes (
			event_id, account_id, amocrm_deal_id, from_pipeline_id, from_status_id,
			to_pipeline_id, to_status_id, changed_at, changed_by
		)
		select *
		from change
		where to_status_id is not null
			and (from_status_id is distinct from to_status_id
				or from_pipeline_id is distinct from to_pipeline_id and from_pipeline_id is not null)
		order by amocrm_deal_id, account_id, changed_at, event_id
		on conflict do nothing
		returning 1
	)
	select count(*)::int from stored;
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_subscription(p_queue text, p_account_id bigint, p_condition text, p_outage interval DEFAULT '00:30:00'::interval)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	-- amoCRM counts the bad answers of two hours before it switches a webhook off: these are lost too.
	v_counted constant interval := interval '2 hours';
	-- amoCRM's last repetition of a call; one that comes after the recovery would be a second event.
	v_repeats constant interval := interval '100 minutes';
	-- Between two clocks, and for calls that are on their way.
	v_margin constant interval := interval '30 seconds';
	v_longest constant interval := interval '30 days';
	v_before amocrm_webhook_states;
	v_last_sign timestamptz;
	v_reason text;
	v_id bigint;
begin
	-- The trigger's check, its activation and the watch may tell at the same time.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_recoveries ' || p_queue, 0));
	select * into v_before from amocrm_webhook_states where queue = p_queue;
	v_reason := case
		when p_condition <> 'active' then p_condition
		when v_before.active_at < now() - p_outage and v_before.condition = 'active' then 'outage'
	end;

	if v_reason is not null then
		v_last_sign := coalesce((
			select ts
			from amocrm_webhook_events
			where queue = p_queue
				and ts <= case v_reason when 'outage' then v_before.active_at + p_outage else now() end
				and not metadata ? 'recovered'
			order by ts desc
			limit 1
		), v_before.active_at);
		-- A trigger that never worked has missed nothing that it was there for.
		if v_last_sign is not null then
			insert into amocrm_recoveries as recovery (queue, account_id, reason, from_time)
			values (
				p_queue, coalesce(p_account_id, v_before.account_id), v_reason,
				greatest(least(v_last_sign, coalesce(v_before.active_at, 'infinity')) - v_counted, now() - v_longest)
			)
			on conflict (queue) where state = 'open' do update set
				until_time = null,
				due_at = null,
				from_time = least(recovery.from_time, excluded.from_time),
				phase = default,
				page = default,
				changed_from = null
				-- Found again before it could be mended: nothing new.
				where recovery.until_time is not null;
		end if;
	end if;

	insert into amocrm_webhook_states as present (queue, account_id, condition, since, checked_at, active_at)
	values (p_queue, p_account_id, p_condition, now(), now(), case p_condition when 'active' then now() end)
	on conflict (queue) do update set
		account_id = coalesce(excluded.account_id, present.account_id),
		condition = excluded.condition,
		since = case when present.condition = excluded.condition then present.since else now() end,
		checked_at = excluded.checked_at,
		active_at = coalesce(excluded.active_at, present.active_at);

	if p_condition = 'active' then
		update amocrm_recoveries set
			account_id = coalesce(account_id, p_account_id),
			until_time = now() + v_margin,
			due_at = now() + case reason when 'outage' then v_repeats else v_margin end
		where queue = p_queue and state = 'open' and until_time is null;
	end if;
	select id into v_id from amocrm_recoveries where queue = p_queue and state = 'open';
	return v_id;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_webhook_state(p jsonb)
 RETURNS jsonb
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_account_id constant bigint := amocrm_json_integer(p #> '{account,id}');
	v_count int;
	v_error text;
begin
	select count(*) filter (where item <> '{}'),
		-- An empty list reaches us as one empty item; what has no address is not of a list.
		case
			when jsonb_typeof(p -> 'webhooks') is distinct from 'array' then 'amoCRM gave no list of webhooks'
			when bool_or(item <> '{}' and coalesce(item ->> 'keyHash', item ->> 'destination') is null)
				then coalesce(max(item ->> 'error'), 'amoCRM gave no list of webhooks')
		end
	into v_count, v_error
	from amocrm_json_items(p -> 'webhooks');
	-- The account and the list, 250 webhooks a page.
	v_error := amocrm_record_api_check(jsonb_build_object(
		'watcher', p -> 'watcher',
		'account', p -> 'account',
		'error', v_error,
		'requests', 1 + greatest(1, ceil(v_count / 250.0))
	));

	if v_error is null then
		perform amocrm_record_subscription(
			endpoint.queue,
			v_account_id,
			case
				when found.is_active is null then 'missing' when found.is_active then 'active' else 'disabled'
			end
		)
		from amocrm_endpoints as endpoint
		left join (
			-- The key in the address tells whose webhook it is; here is only its hash. Whole addresses come from
			-- watches that were imported before: a statement that fails writes them into the server's log.
			select coalesce(
					item ->> 'keyHash',
					encode(sha256(convert_to(substring(item ->> 'destination' from '[?&]key=([^&#]+)'), 'UTF8')), 'hex')
				) as key_hash,
				bool_or(item -> 'disabled' is distinct from 'true') as is_active
			from amocrm_json_items(p -> 'webhooks')
			group by 1
		) as found on found.key_hash = endpoint.key_hash
		where endpoint.account_id is null or endpoint.account_id = v_account_id;
	end if;

	return jsonb_build_object('error', v_error, 'webhooks', (
		select coalesce(jsonb_object_agg(queue, state.condition), '{}')
		from amocrm_webhook_states as state
		join amocrm_endpoints using (queue)
	));
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_record_workflow_failure(p jsonb)
 RETURNS bigint
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	insert into amocrm_workflow_failures (
		workflow_id, workflow_name, execution_id, execution_url, node, message, context
	)
	select left(p #>> '{workflow,id}', 200), left(p #>> '{workflow,name}', 500),
		left(p #>> '{execution,id}', 200), left(p #>> '{execution,url}', 2000),
		left(coalesce(
			p #>> '{execution,lastNodeExecuted}', error #>> '{node,name}', p #>> '{trigger,node,name}'
		), 500),
		amocrm_without_secrets(left(coalesce(nullif(error ->> 'message', ''), 'no message'), 5000)),
		jsonb_strip_nulls(jsonb_build_object(
			'name', left(error ->> 'name', 200),
			'description', amocrm_without_secrets(left(error ->> 'description', 5000)),
			'httpCode', left(error ->> 'httpCode', 20),
			'mode', left(coalesce(p #>> '{execution,mode}', p #>> '{trigger,mode}'), 50),
			'retry_of', left(p #>> '{execution,retryOf}', 200)
		))
	from (select coalesce(p #> '{execution,error}', p #> '{trigger,error}', '{}') as error) as given
	returning id;
$function$;

CREATE OR REPLACE FUNCTION amocrm_recoverable_changes()
 RETURNS TABLE(change_type text, entity_type text, event_type text)
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION amocrm_recovered_payload(p_entity jsonb)
 RETURNS jsonb
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select p_entity - '_links' || coalesce((
		select jsonb_object_agg(
			name,
			to_char(amocrm_json_time(p_entity -> name) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"')
		)
		from unnest(array['created_at', 'updated_at', 'closed_at', 'closest_task_at']) as name
		where p_entity ? name
	), '{}')
$function$;

CREATE OR REPLACE FUNCTION amocrm_recovery_request(p_recovery amocrm_recoveries)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case p_recovery.phase
		when 'events' then jsonb_build_object(
			'path', '/api/v4/events',
			'query', jsonb_build_object(
				'filter', jsonb_build_object(
					'created_at', jsonb_build_object(
						'from', floor(extract(epoch from p_recovery.from_time))::bigint,
						'to', ceil(extract(epoch from p_recovery.until_time))::bigint
					),
					'type', (select string_agg(distinct change_type, ',') from amocrm_recoverable_changes())
				),
				'limit', 100,
				'page', p_recovery.page
			)
		)
		else amocrm_list_request(
			p_recovery.phase,
			jsonb_build_object('updated_at', jsonb_build_object(
				'from', floor(extract(epoch from coalesce(p_recovery.changed_from, p_recovery.from_time)))::bigint
			)),
			p_recovery.page
		)
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_reference_due(p_watcher text, p_max_age_hours numeric)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select not exists (
		select
		from amocrm_api_checks as present
		where present.watcher = p_watcher
			and present.asked_at > now() - p_max_age_hours * interval '1 hour'
			-- Once an hour at the most: what amoCRM does not list would else be asked for in every run.
			and (present.asked_at > now() - interval '1 hour' or (
				present.error is null
				and not exists (
					select
					from amocrm_deals as deal
					where deal.account_id = present.account_id and deal.stored_at > present.asked_at
						and deal.deleted_at is null and deal.status_id is not null
						and (
							not exists (
								select
								from amocrm_statuses as status
								where status.account_id = deal.account_id
									and status.pipeline_id = deal.pipeline_id and status.id = deal.status_id
							)
							or deal.responsible_user_id is not null and not exists (
								select
								from amocrm_users as member
								where member.account_id = deal.account_id and member.id = deal.responsible_user_id
							)
						)
				)
			))
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_refresh_reference(p jsonb)
 RETURNS TABLE(pipelines integer, users integer, custom_fields integer, requests integer, error text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_account_id constant bigint := amocrm_json_integer(p #> '{account,id}');
	v_fields jsonb;
	v_problems text;
	v_unreadable text;
begin
	select coalesce(jsonb_agg(field.item || jsonb_build_object('entity_type', list.key)), '[]') into v_fields
	from jsonb_each(p -> 'custom_fields') as list, amocrm_json_items(list.value) as field
	where jsonb_typeof(field.item) = 'object';

	-- A list that amoCRM refused holds no row with an id, and changes nothing.
	if v_account_id is not null then
		begin
			pipelines := amocrm_store_reference('pipelines', v_account_id, p -> 'pipelines');
			users := amocrm_store_reference('users', v_account_id, p -> 'users');
			custom_fields := amocrm_store_reference('custom_fields', v_account_id, v_fields);
		exception when data_exception then
			-- Else nobody would know that it was asked, and every look would ask again.
			v_unreadable := sqlerrm;
		end;
	end if;

	-- So many rows amoCRM gives at once; an empty list, or a refusal, is one request too. An account
	-- that does not answer is asked for nothing else.
	select 1 + case when v_account_id is null then 0
			else sum(greatest(1, ceil(jsonb_array_length(list.rows) / list.page))) end,
		string_agg(list.name || ': ' || refusal.text, '; ' order by list.name)
	into requests, v_problems
	from (
		select 'pipelines' as name, p -> 'pipelines' as rows, 250.0 as page
		union all
		select 'users', p -> 'users', 250.0
		union all
		select 'fields of ' || key, value, 50.0 from jsonb_each(p -> 'custom_fields')
	) as list
	left join lateral (
		select item ->> 'error' as text
		from amocrm_json_items(list.rows)
		where not item ? 'id' and item ? 'error'
		limit 1
	) as refusal on true;

	error := amocrm_record_api_check(jsonb_build_object(
		'watcher', p -> 'watcher', 'account', p -> 'account', 'every', p -> 'every',
		'source', 'reference', 'requests', requests,
		'error', coalesce('not stored: ' || v_unreadable, v_problems)
	));
	return next;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_register_machines(p_settings jsonb)
 RETURNS TABLE(machine_id bigint, serial_number text)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION amocrm_release_events(p_lease uuid)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with held as (
		select id from amocrm_webhook_events
		where lease = p_lease and status = 'processing'
		order by event_hash
		for update
	),
	released as (
		update amocrm_webhook_events
		set status = 'pending', lease = null, leased_until = null, attempts = greatest(attempts - 1, 0)
		where id in (select id from held)
		returning queue
	),
	woken as (
		select pg_notify('amocrm_events', left(queue, 1000)) from (select distinct queue from released) as queues
	)
	select (count(*) + 0 * (select count(*) from woken))::int from released;
$function$;

CREATE OR REPLACE FUNCTION amocrm_remove_messenger_source(p_messenger text, p_account_id bigint DEFAULT 0)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with removed as (
		delete from amocrm_messenger_sources
		where messenger = lower(btrim(p_messenger)) and account_id = p_account_id
		returning 1
	)
	select exists (select from removed)
$function$;

CREATE OR REPLACE FUNCTION amocrm_renew_access()
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_schema constant text := current_schema();
	v_function record;
	v_relation record;
begin
	for v_function in
		select oid::regprocedure::text as signature, provolatile = 'v' as writes
		from pg_proc
		where pronamespace = quote_ident(v_schema)::regnamespace and starts_with(proname, 'amocrm_')
	loop
		-- What writes does so with the owner's rights, so nobody but the owner needs rights on the tables;
		-- and nobody but writers may call it, which PUBLIC may by default.
		if v_function.writes then
			execute format('alter function %s security definer', v_function.signature);
			execute format('revoke execute on function %s from public', v_function.signature);
			if to_regrole('amocrm_reader') is not null then
				execute format('revoke execute on function %s from amocrm_reader', v_function.signature);
			end if;
		end if;
		if to_regrole('amocrm_writer') is not null then
			execute format('grant execute on function %s to amocrm_writer', v_function.signature);
		end if;
	end loop;

	for v_relation in
		select relname as name, role.rolname as role
		from pg_class, pg_roles as role
		where relnamespace = quote_ident(v_schema)::regnamespace
			and relkind in ('r', 'v')
			and (starts_with(relname, 'amocrm_') or relname = 'machine_instances')
			and role.rolname in ('amocrm_writer', 'amocrm_reader')
			and not (relname = 'amocrm_endpoints' and role.rolname = 'amocrm_reader')
	loop
		execute format('grant select on %I to %I', v_relation.name, v_relation.role);
		execute format('grant usage on schema %I to %I', v_schema, v_relation.role);
	end loop;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_replay_events(p_ids bigint[])
 RETURNS SETOF bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_ids bigint[];
begin
	with dead as (
		select id from amocrm_webhook_events
		-- A body without any event has nothing a workflow could do.
		where id = any(p_ids) and status = 'dead' and event_type <> 'delivery.unreadable'
		order by event_hash
		for update
	),
	replayed as (
		update amocrm_webhook_events
		set status = 'pending', attempts = 0, next_attempt_at = now()
		where id in (select id from dead)
		returning id, queue
	),
	woken as materialized (
		select pg_notify('amocrm_events', left(queue, 1000)) from (select distinct queue from replayed) as queues
	)
	select array_agg(replayed.id order by replayed.id) into v_ids
	from replayed, (select count(*) from woken) as notified;
	return query select unnest(v_ids);
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_request_answer(p_request amocrm_site_requests)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select jsonb_build_object(
		'request_id', p_request.request_id,
		'lead_id', p_request.amocrm_deal_id,
		'contact_id', p_request.amocrm_contact_id,
		'completed', p_request.completed_at is not null
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_request_lead(p_id bigint, p_lease uuid, p_contact_id bigint, p_settings jsonb)
 RETURNS TABLE(id bigint, name text, fields jsonb, model jsonb)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with request as (
		update amocrm_site_requests as request
		set amocrm_contact_id = p_contact_id,
			leased_until = greatest(leased_until, now() + interval '10 minutes')
		where request.id = p_id and lease = p_lease
		returning body, amocrm_deal_id
	)
	select amocrm_deal_id,
		-- Its number is in the name: by it a run that makes up for a dead one finds the lead.
		case body ->> 'type' when 'parts' then 'Заказ запчастей' else 'Заявка на сервис' end
			|| ' № ' || (body ->> 'request_id'),
		(
			select coalesce(jsonb_object_agg(field, value), '{}')
			from (values
				(p_settings ->> 'serialField', btrim(body #>> '{machine,serial_number}')),
				(p_settings ->> 'modelField', btrim(body #>> '{machine,model}')),
				(p_settings ->> 'telegramField', body #>> '{contact,telegram_id}')
			) as wanted (field, value)
			where field <> '' and value <> ''
		),
		jsonb_strip_nulls(jsonb_build_object(
			-- Else amoCRM names the token's user, and a site's lead looks like a manager's own.
			'created_by', 0,
			'pipeline_id', nullif(amocrm_json_integer(p_settings -> 'pipelineId'), 0),
			'status_id', nullif(amocrm_json_integer(p_settings -> 'newStatusId'), 0),
			'responsible_user_id', nullif(amocrm_json_integer(p_settings -> 'responsibleUserId'), 0),
			'price', (
				select round(sum(coalesce(amocrm_json_number(item -> 'quantity'), 1)
					* amocrm_json_number(item -> 'price')))
				from amocrm_json_items(body -> 'items')
			),
			'_embedded', jsonb_build_object('contacts', jsonb_build_array(jsonb_build_object('id', p_contact_id)))
		))
	from request
$function$;

CREATE OR REPLACE FUNCTION amocrm_request_note(p_id bigint, p_lease uuid, p_deal_id bigint)
 RETURNS TABLE(lead_id bigint, note text, mark text)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	update amocrm_site_requests
	set amocrm_deal_id = p_deal_id, leased_until = greatest(leased_until, now() + interval '10 minutes')
	where id = p_id and lease = p_lease
	returning amocrm_deal_id, coalesce(amocrm_note_text(body), ''), 'Заявка № ' || request_id
$function$;

CREATE OR REPLACE FUNCTION amocrm_request_problems(p_body jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with said (field, message, is_wrong) as (
		values
			('body', 'a JSON object is expected', jsonb_typeof(p_body) is distinct from 'object'),
			('request_id', 'a text of 8 to 100 letters, digits, . _ : or - is expected',
				jsonb_typeof(p_body -> 'request_id') is distinct from 'string'
				or p_body ->> 'request_id' !~ '^[A-Za-z0-9._:-]{8,100}$'),
			('type', 'service or parts is expected',
				coalesce(p_body ->> 'type', '') not in ('service', 'parts')),
			('contact', 'an object is expected', jsonb_typeof(p_body -> 'contact') is distinct from 'object'),
			('contact', 'one of phone, email and telegram_id is needed',
				jsonb_typeof(p_body -> 'contact') = 'object'
				and num_nonnulls(p_body #>> '{contact,phone}', p_body #>> '{contact,email}',
					p_body #>> '{contact,telegram_id}') = 0),
			('contact.name', 'a text of up to 255 characters is expected',
				not amocrm_is_text(p_body #> '{contact,name}', 255)),
			('contact.phone', 'a phone of 10 to 15 digits is expected',
				not amocrm_is_text(p_body #> '{contact,phone}', 50)
				or length(amocrm_phone_digits(p_body #>> '{contact,phone}')) not between 10 and 15),
			('contact.email', 'an e-mail address is expected',
				not amocrm_is_text(p_body #> '{contact,email}', 255)
				or p_body #>> '{contact,email}' !~ '^[^\s@]+@[^\s@]+\.[^\s@]+$'),
			('contact.telegram_id', 'a whole number is expected',
				p_body #>> '{contact,telegram_id}' is not null
				and coalesce(amocrm_json_integer(p_body #> '{contact,telegram_id}'), 0) <= 0),
			('machine', 'an object is expected',
				coalesce(jsonb_typeof(p_body -> 'machine'), 'null') not in ('object', 'null')),
			('machine.serial_number', 'a text of up to 255 characters is expected',
				not amocrm_is_text(p_body #> '{machine,serial_number}', 255)),
			('machine.model', 'a text of up to 255 characters is expected',
				not amocrm_is_text(p_body #> '{machine,model}', 255)),
			('message', 'a text of up to 5000 characters is expected',
				not amocrm_is_text(p_body -> 'message', 5000)),
			('items', 'a list of up to 100 goods is expected',
				coalesce(jsonb_typeof(p_body -> 'items'), 'null') not in ('array', 'null')
				or jsonb_typeof(p_body -> 'items') = 'array' and jsonb_array_length(p_body -> 'items') > 100),
			('items', 'an order of parts needs at least one',
				p_body ->> 'type' = 'parts' and coalesce(p_body -> 'items', 'null') in ('null', '[]'))
	),
	problem as (
		select field, message, 0 as place, row_number() over () as turn from said where is_wrong
		union all
		select 'items.' || (place - 1), 'name (text), article (text), quantity (above 0) and price (0 or more) are expected', place, 0
		from amocrm_json_items(p_body -> 'items')
		where coalesce(item ->> 'name', '') = ''
			or not amocrm_is_text(item -> 'name', 255)
			or not amocrm_is_text(item -> 'article', 100)
			or item ->> 'quantity' is not null
				and coalesce(amocrm_json_number(item -> 'quantity') not between 0.001 and 1000000, true)
			or coalesce(amocrm_json_number(item -> 'price') not between 0 and 1000000000, true)
	)
	select coalesce(jsonb_agg(jsonb_build_object('field', field, 'message', message) order by place, turn), '[]')
	from problem
$function$;

CREATE OR REPLACE FUNCTION amocrm_request_work(p_id bigint, p_lease uuid, p_settings jsonb)
 RETURNS TABLE(query text, contact jsonb)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with held as (
		-- A step may wait minutes for amoCRM: meanwhile no other run may take the request for abandoned.
		update amocrm_site_requests
		set leased_until = greatest(leased_until, now() + interval '10 minutes')
		where id = p_id and lease = p_lease and completed_at is null
		returning body
	),
	request as (
		select body, body #>> '{contact,phone}' as phone, lower(btrim(body #>> '{contact,email}')) as email,
			body #>> '{contact,telegram_id}' as telegram_id,
			coalesce(nullif(btrim(body #>> '{contact,name}'), ''), body #>> '{contact,phone}',
				body #>> '{contact,email}', 'Telegram') as name,
			nullif(p_settings ->> 'contactTelegramField', '') as telegram_field
		from held
	),
	-- A phone was entered with or without the country, dashes and brackets: amoCRM searches for text.
	search as (
		select unnest(array[
			case when amocrm_phone_digits(phone) ~ '^7[0-9]{10}$' then substr(amocrm_phone_digits(phone), 2)
				else amocrm_phone_digits(phone) end,
			phone, email, telegram_id
		]) as query
		from request
		union all
		select amocrm_known_phones(phone)
		from request
	)
	select distinct search.query,
		jsonb_build_object(
			'name', case when phone is null and email is null and telegram_field is null
				-- Nothing else would find the contact again.
				then name || ' (Telegram ' || telegram_id || ')' else name end,
			'matchBy', case when phone is not null then 'phone' when email is not null then 'email'
				when telegram_field is not null then 'field' else 'name' end,
			'matchField', coalesce(telegram_field, ''),
			'matchValue', coalesce(phone, email,
				case when telegram_field is null then name || ' (Telegram ' || telegram_id || ')' end, telegram_id),
			'fields', jsonb_strip_nulls(jsonb_build_object('PHONE', phone, 'EMAIL', email))
				|| case when telegram_field is null or telegram_id is null then '{}'
					else jsonb_build_object(telegram_field, telegram_id) end
		)
	from request, search
	where search.query <> ''
$function$;

CREATE OR REPLACE FUNCTION amocrm_resume_backfill(p_backfill bigint, p_more_requests integer DEFAULT NULL::integer)
 RETURNS boolean
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
	update amocrm_backfills set
		state = 'open',
		finished_at = null,
		refused = 0,
		due_at = now(),
		next_telling_at = null,
		most_requests = case
			when p_more_requests is not null then requests + least(greatest(p_more_requests, 1), 100000)
			when requests >= most_requests then requests + 1000
			else most_requests
		end
	where id = p_backfill and state in ('open', 'stopped');
	return found;
exception when unique_violation then
	raise exception 'Import % is open: wait for it, or cancel it', (select id from amocrm_backfills where state = 'open')
		using errcode = 'AM002';
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_save_endpoint(p_queue text, p_key_hash text, p_account_id bigint, p_settings jsonb)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	-- A trigger whose queue was renamed keeps its key.
	delete from amocrm_endpoints where key_hash = p_key_hash and queue <> p_queue;
	insert into amocrm_endpoints as present (queue, key_hash, account_id, settings)
	values (p_queue, p_key_hash, p_account_id, p_settings)
	on conflict (queue) do update
		set key_hash = excluded.key_hash,
			-- Several parts of n8n tell at once: one that does not know the account must not make it forgotten.
			account_id = coalesce(excluded.account_id, present.account_id),
			settings = case
				when excluded.account_id is not null then excluded.settings
				else excluded.settings || jsonb_build_object('userId', present.settings -> 'userId')
			end,
			updated_at = now()
		where (present.key_hash, present.account_id, present.settings)
			is distinct from (excluded.key_hash, excluded.account_id, excluded.settings);
$function$;

CREATE OR REPLACE FUNCTION amocrm_seconds_left(p_period text)
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$
	select ceil(extract(epoch from
		date_trunc(p_period, now(), 'UTC') + ('1 ' || p_period)::interval - now()
	))::int;
$function$;

CREATE OR REPLACE FUNCTION amocrm_sender_keys(p_body jsonb)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select array_remove(
		array[
			'phone ' || nullif(amocrm_phone_digits(p_body #>> '{contact,phone}'), ''),
			'email ' || lower(btrim(p_body #>> '{contact,email}')),
			'telegram ' || (p_body #>> '{contact,telegram_id}')
		],
		null
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_serial_key(p_serial_number text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select translate(
		upper(regexp_replace(p_serial_number, '[\s\u00a0\u200b\u202f\ufeff]', '', 'g')),
		'АВЕКМНОРСТУХавекмнорстух', 'ABEKMHOPCTYXABEKMHOPCTYX'
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_service_updates(p_id bigint, p_lease uuid, p_settings jsonb)
 RETURNS TABLE(lead_id bigint, fields jsonb, model jsonb)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with request as (
		select id, amocrm_deal_id from amocrm_site_requests where id = p_id and service_lease = p_lease
	),
	wanted as (
		select amocrm_deal_id as lead_id, null::jsonb as fields,
			jsonb_strip_nulls(jsonb_build_object(
				'status_id', amocrm_json_integer(p_settings -> 'doneStatusId'),
				'pipeline_id', nullif(amocrm_json_integer(p_settings -> 'donePipelineId'), 0)
			)) as model
		from request
		union all
		select machine.lead_id,
			jsonb_build_object(
				p_settings ->> 'maintenanceField',
				-- amoCRM keeps midnight of the account's zone.
				extract(epoch from machine.next_date::timestamp
					at time zone coalesce(p_settings ->> 'timezone', 'UTC'))::bigint
			),
			null
		from request
		cross join amocrm_serviced_machines(request.id, p_settings) as machine
		where machine.lead_id is not null and not machine.is_overtaken
	)
	-- The lead that sold the machine may be the one of the request: two changes of it are one update.
	select lead_id,
		coalesce(jsonb_agg(fields) filter (where fields is not null) -> 0, '{}'),
		coalesce(jsonb_agg(model) filter (where model is not null) -> 0, '{}')
	from wanted
	group by lead_id
	order by bool_or(model is not null) desc, lead_id
$function$;

CREATE OR REPLACE FUNCTION amocrm_serviced_machines(p_id bigint, p_settings jsonb)
 RETURNS TABLE(machine_id bigint, next_date date, lead_id bigint, is_overtaken boolean)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select machine.id, amocrm_next_maintenance(p_settings, request.service_said_at),
		case when p_settings ->> 'maintenanceField' <> '' and deal.deleted_at is null
			then machine.amocrm_deal_id::bigint end,
		coalesce(
			machine.lead_dated_at > request.service_said_at
			-- A manager's date that amocrm_follow_leads reads within the minute.
			or deal.stored_at > request.service_said_at - interval '10 minutes'
				and lead.date is not null
				and lead.date is distinct from machine.lead_maintenance_date
				and not coalesce(deal.updated_at < machine.lead_dated_at, false),
			false
		)
	from amocrm_site_requests as request
	join machine_instances as machine
		on machine.serial_key = amocrm_serial_key(request.body #>> '{machine,serial_number}')
	left join amocrm_deals as deal
		on deal.amocrm_deal_id = machine.amocrm_deal_id and deal.account_id = machine.account_id
	cross join lateral (
		select amocrm_named_date(deal.raw, p_settings ->> 'maintenanceField', p_settings ->> 'timezone') as date
	) as lead
	where request.id = p_id
		-- Parts that were delivered are no maintenance.
		and request.body ->> 'type' = 'service'
		and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, machine.account_id)
$function$;

CREATE OR REPLACE FUNCTION amocrm_set_health_limits(p jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_unknown text;
	v_count int;
begin
	select string_agg(key, ', ') into v_unknown
	from jsonb_object_keys(p) as key
	where key not in (select name from amocrm_health_checks());
	if v_unknown is not null then
		raise exception 'There is no check named %', v_unknown
			using hint = 'select name from amocrm_health_checks()';
	end if;

	delete from amocrm_health_limits where p -> name = 'null';
	insert into amocrm_health_limits as present (name, warning_from, alarm_from)
	select key, (value ->> 'warning')::numeric, (value ->> 'alarm')::numeric
	from jsonb_each(p)
	where value <> 'null'
	on conflict (name) do update
		set warning_from = excluded.warning_from, alarm_from = excluded.alarm_from
		-- Written at every run of the watch: without this, every run would make a dead row.
		where (present.warning_from, present.alarm_from)
			is distinct from (excluded.warning_from, excluded.alarm_from);
	get diagnostics v_count = row_count;
	return v_count;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_set_messenger_source(p_messenger text, p_campaign text DEFAULT NULL::text, p_source text DEFAULT NULL::text, p_site text DEFAULT NULL::text, p_account_id bigint DEFAULT 0)
 RETURNS amocrm_messenger_sources
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_messenger constant text := lower(btrim(p_messenger));
	v_campaign constant text := nullif(btrim(p_campaign), '');
	v_source constant text := nullif(btrim(p_source), '');
	v_site constant text := nullif(btrim(p_site), '');
	v_row amocrm_messenger_sources;
begin
	if v_messenger is null or v_messenger !~ '^[a-z0-9][a-z0-9._-]{0,99}\*?$' then
		raise exception 'messenger is "%": amoCRM''s origin is expected, as telegram, waba or com.wazzup24.*',
			p_messenger using errcode = 'AM001';
	end if;
	if num_nonnulls(v_campaign, v_source) <> 1 then
		raise exception 'one of campaign and source is expected for "%"', v_messenger using errcode = 'AM001';
	end if;
	if v_site is not null and v_source is null then
		raise exception 'a site belongs to a source, and "%" is given a campaign', v_messenger
			using errcode = 'AM001';
	end if;
	if greatest(length(v_campaign), length(v_source), length(v_site)) > 255 then
		raise exception 'campaign, source and site have up to 255 characters' using errcode = 'AM001';
	end if;
	if p_account_id is null or p_account_id < 0 then
		raise exception 'account_id is an amoCRM account, or 0 for every one' using errcode = 'AM001';
	end if;

	insert into amocrm_messenger_sources (account_id, messenger, campaign, source, site)
	values (p_account_id, v_messenger, v_campaign, v_source, v_site)
	on conflict (messenger, account_id) do update set
		campaign = excluded.campaign, source = excluded.source, site = excluded.site, changed_at = now()
	returning * into v_row;
	return v_row;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_skip_reason(p_settings jsonb, p_event_type text, p_changed_by bigint, p_payload jsonb)
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select case
		when p_settings -> 'events' <> '[]' and not p_settings -> 'events' ?| array[
			p_event_type,
			-- The name of amoCRM's setting: add_lead.
			split_part(p_event_type, '.', 2) || '_' || split_part(p_event_type, '.', 1),
			-- A new responsible user of a contact or company is one of its updates.
			case when p_event_type in ('contact.responsible', 'company.responsible')
				then split_part(p_event_type, '.', 1) || '.update' end
		] then p_event_type || ' is not among the chosen events'
		when p_settings -> 'ignoreOwnChanges' = 'true' and p_changed_by = amocrm_json_integer(p_settings -> 'userId')
			then format('changed by user %s, whose changes are ignored', p_changed_by)
		when p_event_type not like 'lead.%' then null
		when p_settings -> 'pipelines' <> '[]' and p_payload ? 'pipeline_id'
			and not p_settings -> 'pipelines' @> (p_payload -> 'pipeline_id')
			then format('pipeline %s is not among the chosen ones', p_payload ->> 'pipeline_id')
		when p_settings -> 'statuses' <> '[]' and p_payload ? 'status_id'
			and not p_settings -> 'statuses' @> (p_payload -> 'status_id')
			then format('status %s is not among the chosen ones', p_payload ->> 'status_id')
	end
$function$;

CREATE OR REPLACE FUNCTION amocrm_start_backfill(p_run text, p_limits jsonb DEFAULT '{}'::jsonb)
 RETURNS TABLE(path text, query jsonb, wait_seconds integer)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_backfill amocrm_backfills;
	v_waits constant boolean := coalesce(p_limits -> 'waits' = 'true', false);
begin
	-- Who looks whether there is work holds the row for a moment: the run that has it must not go home for that.
	select * into v_backfill from amocrm_backfills where state = 'open' and run = p_run for update;
	if v_backfill.id is null then
		select * into v_backfill from amocrm_backfills where state = 'open' for update skip locked;
	end if;
	if v_backfill.id is null then
		return;
	end if;
	if v_backfill.run is distinct from p_run then
		if v_backfill.leased_until >= now()
			-- The process that waits holds the lock while it lives, so after kill -9 nobody has to wait for its lease.
			and not (v_backfill.run_waits and pg_try_advisory_xact_lock(hashtextextended('amocrm_backfill', 0)))
		then
			return;
		end if;
		if v_backfill.due_at > now() and not v_waits then
			return;
		end if;
		update amocrm_backfills set
			run = p_run,
			run_waits = v_waits,
			leased_until = now() + interval '5 minutes',
			run_requests = 0,
			most_run_requests = least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxRequestsPerRun'), 50), 2), 100000)
		where id = v_backfill.id;
	end if;
	return query select next.path, next.query, next.wait_seconds from amocrm_next_backfill_request(p_run) as next;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_start_recovery(p_run text, p_limits jsonb DEFAULT '{}'::jsonb)
 RETURNS TABLE(path text, query jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_limit record;
	v_recovery amocrm_recoveries;
	v_request jsonb;
begin
	select
		make_interval(days => least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxDays'), 7), 1), 30)::int) as back,
		least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxRequestsPerRun'), 50), 1), 1000)::int as run_requests,
		least(greatest(coalesce(amocrm_json_integer(p_limits -> 'maxRequests'), 500), 1), 100000)::int as requests
	into v_limit;

	select * into v_recovery
	from amocrm_recoveries
	where state = 'open' and due_at <= now() and coalesce(leased_until < now(), true)
	order by due_at
	limit 1
	for update skip locked;
	if found then
		update amocrm_recoveries set
			run = p_run,
			leased_until = now() + interval '5 minutes',
			run_requests = 0,
			most_run_requests = v_limit.run_requests,
			most_requests = v_limit.requests,
			from_time = greatest(from_time, least(until_time, now() - v_limit.back)),
			is_clipped = is_clipped or from_time < least(until_time, now() - v_limit.back)
		where id = v_recovery.id
		returning * into v_recovery;
		v_request := amocrm_recovery_request(v_recovery);
	end if;
	return query select v_request ->> 'path', v_request -> 'query';
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_address_suggestions(p_provider text, p_query text, p_suggestions jsonb, p_cache_days integer)
 RETURNS jsonb
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	-- Twenty for each that comes: the table shrinks when the days are made fewer, and no call is slow.
	delete from amocrm_address_suggestions
	where (provider, query) in (
		select provider, query from amocrm_address_suggestions
		where fetched_at <= now() - make_interval(days => p_cache_days)
		order by fetched_at
		limit 20
		for update skip locked
	);
	delete from amocrm_address_requests where since < now() - interval '2 days';
	insert into amocrm_address_suggestions (provider, query, suggestions)
	values (p_provider, p_query, p_suggestions)
	on conflict (provider, query) do update
		set suggestions = excluded.suggestions, fetched_at = excluded.fetched_at
	returning suggestions;
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_backfill_page(p_backfill amocrm_backfills, p_list text, p_rows jsonb)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_answers jsonb;
	v_written int;
	v_found int;
begin
	-- The turn of amocrm_store_details: in another order than its own the two could deadlock.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_store_details ' || p_backfill.account_id, 0));
	select coalesce(jsonb_agg(jsonb_build_object(
		'account_id', p_backfill.account_id, 'asked_at', p_backfill.asked_at, 'details', item
	)), '[]')
	into v_answers
	from amocrm_json_items(p_rows);
	v_written := case p_list
		when 'leads' then amocrm_upsert_deals(v_answers)
		when 'contacts' then amocrm_upsert_contacts(v_answers)
		else amocrm_upsert_companies(v_answers)
	end;

	-- What amoCRM does not give (it is in the trash, or not accepted yet) is not asked for again.
	if p_list <> 'leads' then
		update amocrm_backfills_found set is_read = true
		where backfill_id = p_backfill.id and list = p_list
			and entity_id in (select unread.entity_id from amocrm_backfill_unread(p_backfill.id, p_list) as unread);
	end if;
	with found as (
		insert into amocrm_backfills_found (backfill_id, list, entity_id, is_read)
		select distinct p_backfill.id, find.list, find.id, find.list = 'leads'
		from amocrm_json_items(p_rows) as lead
		cross join lateral (
			select 'leads' as list, amocrm_json_integer(lead.item -> 'id') as id
			union all
			select linked.list, amocrm_json_integer(entity.item -> 'id')
			from (values ('contacts'), ('companies')) as linked (list)
			cross join lateral amocrm_json_items(lead.item #> array['_embedded', linked.list]) as entity
		) as find
		where p_list = 'leads' and find.id is not null
		on conflict do nothing
		returning list
	)
	select count(*) filter (where list = 'leads') into v_found from found;

	update amocrm_backfills set
		leads = leads + v_found,
		contacts = contacts + case p_list when 'contacts' then jsonb_array_length(p_rows) else 0 end,
		companies = companies + case p_list when 'companies' then jsonb_array_length(p_rows) else 0 end,
		written = written + v_written
	where id = p_backfill.id;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_buyers(p_answers jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_found jsonb;
begin
	select coalesce(jsonb_agg(jsonb_build_object(
		'account_id', item -> 'account_id', 'asked_at', item -> 'asked_at', 'details', item -> 'details'
	)), '[]') into v_found
	from amocrm_json_items(p_answers)
	where item -> 'found' = 'true';

	insert into amocrm_clients (account_id, amocrm_contact_id)
	select distinct amocrm_json_integer(item -> 'account_id'), item ->> 'contact_id'
	from amocrm_json_items(p_answers)
	where item -> 'found' = 'false'
	on conflict do nothing;

	return amocrm_upsert_contacts(v_found);
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_chat_people(p_answers jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_leads jsonb;
	v_contacts jsonb;
begin
	select coalesce(jsonb_agg(answer) filter (where item -> 'entity' = '"lead"'), '[]'),
		coalesce(jsonb_agg(answer) filter (where item -> 'entity' = '"contact"'), '[]')
	into v_leads, v_contacts
	from amocrm_json_items(p_answers)
	cross join lateral (
		select jsonb_build_object(
			'account_id', item -> 'account_id', 'asked_at', item -> 'asked_at', 'details', item -> 'details'
		) as answer
	) as told
	where item -> 'found' = 'true';

	with unknown as (
		select item ->> 'entity' as entity, item ->> 'id' as id,
			amocrm_json_integer(item -> 'account_id') as account_id
		from amocrm_json_items(p_answers)
		where item -> 'found' = 'false'
	),
	told as (
		select application.id, bool_or(unknown.entity = 'contact') as of_contact,
			bool_or(unknown.entity = 'lead') as of_lead
		from amocrm_chat_applications as application
		left join lateral amocrm_chat_source(application) as source on true
		join unknown on unknown.account_id = application.account_id
			and unknown.id = case unknown.entity
				when 'contact' then application.amocrm_contact_id
				else coalesce(application.amocrm_deal_id, source.amocrm_deal_id) end
		where application.taken_at > now() - interval '15 days'
		group by application.id
	),
	-- In the order of amocrm_take_chats: no deadlock.
	locked as (
		select application.id, told.of_contact, told.of_lead
		from told
		join amocrm_chat_applications as application on application.id = told.id
		order by application.account_id, application.talk_id
		for update of application
	)
	update amocrm_chat_applications as application
	set contact_unknown_at = case when locked.of_contact then now() else contact_unknown_at end,
		deal_unknown_at = case when locked.of_lead then now() else deal_unknown_at end
	from locked
	where locked.id = application.id;

	perform amocrm_record_api_usage(coalesce(jsonb_agg(jsonb_build_object(
		'accountId', account_id, 'source', 'chats', 'requests', requests
	)), '[]'))
	from (
		-- 250 ids fit into one request.
		select item -> 'account_id' as account_id, ceil(count(distinct item -> 'id') / 250.0)::int as requests
		from amocrm_json_items(p_answers)
		group by item -> 'account_id', item -> 'entity'
	) as asked;

	return amocrm_upsert_deals(v_leads) + amocrm_upsert_contacts(v_contacts);
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_chat_sources(p_events jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with given as (
		select distinct on (payload ->> 'uid', account_id) account_id, payload ->> 'uid' as uid,
			amocrm_json_integer(coalesce(to_jsonb(parent_id), payload -> 'lead_id')) as lead_id,
			payload -> 'source_data' as data
		from jsonb_to_recordset(p_events) as event (
			id bigint, account_id bigint, entity_type text, parent_id text, payload jsonb
		)
		where entity_type = 'unsorted' and payload ->> 'category' = 'chats'
			-- No index takes a text of thousands of characters: the run would fail, and each one after it.
			and length(payload ->> 'uid') between 1 and 255
		order by payload ->> 'uid', account_id, id desc
	),
	stored as (
		insert into amocrm_chat_sources as known (account_id, uid, chat_id, amocrm_deal_id, source)
		select account_id, uid,
			case when length(data #>> '{origin,chat_id}') <= 255 then data #>> '{origin,chat_id}' end,
			nullif(lead_id, 0)::text,
			jsonb_strip_nulls(jsonb_build_object(
				'service', data -> 'service', 'site', data -> 'site', 'source', data -> 'source',
				'source_name', data -> 'source_name', 'referer', data #> '{origin,referer}',
				'visitor_uid', data #> '{origin,visitor_uid}'
			))
		from given
		order by uid, account_id
		on conflict (uid, account_id) do update set
			chat_id = coalesce(excluded.chat_id, known.chat_id),
			amocrm_deal_id = coalesce(excluded.amocrm_deal_id, known.amocrm_deal_id),
			-- An update may tell less than the first event did.
			source = known.source || excluded.source,
			stored_at = now()
		returning 1
	)
	select count(*)::int from stored
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_custom_fields(p_account_id bigint, p_rows jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_stored int;
begin
	if exists (select from amocrm_json_items(p_rows) where coalesce(item ->> 'entity_type', '') = '') then
		raise exception 'amocrm_store_reference: a custom field has no entity_type: add leads, contacts or companies to each row'
			using errcode = 'AM001';
	end if;
	insert into amocrm_custom_fields (account_id, entity_type, id, name, code, type, sort, enums, raw)
	select distinct on (entity_type, id) p_account_id, item ->> 'entity_type' as entity_type,
		amocrm_json_integer(item -> 'id') as id, item ->> 'name', item ->> 'code', item ->> 'type',
		amocrm_json_integer(item -> 'sort'), nullif(item -> 'enums', 'null'), item
	from amocrm_json_items(p_rows)
	order by entity_type, id
	on conflict (account_id, entity_type, id) do update set
		name = excluded.name, code = excluded.code, type = excluded.type, sort = excluded.sort,
		enums = excluded.enums, raw = excluded.raw, removed_at = null, stored_at = now();
	get diagnostics v_stored = row_count;

	-- Lists come by entity type: one of leads' fields says nothing about those of contacts.
	update amocrm_custom_fields as field set removed_at = now()
	where account_id = p_account_id and removed_at is null
		and exists (
			select from amocrm_json_items(p_rows) where item ->> 'entity_type' = field.entity_type
		)
		and not exists (
			select from amocrm_json_items(p_rows)
			where item ->> 'entity_type' = field.entity_type
				and amocrm_json_integer(item -> 'id') = field.id
		);
	return v_stored;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_details(p_items jsonb)
 RETURNS TABLE(item jsonb)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_work jsonb;
	v_events jsonb;
begin
	if jsonb_typeof(p_items) is distinct from 'array' then
		raise exception 'amocrm_store_details: p_items is not an array' using errcode = 'AM001';
	end if;
	select coalesce(jsonb_agg(to_jsonb(work) order by work.place), '[]') into v_work
	from amocrm_read_items(p_items) as work;
	-- The details are most of the bytes, and each function below reads what it is given from end to end.
	select coalesce(jsonb_agg(work.item - 'details' order by work.place), '[]') into v_events
	from amocrm_json_items(v_work) as work;

	-- One run deletes what another updates, in any order: without taking turns they could deadlock.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_store_details ' || account_id, 0))
	from (
		select distinct account_id
		from jsonb_to_recordset(v_events) as work (account_id bigint)
		where account_id is not null
		order by account_id
	) as account;

	perform amocrm_upsert_deals(amocrm_answers(v_work, 'lead'));
	perform amocrm_upsert_contacts(amocrm_answers(v_work, 'contact'));
	perform amocrm_upsert_companies(amocrm_answers(v_work, 'company'));
	-- After the answers, which were asked for before these events were worked off.
	perform amocrm_mark_deleted(v_events);
	perform amocrm_mark_not_found(v_events);
	perform amocrm_record_status_changes(v_events);
	perform amocrm_record_notes(v_events);
	perform amocrm_record_lookups(v_events);
	perform amocrm_record_item_problems(v_events);

	return query
	select case
		when jsonb_typeof(work.item) = 'object'
			then work.item || jsonb_build_object('details', work.details)
		else work.item
	end
	from jsonb_to_recordset(v_work) as work (place int, item jsonb, details jsonb)
	order by work.place;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_pipelines(p_account_id bigint, p_rows jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_stored int;
begin
	insert into amocrm_pipelines (account_id, id, name, sort, is_main, is_archive, raw)
	select distinct on (id) p_account_id, amocrm_json_integer(item -> 'id') as id, item ->> 'name',
		amocrm_json_integer(item -> 'sort'),
		item -> 'is_main' = 'true', item -> 'is_archive' = 'true',
		item #- '{_embedded,statuses}'
	from amocrm_json_items(p_rows)
	order by id
	on conflict (account_id, id) do update set
		name = excluded.name, sort = excluded.sort, is_main = excluded.is_main,
		is_archive = excluded.is_archive, raw = excluded.raw, removed_at = null, stored_at = now();
	get diagnostics v_stored = row_count;

	insert into amocrm_statuses (account_id, pipeline_id, id, name, sort, color, type, raw)
	select distinct on (pipeline_id, id) p_account_id, amocrm_json_integer(pipeline.item -> 'id') as pipeline_id,
		amocrm_json_integer(status.item -> 'id') as id, status.item ->> 'name',
		amocrm_json_integer(status.item -> 'sort'), status.item ->> 'color',
		amocrm_json_integer(status.item -> 'type'), status.item
	from amocrm_json_items(p_rows) as pipeline,
		amocrm_json_items(pipeline.item #> '{_embedded,statuses}') as status
	where amocrm_json_integer(status.item -> 'id') is not null
	order by pipeline_id, id
	on conflict (account_id, pipeline_id, id) do update set
		name = excluded.name, sort = excluded.sort, color = excluded.color, type = excluded.type,
		raw = excluded.raw, removed_at = null, stored_at = now();

	update amocrm_pipelines as pipeline set removed_at = now()
	where account_id = p_account_id and removed_at is null and p_rows <> '[]'
		and not exists (
			select from amocrm_json_items(p_rows) where amocrm_json_integer(item -> 'id') = pipeline.id
		);
	-- A list without stages says nothing about them.
	update amocrm_statuses as status set removed_at = now()
	where account_id = p_account_id and removed_at is null
		and exists (select from amocrm_json_items(p_rows) where item #> '{_embedded,statuses,0}' is not null)
		and not exists (
			select
			from amocrm_json_items(p_rows) as pipeline,
				amocrm_json_items(pipeline.item #> '{_embedded,statuses}') as listed
			where amocrm_json_integer(pipeline.item -> 'id') = status.pipeline_id
				and amocrm_json_integer(listed.item -> 'id') = status.id
		);
	return v_stored;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_reference(p_kind text, p_account_id bigint, p_rows jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_rows jsonb;
begin
	if p_account_id is null then
		raise exception 'amocrm_store_reference: p_account_id is null: give the id of the amoCRM account'
			using errcode = 'AM001';
	end if;
	if jsonb_typeof(p_rows) is distinct from 'array' then
		raise exception 'amocrm_store_reference: p_rows is not an array but %', coalesce(jsonb_typeof(p_rows), 'null')
			using errcode = 'AM001';
	end if;
	select coalesce(jsonb_agg(item order by amocrm_json_integer(item -> 'id')), '[]') into v_rows
	from amocrm_json_items(p_rows)
	where amocrm_json_integer(item -> 'id') is not null;

	case p_kind
		when 'pipelines' then return amocrm_store_pipelines(p_account_id, v_rows);
		when 'users' then return amocrm_store_users(p_account_id, v_rows);
		when 'custom_fields' then return amocrm_store_custom_fields(p_account_id, v_rows);
		else
			raise exception 'amocrm_store_reference: unknown kind "%": use pipelines, users or custom_fields', p_kind
				using errcode = 'AM001';
	end case;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_store_users(p_account_id bigint, p_rows jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_stored int;
begin
	insert into amocrm_users (account_id, id, name, email, is_active, is_admin, group_id, raw)
	select distinct on (id) p_account_id, amocrm_json_integer(item -> 'id') as id, item ->> 'name',
		item ->> 'email', item #> '{rights,is_active}' = 'true', item #> '{rights,is_admin}' = 'true',
		amocrm_json_integer(item #> '{rights,group_id}'), item
	from amocrm_json_items(p_rows)
	order by id
	on conflict (account_id, id) do update set
		name = excluded.name, email = excluded.email, is_active = excluded.is_active,
		is_admin = excluded.is_admin, group_id = excluded.group_id, raw = excluded.raw,
		removed_at = null, stored_at = now();
	get diagnostics v_stored = row_count;

	update amocrm_users as present set removed_at = now()
	where account_id = p_account_id and removed_at is null and p_rows <> '[]'
		and not exists (
			select from amocrm_json_items(p_rows) where amocrm_json_integer(item -> 'id') = present.id
		);
	return v_stored;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_tag_names(p_details jsonb)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select coalesce(array_agg(tag.item ->> 'name' order by tag.place), '{}')
	from amocrm_json_items(p_details #> '{_embedded,tags}') as tag
	where tag.item ->> 'name' is not null
$function$;

CREATE OR REPLACE FUNCTION amocrm_take_chat_events(p_settings jsonb)
 RETURNS SETOF amocrm_webhook_events
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	delete from amocrm_chat_events
	where event_id in (
		select event_id from amocrm_chat_events
		where taken_at < now() - interval '30 days'
		order by taken_at
		limit 500
		for update skip locked
	);

	with fresh as (
		select event.*
		from amocrm_webhook_events as event
		where event.entity_type in ('talk', 'message', 'unsorted')
			and event.event_type in ('talk.add', 'talk.update', 'message.add', 'unsorted.add', 'unsorted.update')
			and event.ts > now() - amocrm_chat_days(p_settings)
			-- «Обработка вебхуков AmoCRM» fetches the lead; should Jarvis hold it up, nobody waits for him here.
			and (event.processed or event.ts < now() - interval '2 minutes')
			and event.account_id is not null
			and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, event.account_id)
			and not exists (select from amocrm_chat_events as taken where taken.event_id = event.id)
			and not exists (
				select from amocrm_disconnections as disconnection
				where disconnection.account_id = event.account_id and disconnection.reconnected_at is null
			)
		order by event.id
		limit 5000
	),
	-- Of two runs at once one counts an event.
	taken as (
		insert into amocrm_chat_events (event_id)
		select id from fresh
		on conflict do nothing
		returning event_id
	)
	select fresh.*
	from fresh
	join taken on taken.event_id = fresh.id
	-- Two triggers store a message twice, and one does when amoCRM repeats it days later.
	where fresh.event_type <> 'message.add' or not exists (
		select from amocrm_webhook_events as same
		where same.amocrm_entity_id = fresh.amocrm_entity_id and same.entity_type = 'message'
			and same.event_type = 'message.add' and same.account_id = fresh.account_id
			and same.payload -> 'talk_id' = fresh.payload -> 'talk_id'
			and same.id <> fresh.id
			-- The earlier one may have become visible after the later one was counted.
			and (same.id < fresh.id
				or exists (select from amocrm_chat_events as counted where counted.event_id = same.id))
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_take_chats(p_settings jsonb)
 RETURNS integer
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_events jsonb;
	v_taken int;
begin
	select coalesce(jsonb_agg(to_jsonb(event)), '[]') into v_events
	from amocrm_take_chat_events(p_settings) as event;
	if v_events = '[]' then
		return 0;
	end if;
	perform amocrm_store_chat_sources(v_events);

	insert into amocrm_chat_applications as known (
		account_id, talk_id, chat_id, messenger, amocrm_contact_id, amocrm_deal_id,
		started_at, last_message_at, messages, is_closed, talk_updated_at
	)
	select account_id, talk_id, chat_id, messenger, contact_id, lead_id,
		started_at, last_message_at, messages, is_closed, updated_at
	from amocrm_chat_moves(v_events)
	-- Two runs that share rows lock them in the same order: no deadlock.
	order by account_id, talk_id
	on conflict (account_id, talk_id) do update set
		chat_id = coalesce(known.chat_id, excluded.chat_id),
		messenger = coalesce(known.messenger, excluded.messenger),
		amocrm_contact_id = case when excluded.talk_updated_at >= known.talk_updated_at
			then coalesce(excluded.amocrm_contact_id, known.amocrm_contact_id)
			else coalesce(known.amocrm_contact_id, excluded.amocrm_contact_id) end,
		amocrm_deal_id = case when excluded.talk_updated_at >= known.talk_updated_at
			then coalesce(excluded.amocrm_deal_id, known.amocrm_deal_id)
			else coalesce(known.amocrm_deal_id, excluded.amocrm_deal_id) end,
		started_at = least(known.started_at, excluded.started_at),
		last_message_at = greatest(known.last_message_at, excluded.last_message_at),
		messages = known.messages + excluded.messages,
		is_closed = case when excluded.talk_updated_at >= known.talk_updated_at
			then coalesce(excluded.is_closed, known.is_closed)
			else coalesce(known.is_closed, excluded.is_closed) end,
		talk_updated_at = greatest(known.talk_updated_at, excluded.talk_updated_at),
		contact_unknown_at = case
			when excluded.amocrm_contact_id is null or excluded.amocrm_contact_id = known.amocrm_contact_id
				then known.contact_unknown_at end,
		deal_unknown_at = case
			when excluded.amocrm_deal_id is null or excluded.amocrm_deal_id = known.amocrm_deal_id
				then known.deal_unknown_at end,
		taken_at = now();
	get diagnostics v_taken = row_count;
	return v_taken;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_tracking_fields(p_fields jsonb)
 RETURNS jsonb
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select coalesce(
		jsonb_object_agg(
			lower(coalesce(nullif(field.item ->> 'field_code', ''), field.item ->> 'field_name')),
			field.item #> '{values,0,value}'
		),
		'{}'
	)
	from amocrm_json_items(p_fields) as field
	where (field.item ->> 'field_type' = 'tracking_data' or field.item ->> 'field_code' ~* '^utm_')
		and coalesce(nullif(field.item ->> 'field_code', ''), field.item ->> 'field_name') is not null
		and field.item #>> '{values,0,value}' is not null
$function$;

CREATE OR REPLACE FUNCTION amocrm_turn_backfill_page(p_backfill amocrm_backfills, p_rows jsonb, p_has_more boolean)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare
	v_earliest timestamptz;
	v_latest timestamptz;
	v_is_past_second boolean;
begin
	select min(amocrm_json_time(item -> 'updated_at')), max(amocrm_json_time(item -> 'updated_at'))
	into v_earliest, v_latest
	from amocrm_json_items(p_rows);
	v_is_past_second := not p_has_more or coalesce(v_latest > p_backfill.changed_from, p_backfill.changed_from is null);

	update amocrm_backfills set first_changed = coalesce(first_changed, v_earliest) where id = p_backfill.id;

	if p_backfill.walks_back and p_backfill.page = 1 then
		update amocrm_backfills set walks_back = false, changed_from = changed_from + interval '1 second'
		where id = p_backfill.id;
	elsif p_backfill.walks_back or p_backfill.page > 1 and v_is_past_second then
		-- A lead of this second that is changed meanwhile leaves it, and those behind it move up into pages
		-- that were read already. From the last page to the first they only move towards what is still to come.
		update amocrm_backfills set walks_back = true, page = page - 1 where id = p_backfill.id;
	elsif not v_is_past_second then
		update amocrm_backfills set page = page + 1 where id = p_backfill.id;
	elsif p_has_more then
		update amocrm_backfills set changed_from = v_latest where id = p_backfill.id;
	elsif p_backfill.by_time = 'updated_at' and p_backfill.until_time < p_backfill.opened_at
		and not p_backfill.is_catching_up
	then
		-- Changed before they were read, they are out of the wanted time; our clock may differ from amoCRM's.
		update amocrm_backfills set is_catching_up = true, changed_from = opened_at - interval '1 minute'
		where id = p_backfill.id;
	else
		update amocrm_backfills set is_listed = true where id = p_backfill.id;
	end if;
end
$function$;

CREATE OR REPLACE FUNCTION amocrm_unknown_buyers(p_settings jsonb)
 RETURNS TABLE(account_id bigint, contact_id text, asked_at timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION amocrm_unknown_chat_people(p_settings jsonb)
 RETURNS TABLE(account_id bigint, entity text, id bigint, asked_at timestamp with time zone)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with missing as (
		select distinct chat.account_id, person.entity,
			amocrm_json_integer(to_jsonb(person.amocrm_id)) as id
		from amocrm_open_chats(p_settings) as chat
		join amocrm_chat_applications as application on application.id = chat.id
		cross join lateral (
			values
				('contact', case when chat.is_contact_missing then application.amocrm_contact_id end),
				('lead', case when chat.is_deal_missing then chat.deal_id end)
		) as person (entity, amocrm_id)
		where person.amocrm_id is not null
			and not exists (
				select from amocrm_disconnections as disconnection
				where disconnection.account_id = chat.account_id and disconnection.reconnected_at is null
			)
	)
	select account_id, entity, id, now()
	from (
		select missing.*, row_number() over (partition by entity order by id desc) as place
		from missing
		where id > 0
	) as listed
	-- One request of contacts and one of leads a run, whatever has gathered.
	where place <= 250
	order by entity, id desc
$function$;

CREATE OR REPLACE FUNCTION amocrm_upsert_companies(p_rows jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with given as (
		select account_id, asked_at, details, amocrm_json_integer(details -> 'id')::text as id,
			amocrm_json_time(details -> 'updated_at') as updated_at
		from jsonb_to_recordset(p_rows) as answer (account_id bigint, asked_at timestamptz, details jsonb)
	),
	latest as (
		select distinct on (id, account_id) *
		from given
		where id is not null and account_id is not null
		order by id, account_id, updated_at desc nulls last, asked_at desc
	),
	stored as (
		insert into amocrm_companies as company (
			account_id, amocrm_company_id,
			name, phones, emails, responsible_user_id, group_id, created_by, updated_by, created_at,
			updated_at, tags, custom_fields, raw, fetched_at,
			deleted_at,
			deletion_known_at
		)
		select account_id, id,
			details ->> 'name',
			amocrm_field_texts(details -> 'custom_fields_values', 'PHONE'),
			amocrm_field_texts(details -> 'custom_fields_values', 'EMAIL'),
			amocrm_json_integer(details -> 'responsible_user_id'),
			amocrm_json_integer(details -> 'group_id'),
			amocrm_json_integer(details -> 'created_by'),
			amocrm_json_integer(details -> 'updated_by'),
			amocrm_json_time(details -> 'created_at'),
			updated_at,
			amocrm_tag_names(details),
			amocrm_custom_fields_by_name(details -> 'custom_fields_values'),
			details,
			asked_at,
			case when details -> 'is_deleted' = 'true' then coalesce(updated_at, asked_at) end,
			case when jsonb_typeof(details -> 'is_deleted') = 'boolean' then asked_at end
		from latest
		-- Two runs that share rows lock them in the same order: no deadlock.
		order by id, account_id
		on conflict (amocrm_company_id, account_id) do update set
				name = excluded.name,
				phones = excluded.phones,
				emails = excluded.emails,
				responsible_user_id = excluded.responsible_user_id,
				group_id = excluded.group_id,
				created_by = excluded.created_by,
				updated_by = excluded.updated_by,
				created_at = excluded.created_at,
				updated_at = excluded.updated_at,
				tags = excluded.tags,
				custom_fields = excluded.custom_fields,
				raw = excluded.raw,
				fetched_at = excluded.fetched_at,
				deleted_at = case
					when excluded.deletion_known_at > coalesce(company.deletion_known_at, '-infinity')
						-- The first time it was seen deleted is closer to the truth than the last.
						then case when excluded.deleted_at is null then null
							else coalesce(company.deleted_at, excluded.deleted_at) end
					else company.deleted_at
				end,
				deletion_known_at = greatest(company.deletion_known_at, excluded.deletion_known_at),
				metadata = company.metadata - 'not_found',
				stored_at = now()
			where company.updated_at is null
				or excluded.updated_at > company.updated_at
				or (excluded.updated_at = company.updated_at
					and excluded.fetched_at > coalesce(company.fetched_at, '-infinity'))
		returning 1
	)
	select count(*)::int from stored;
$function$;

CREATE OR REPLACE FUNCTION amocrm_upsert_contacts(p_rows jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with given as (
		select account_id, asked_at, details, amocrm_json_integer(details -> 'id')::text as id,
			amocrm_json_time(details -> 'updated_at') as updated_at
		from jsonb_to_recordset(p_rows) as answer (account_id bigint, asked_at timestamptz, details jsonb)
	),
	latest as (
		select distinct on (id, account_id) *
		from given
		where id is not null and account_id is not null
		order by id, account_id, updated_at desc nulls last, asked_at desc
	),
	stored as (
		insert into amocrm_contacts as contact (
			account_id, amocrm_contact_id,
			name, first_name, last_name, phones, emails, company_id, responsible_user_id, group_id,
			created_by, updated_by, created_at, updated_at, tags, custom_fields, raw, fetched_at,
			deleted_at,
			deletion_known_at
		)
		select account_id, id,
			details ->> 'name',
			details ->> 'first_name',
			details ->> 'last_name',
			amocrm_field_texts(details -> 'custom_fields_values', 'PHONE'),
			amocrm_field_texts(details -> 'custom_fields_values', 'EMAIL'),
			amocrm_json_integer(details #> '{_embedded,companies,0,id}'),
			amocrm_json_integer(details -> 'responsible_user_id'),
			amocrm_json_integer(details -> 'group_id'),
			amocrm_json_integer(details -> 'created_by'),
			amocrm_json_integer(details -> 'updated_by'),
			amocrm_json_time(details -> 'created_at'),
			updated_at,
			amocrm_tag_names(details),
			amocrm_custom_fields_by_name(details -> 'custom_fields_values'),
			details,
			asked_at,
			case when details -> 'is_deleted' = 'true' then coalesce(updated_at, asked_at) end,
			case when jsonb_typeof(details -> 'is_deleted') = 'boolean' then asked_at end
		from latest
		-- Two runs that share rows lock them in the same order: no deadlock.
		order by id, account_id
		on conflict (amocrm_contact_id, account_id) do update set
				name = excluded.name,
				first_name = excluded.first_name,
				last_name = excluded.last_name,
				phones = excluded.phones,
				emails = excluded.emails,
				company_id = excluded.company_id,
				responsible_user_id = excluded.responsible_user_id,
				group_id = excluded.group_id,
				created_by = excluded.created_by,
				updated_by = excluded.updated_by,
				created_at = excluded.created_at,
				updated_at = excluded.updated_at,
				tags = excluded.tags,
				custom_fields = excluded.custom_fields,
				raw = excluded.raw,
				fetched_at = excluded.fetched_at,
				deleted_at = case
					when excluded.deletion_known_at > coalesce(contact.deletion_known_at, '-infinity')
						-- The first time it was seen deleted is closer to the truth than the last.
						then case when excluded.deleted_at is null then null
							else coalesce(contact.deleted_at, excluded.deleted_at) end
					else contact.deleted_at
				end,
				deletion_known_at = greatest(contact.deletion_known_at, excluded.deletion_known_at),
				metadata = contact.metadata - 'not_found',
				stored_at = now()
			where contact.updated_at is null
				or excluded.updated_at > contact.updated_at
				or (excluded.updated_at = contact.updated_at
					and excluded.fetched_at > coalesce(contact.fetched_at, '-infinity'))
		returning 1
	)
	select count(*)::int from stored;
$function$;

CREATE OR REPLACE FUNCTION amocrm_upsert_deals(p_rows jsonb)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	with given as (
		select account_id, asked_at, details, amocrm_json_integer(details -> 'id')::text as id,
			amocrm_json_time(details -> 'updated_at') as updated_at
		from jsonb_to_recordset(p_rows) as answer (account_id bigint, asked_at timestamptz, details jsonb)
	),
	latest as (
		select distinct on (id, account_id) *
		from given
		where id is not null and account_id is not null
		order by id, account_id, updated_at desc nulls last, asked_at desc
	),
	stored as (
		insert into amocrm_deals as deal (
			account_id, amocrm_deal_id,
			name, pipeline_id, status_id, price, source_id, loss_reason_id, loss_reason, closed_at,
			contact_ids, main_contact_id, company_id, tracking, responsible_user_id, group_id, created_by,
			updated_by, created_at, updated_at, tags, custom_fields, raw, fetched_at,
			deleted_at,
			deletion_known_at
		)
		select account_id, id,
			details ->> 'name',
			amocrm_json_integer(details -> 'pipeline_id'),
			amocrm_json_integer(details -> 'status_id'),
			amocrm_json_number(details -> 'price'),
			amocrm_json_integer(details -> 'source_id'),
			amocrm_json_integer(details -> 'loss_reason_id'),
			details #>> '{_embedded,loss_reason,0,name}',
			amocrm_json_time(details -> 'closed_at'),
			amocrm_contact_ids(details),
			(amocrm_contact_ids(details))[1],
			amocrm_json_integer(details #> '{_embedded,companies,0,id}'),
			amocrm_tracking_fields(details -> 'custom_fields_values'),
			amocrm_json_integer(details -> 'responsible_user_id'),
			amocrm_json_integer(details -> 'group_id'),
			amocrm_json_integer(details -> 'created_by'),
			amocrm_json_integer(details -> 'updated_by'),
			amocrm_json_time(details -> 'created_at'),
			updated_at,
			amocrm_tag_names(details),
			amocrm_custom_fields_by_name(details -> 'custom_fields_values'),
			details,
			asked_at,
			case when details -> 'is_deleted' = 'true' then coalesce(updated_at, asked_at) end,
			case when jsonb_typeof(details -> 'is_deleted') = 'boolean' then asked_at end
		from latest
		-- Two runs that share rows lock them in the same order: no deadlock.
		order by id, account_id
		on conflict (amocrm_deal_id, account_id) do update set
				name = excluded.name,
				pipeline_id = excluded.pipeline_id,
				status_id = excluded.status_id,
				price = excluded.price,
				source_id = excluded.source_id,
				loss_reason_id = excluded.loss_reason_id,
				loss_reason = excluded.loss_reason,
				closed_at = excluded.closed_at,
				contact_ids = excluded.contact_ids,
				main_contact_id = excluded.main_contact_id,
				company_id = excluded.company_id,
				tracking = excluded.tracking,
				responsible_user_id = excluded.responsible_user_id,
				group_id = excluded.group_id,
				created_by = excluded.created_by,
				updated_by = excluded.updated_by,
				created_at = excluded.created_at,
				updated_at = excluded.updated_at,
				tags = excluded.tags,
				custom_fields = excluded.custom_fields,
				raw = excluded.raw,
				fetched_at = excluded.fetched_at,
				deleted_at = case
					when excluded.deletion_known_at > coalesce(deal.deletion_known_at, '-infinity')
						-- The first time it was seen deleted is closer to the truth than the last.
						then case when excluded.deleted_at is null then null
							else coalesce(deal.deleted_at, excluded.deleted_at) end
					else deal.deleted_at
				end,
				deletion_known_at = greatest(deal.deletion_known_at, excluded.deletion_known_at),
				metadata = deal.metadata - 'not_found',
				stored_at = now()
			where deal.updated_at is null
				or excluded.updated_at > deal.updated_at
				or (excluded.updated_at = deal.updated_at
					and excluded.fetched_at > coalesce(deal.fetched_at, '-infinity'))
		returning 1
	)
	select count(*)::int from stored;
$function$;

CREATE OR REPLACE FUNCTION amocrm_use_state(p_id text, p_expires_at timestamp with time zone)
 RETURNS boolean
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
	-- An hour more than needed: the clocks of n8n and of the database may differ.
	delete from amocrm_used_states where expires_at < now() - interval '1 hour';
	with used as (
		insert into amocrm_used_states (id, expires_at)
		values (p_id, p_expires_at)
		on conflict (id) do nothing
		returning 1
	)
	select exists (select from used);
$function$;

CREATE OR REPLACE FUNCTION amocrm_utc(p timestamp with time zone)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
	select to_char(p at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$function$;

CREATE OR REPLACE FUNCTION amocrm_without_secrets(p text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
 SET search_path TO 'public', 'pg_temp'
AS $function$
	select regexp_replace(
		regexp_replace(
			regexp_replace(p, '\mey[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*', '***', 'g'),
			'(bearer|basic)\s+[^\s"'',]+', '\1 ***', 'gi'
		),
		'((?:access_token|refresh_token|client_secret|password|api_key|authorization|secret|[?&]key)"?\s*[=:]\s*"?)(?!bearer|basic|\*)[^\s"&,}]+',
		'\1***', 'gi'
	)
$function$;

CREATE OR REPLACE FUNCTION amocrm_won_leads(p_settings jsonb)
 RETURNS TABLE(account_id bigint, amocrm_deal_id text, contact_id text, responsible_user_id bigint, serial_number text, model text, configuration text, telegram_id bigint, maintenance_date date)
 LANGUAGE sql
 STABLE
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$;

-- Views

create view amocrm_api_budget as
 SELECT account_id,
    requests_minute,
    250 AS limit_minute,
    requests_hour,
    7000 AS limit_hour,
    (7000 - requests_hour) AS free_hour,
    requests_day,
    limited_hour,
    limited_day,
    ((requests_hour >= 5600) OR (requests_minute >= 200) OR (limited_hour > 0)) AS is_alarming
   FROM ( SELECT amocrm_api_usage.account_id,
            GREATEST(COALESCE(sum(amocrm_api_usage.requests) FILTER (WHERE (amocrm_api_usage.minute = date_trunc('minute'::text, now(), 'UTC'::text))), (0)::bigint), COALESCE(sum(amocrm_api_usage.requests) FILTER (WHERE (amocrm_api_usage.minute = (date_trunc('minute'::text, now(), 'UTC'::text) - '00:01:00'::interval))), (0)::bigint)) AS requests_minute,
            COALESCE(sum(amocrm_api_usage.requests) FILTER (WHERE (amocrm_api_usage.minute > (now() - '01:00:00'::interval))), (0)::bigint) AS requests_hour,
            sum(amocrm_api_usage.requests) AS requests_day,
            COALESCE(sum(amocrm_api_usage.limited) FILTER (WHERE (amocrm_api_usage.minute > (now() - '01:00:00'::interval))), (0)::bigint) AS limited_hour,
            sum(amocrm_api_usage.limited) AS limited_day
           FROM amocrm_api_usage
          WHERE (amocrm_api_usage.minute > (now() - '1 day'::interval))
          GROUP BY amocrm_api_usage.account_id) used;

create view amocrm_api_requests_by_hour as
 SELECT account_id,
    date_trunc('hour'::text, minute) AS hour,
    source,
    sum(requests) AS requests,
    sum(limited) AS limited,
    max(requests) AS busiest_minute
   FROM amocrm_api_usage
  GROUP BY account_id, (date_trunc('hour'::text, minute)), source;

create view amocrm_backfill_progress as
 SELECT id,
    state,
    account_id,
    by_time,
    from_time,
    until_time,
    pipeline_id,
    leads,
    contacts,
    companies,
    written,
    requests,
    most_requests,
    changed_from AS read_until,
        CASE
            WHEN ((state = 'done'::text) OR is_listed OR is_catching_up) THEN 1.0
            WHEN ((changed_from IS NULL) OR (first_changed IS NULL)) THEN 0.0
            ELSE round(LEAST(1.0, (EXTRACT(epoch FROM (changed_from - first_changed)) / GREATEST((1)::numeric, EXTRACT(epoch FROM (LEAST(opened_at,
            CASE by_time
                WHEN 'updated_at'::text THEN until_time
                ELSE NULL::timestamp with time zone
            END) - first_changed))))), 3)
        END AS share_of_time,
    ((state = 'open'::text) AND COALESCE((leased_until >= now()), false)) AS is_running,
        CASE
            WHEN ((state = 'open'::text) AND (due_at > now())) THEN due_at
            ELSE NULL::timestamp with time zone
        END AS waits_until,
    last_error,
    opened_at,
    finished_at,
    (COALESCE(finished_at, now()) - opened_at) AS lasted
   FROM amocrm_backfills;

create view amocrm_deal_overview as
 SELECT deal.account_id,
    deal.amocrm_deal_id,
    deal.name,
    deal.pipeline_id,
    pipeline.name AS pipeline,
    deal.status_id,
    status.name AS status,
    deal.status_label,
    deal.price,
    deal.loss_reason,
    deal.responsible_user_id,
    member.name AS responsible_user,
    deal.main_contact_id,
    contact.name AS contact,
    contact.phones,
    contact.emails,
    deal.company_id,
    company.name AS company,
    deal.tags,
    deal.custom_fields,
    deal.utm_source,
    deal.utm_medium,
    deal.utm_campaign,
    deal.utm_content,
    deal.utm_term,
    deal.notes_count,
    deal.created_at,
    deal.updated_at,
    deal.closed_at,
    deal.deleted_at
   FROM (((((amocrm_deals deal
     LEFT JOIN amocrm_pipelines pipeline ON (((pipeline.account_id = deal.account_id) AND (pipeline.id = deal.pipeline_id))))
     LEFT JOIN amocrm_statuses status ON (((status.account_id = deal.account_id) AND (status.pipeline_id = deal.pipeline_id) AND (status.id = deal.status_id))))
     LEFT JOIN amocrm_users member ON (((member.account_id = deal.account_id) AND (member.id = deal.responsible_user_id))))
     LEFT JOIN amocrm_contacts contact ON (((contact.account_id = deal.account_id) AND (contact.amocrm_contact_id = (deal.main_contact_id)::text))))
     LEFT JOIN amocrm_companies company ON (((company.account_id = deal.account_id) AND (company.amocrm_company_id = (deal.company_id)::text))));

create view amocrm_event_problems as
 SELECT id,
    ts,
    status,
    event_type,
    entity_type,
    amocrm_entity_id,
    account_id,
    attempts,
    last_error,
    (metadata -> 'problems'::text) AS problems,
        CASE
            WHEN (status = 'pending'::text) THEN next_attempt_at
            ELSE NULL::timestamp with time zone
        END AS next_attempt_at,
        CASE status
            WHEN 'dead'::text THEN ('given up: remove the cause, then amocrm-pipeline events replay '::text || id)
            ELSE 'tried again by itself'::text
        END AS what_to_do
   FROM amocrm_webhook_events event
  WHERE ((status = 'dead'::text) OR ((status = ANY (ARRAY['pending'::text, 'processing'::text])) AND (last_error IS NOT NULL)));

create view amocrm_events_by_day as
 SELECT account_id,
    (date_trunc('day'::text, ts))::date AS day,
    event_type,
    count(*) AS events,
    sum(duplicates) AS repeats,
    count(*) FILTER (WHERE (status = 'dead'::text)) AS dead,
    round(avg(EXTRACT(epoch FROM (processed_at - ts))), 1) AS average_seconds
   FROM amocrm_webhook_events
  GROUP BY account_id, ((date_trunc('day'::text, ts))::date), event_type;

create view amocrm_events_latest as
 SELECT event.id,
    event.ts,
    event.event_type,
    event.entity_type,
    event.amocrm_entity_id,
    (event.payload ->> 'name'::text) AS name,
    event.parent_type,
    event.parent_id,
    event.account_id,
    event.status,
    COALESCE(member.name, (event.changed_by)::text) AS changed_by,
    event.changes,
    event.occurred_at,
    event.processed_at,
    round(EXTRACT(epoch FROM (event.processed_at - event.ts)), 1) AS seconds_to_process,
    event.attempts,
    event.duplicates,
    COALESCE(((event.metadata -> 'not_found'::text) = 'true'::jsonb), false) AS not_found,
    (event.metadata -> 'problems'::text) AS problems,
    event.last_error
   FROM (amocrm_webhook_events event
     LEFT JOIN amocrm_users member ON (((member.account_id = event.account_id) AND (member.id = event.changed_by))))
  ORDER BY event.ts DESC, event.id DESC;

create view amocrm_field_values as
 SELECT owner.account_id,
    owner.entity_type,
    owner.entity_id,
    owner.name,
    field.key AS field,
    value.place,
    (value.item #>> '{}'::text[]) AS value
   FROM ((( SELECT amocrm_deals.account_id,
            'leads'::text AS entity_type,
            amocrm_deals.amocrm_deal_id AS entity_id,
            amocrm_deals.name,
            amocrm_deals.custom_fields
           FROM amocrm_deals
          WHERE (amocrm_deals.deleted_at IS NULL)
        UNION ALL
         SELECT amocrm_contacts.account_id,
            'contacts'::text AS entity_type,
            amocrm_contacts.amocrm_contact_id,
            amocrm_contacts.name,
            amocrm_contacts.custom_fields
           FROM amocrm_contacts
          WHERE (amocrm_contacts.deleted_at IS NULL)
        UNION ALL
         SELECT amocrm_companies.account_id,
            'companies'::text AS entity_type,
            amocrm_companies.amocrm_company_id,
            amocrm_companies.name,
            amocrm_companies.custom_fields
           FROM amocrm_companies
          WHERE (amocrm_companies.deleted_at IS NULL)) owner
     CROSS JOIN LATERAL jsonb_each(owner.custom_fields) field(key, value))
     CROSS JOIN LATERAL jsonb_array_elements(
        CASE jsonb_typeof(field.value)
            WHEN 'array'::text THEN field.value
            ELSE jsonb_build_array(field.value)
        END) WITH ORDINALITY value(item, place));

create view amocrm_first_responses as
 SELECT deal.account_id,
    deal.amocrm_deal_id,
    deal.name,
    deal.pipeline_id,
    pipeline.name AS pipeline,
    deal.responsible_user_id,
    COALESCE(responsible.name, (deal.responsible_user_id)::text) AS responsible_user,
    COALESCE(author.name, (deal.created_by)::text) AS created_by,
    deal.created_at,
    first.responded_at,
    first.kind AS response,
    COALESCE(responder.name, (first.user_id)::text) AS responded_by,
    round((EXTRACT(epoch FROM (first.responded_at - deal.created_at)) / (60)::numeric), 1) AS minutes
   FROM (((((amocrm_deals deal
     LEFT JOIN LATERAL ( SELECT response.responded_at,
            response.kind,
            response.user_id
           FROM (( SELECT move.changed_at AS responded_at,
                    'move'::text AS kind,
                    move.changed_by AS user_id
                   FROM amocrm_deal_status_changes move
                  WHERE ((move.amocrm_deal_id = deal.amocrm_deal_id) AND (move.account_id = deal.account_id) AND (move.changed_at >= deal.created_at) AND (move.changed_by > 0))
                  ORDER BY move.changed_at
                 LIMIT 1)
                UNION ALL
                ( SELECT note.created_at,
                    'note'::text AS kind,
                    note.created_by
                   FROM amocrm_deal_notes note
                  WHERE ((note.amocrm_deal_id = deal.amocrm_deal_id) AND (note.account_id = deal.account_id) AND (note.created_at >= deal.created_at) AND (note.created_by > 0) AND (note.note_type IS DISTINCT FROM '25'::text))
                  ORDER BY note.created_at
                 LIMIT 1)
                UNION ALL
                 SELECT message.told_at,
                    'message'::text AS kind,
                    message.changed_by
                   FROM (unnest(deal.contact_ids) contact(id)
                     CROSS JOIN LATERAL ( SELECT COALESCE(event.occurred_at, event.ts) AS told_at,
                            event.changed_by
                           FROM amocrm_webhook_events event
                          WHERE ((event.event_type = 'message.outgoing'::text) AND (event.parent_type = 'contact'::text) AND (event.parent_id = (contact.id)::text) AND (event.account_id = deal.account_id) AND (COALESCE(event.occurred_at, event.ts) >= deal.created_at) AND (event.changed_by > 0))
                          ORDER BY COALESCE(event.occurred_at, event.ts)
                         LIMIT 1) message)) response
          ORDER BY response.responded_at
         LIMIT 1) first ON (true))
     LEFT JOIN amocrm_pipelines pipeline ON (((pipeline.account_id = deal.account_id) AND (pipeline.id = deal.pipeline_id))))
     LEFT JOIN amocrm_users responsible ON (((responsible.account_id = deal.account_id) AND (responsible.id = deal.responsible_user_id))))
     LEFT JOIN amocrm_users author ON (((author.account_id = deal.account_id) AND (author.id = deal.created_by))))
     LEFT JOIN amocrm_users responder ON (((responder.account_id = deal.account_id) AND (responder.id = first.user_id))))
  WHERE ((deal.deleted_at IS NULL) AND (EXISTS ( SELECT
           FROM amocrm_webhook_events event
          WHERE ((event.amocrm_entity_id = deal.amocrm_deal_id) AND (event.account_id = deal.account_id) AND (event.entity_type = 'lead'::text) AND (event.event_type = 'lead.add'::text)))));

create view amocrm_funnel_by_month as
 SELECT deal.account_id,
    (date_trunc('month'::text, deal.created_at))::date AS month,
    deal.pipeline_id,
    pipeline.name AS pipeline,
    count(*) AS leads,
    count(*) FILTER (WHERE (deal.status_label = 'in_progress'::text)) AS open,
    count(*) FILTER (WHERE (deal.status_label = 'successful'::text)) AS won,
    count(*) FILTER (WHERE (deal.status_label = 'unsuccessful'::text)) AS lost,
    round(((100.0 * (count(*) FILTER (WHERE (deal.status_label = 'successful'::text)))::numeric) / (count(*))::numeric), 1) AS won_percent,
    round(((100.0 * (count(*) FILTER (WHERE (deal.status_label = 'successful'::text)))::numeric) / (NULLIF(count(*) FILTER (WHERE (deal.status_label <> 'in_progress'::text)), 0))::numeric), 1) AS won_percent_of_closed,
    COALESCE(sum(deal.price) FILTER (WHERE (deal.status_label = 'in_progress'::text)), (0)::numeric) AS open_amount,
    COALESCE(sum(deal.price) FILTER (WHERE (deal.status_label = 'successful'::text)), (0)::numeric) AS won_amount,
    round((avg(EXTRACT(epoch FROM (deal.closed_at - deal.created_at))) FILTER (WHERE (deal.status_label = 'successful'::text)) / (86400)::numeric), 1) AS days_to_win
   FROM (amocrm_deals deal
     LEFT JOIN amocrm_pipelines pipeline ON (((pipeline.account_id = deal.account_id) AND (pipeline.id = deal.pipeline_id))))
  WHERE ((deal.deleted_at IS NULL) AND (deal.created_at IS NOT NULL))
  GROUP BY deal.account_id, ((date_trunc('month'::text, deal.created_at))::date), deal.pipeline_id, pipeline.name;

create view amocrm_inbox_depth as
 SELECT queue,
    count(*) FILTER (WHERE (status <> 'dead'::text)) AS waiting,
    count(*) FILTER (WHERE (status = 'dead'::text)) AS dead,
    COALESCE(round(EXTRACT(epoch FROM (now() - min(ts) FILTER (WHERE ((status = 'processing'::text) OR ((status = 'pending'::text) AND (next_attempt_at <= now()) AND ((account_id = ANY (ARRAY( SELECT amocrm_disconnections.account_id
           FROM amocrm_disconnections
          WHERE (amocrm_disconnections.reconnected_at IS NULL)))) IS NOT TRUE)))))), 1), (0)::numeric) AS lag_seconds
   FROM ( SELECT amocrm_webhook_events.queue,
            amocrm_webhook_events.status,
            amocrm_webhook_events.ts,
            amocrm_webhook_events.next_attempt_at,
            amocrm_webhook_events.account_id
           FROM amocrm_webhook_events
          WHERE (amocrm_webhook_events.status = 'pending'::text)
        UNION ALL
         SELECT amocrm_webhook_events.queue,
            amocrm_webhook_events.status,
            amocrm_webhook_events.ts,
            amocrm_webhook_events.next_attempt_at,
            amocrm_webhook_events.account_id
           FROM amocrm_webhook_events
          WHERE (amocrm_webhook_events.status = 'processing'::text)
        UNION ALL
         SELECT amocrm_webhook_events.queue,
            amocrm_webhook_events.status,
            amocrm_webhook_events.ts,
            amocrm_webhook_events.next_attempt_at,
            amocrm_webhook_events.account_id
           FROM amocrm_webhook_events
          WHERE (amocrm_webhook_events.status = 'dead'::text)) open
  GROUP BY queue;

create view amocrm_lost_by_reason as
 SELECT deal.account_id,
    (date_trunc('month'::text, deal.closed_at))::date AS month,
    deal.pipeline_id,
    pipeline.name AS pipeline,
    COALESCE(deal.loss_reason, '(none)'::text) AS loss_reason,
    count(*) AS lost,
    round(((100.0 * (count(*))::numeric) / sum(count(*)) OVER (PARTITION BY deal.account_id, ((date_trunc('month'::text, deal.closed_at))::date), deal.pipeline_id)), 1) AS percent_of_lost,
    COALESCE(sum(deal.price), (0)::numeric) AS lost_amount
   FROM (amocrm_deals deal
     LEFT JOIN amocrm_pipelines pipeline ON (((pipeline.account_id = deal.account_id) AND (pipeline.id = deal.pipeline_id))))
  WHERE ((deal.status_label = 'unsuccessful'::text) AND (deal.closed_at IS NOT NULL) AND (deal.deleted_at IS NULL))
  GROUP BY deal.account_id, ((date_trunc('month'::text, deal.closed_at))::date), deal.pipeline_id, pipeline.name, COALESCE(deal.loss_reason, '(none)'::text);

create view amocrm_manager_load as
 WITH deal AS (
         SELECT amocrm_deals.account_id,
            amocrm_deals.responsible_user_id AS user_id,
            count(*) FILTER (WHERE (amocrm_deals.status_label = 'in_progress'::text)) AS open_leads,
            COALESCE(sum(amocrm_deals.price) FILTER (WHERE (amocrm_deals.status_label = 'in_progress'::text)), (0)::numeric) AS open_amount,
            count(*) FILTER (WHERE ((amocrm_deals.status_label = 'in_progress'::text) AND (amocrm_deals.updated_at < (now() - '14 days'::interval)))) AS untouched_leads,
            count(*) FILTER (WHERE (amocrm_deals.created_at > (now() - '30 days'::interval))) AS new_30_days,
            count(*) FILTER (WHERE ((amocrm_deals.status_label = 'successful'::text) AND (amocrm_deals.closed_at > (now() - '30 days'::interval)))) AS won_30_days,
            count(*) FILTER (WHERE ((amocrm_deals.status_label = 'unsuccessful'::text) AND (amocrm_deals.closed_at > (now() - '30 days'::interval)))) AS lost_30_days,
            COALESCE(sum(amocrm_deals.price) FILTER (WHERE ((amocrm_deals.status_label = 'successful'::text) AND (amocrm_deals.closed_at > (now() - '30 days'::interval)))), (0)::numeric) AS revenue_30_days
           FROM amocrm_deals
          WHERE ((amocrm_deals.deleted_at IS NULL) AND (amocrm_deals.responsible_user_id IS NOT NULL))
          GROUP BY amocrm_deals.account_id, amocrm_deals.responsible_user_id
        ), move AS (
         SELECT amocrm_deal_status_changes.account_id,
            amocrm_deal_status_changes.changed_by AS user_id,
            count(*) AS moves_30_days
           FROM amocrm_deal_status_changes
          WHERE (amocrm_deal_status_changes.changed_at > (now() - '30 days'::interval))
          GROUP BY amocrm_deal_status_changes.account_id, amocrm_deal_status_changes.changed_by
        ), member AS (
         SELECT amocrm_users.account_id,
            amocrm_users.id AS user_id,
            amocrm_users.name,
            (amocrm_users.is_active AND (amocrm_users.removed_at IS NULL)) AS is_active
           FROM amocrm_users
        )
 SELECT account_id,
    user_id,
    COALESCE(member.name, (user_id)::text) AS user_name,
    member.is_active,
    COALESCE(deal.open_leads, (0)::bigint) AS open_leads,
    COALESCE(deal.open_amount, (0)::numeric) AS open_amount,
    COALESCE(deal.untouched_leads, (0)::bigint) AS untouched_leads,
    COALESCE(deal.new_30_days, (0)::bigint) AS new_30_days,
    COALESCE(deal.won_30_days, (0)::bigint) AS won_30_days,
    COALESCE(deal.lost_30_days, (0)::bigint) AS lost_30_days,
    COALESCE(deal.revenue_30_days, (0)::numeric) AS revenue_30_days,
    COALESCE(move.moves_30_days, (0)::bigint) AS moves_30_days
   FROM ((member
     FULL JOIN deal USING (account_id, user_id))
     LEFT JOIN move USING (account_id, user_id))
  WHERE (member.is_active OR (deal.open_leads > 0));

create view amocrm_pipeline_health as
 WITH dead AS (
         SELECT count(*) FILTER (WHERE (NOT given_up.is_unreadable)) AS events,
            count(*) FILTER (WHERE ((NOT given_up.is_unreadable) AND (given_up.ts > (now() - '01:00:00'::interval)))) AS events_hour,
            count(*) FILTER (WHERE (given_up.is_unreadable AND (given_up.ts > (now() - '1 day'::interval)))) AS unreadable_day
           FROM ( SELECT amocrm_webhook_events.ts,
                    (amocrm_webhook_events.event_type = 'delivery.unreadable'::text) AS is_unreadable
                   FROM amocrm_webhook_events
                  WHERE (amocrm_webhook_events.status = 'dead'::text)) given_up
        ), webhook AS (
         SELECT endpoint.queue,
            state.condition,
            state.since,
            EXTRACT(epoch FROM (now() - COALESCE(state.checked_at, endpoint.updated_at))) AS unchecked_seconds,
            COALESCE(('amoCRM says '::text || state.condition), 'not checked yet'::text) AS finding
           FROM (amocrm_endpoints endpoint
             LEFT JOIN amocrm_webhook_states state ON ((state.queue = endpoint.queue)))
        ), measured AS (
         SELECT 'lag'::text AS name,
            amocrm_inbox_depth.queue AS subject,
            amocrm_inbox_depth.lag_seconds AS value,
            format('%s waiting, the oldest due for %s s'::text, amocrm_inbox_depth.waiting, round(amocrm_inbox_depth.lag_seconds)) AS finding
           FROM amocrm_inbox_depth
        UNION ALL
         SELECT 'dead'::text AS name,
            ''::text AS subject,
            dead.events AS value,
            format('%s given up, %s of them came within the hour'::text, dead.events, dead.events_hour) AS finding
           FROM dead
        UNION ALL
         SELECT 'unreadable'::text AS name,
            ''::text AS subject,
            dead.unreadable_day AS value,
            format('%s bodies within a day held no event'::text, dead.unreadable_day) AS finding
           FROM dead
        UNION ALL
         SELECT 'silence'::text AS name,
            ''::text AS subject,
            EXTRACT(epoch FROM (now() - last.heard_at)) AS value,
            format('last event %s s ago'::text, round(EXTRACT(epoch FROM (now() - last.heard_at)))) AS finding
           FROM ( SELECT COALESCE(( SELECT max(amocrm_webhook_events.ts) AS max
                           FROM amocrm_webhook_events), ( SELECT max(amocrm_endpoints.updated_at) AS max
                           FROM amocrm_endpoints)) AS heard_at
                  WHERE (EXISTS ( SELECT
                           FROM amocrm_endpoints))) last
        UNION ALL
         SELECT 'workflow_failures'::text AS name,
            ''::text AS subject,
            count(*) AS value,
            format('%s failed runs within the hour'::text, count(*)) AS finding
           FROM amocrm_workflow_failures
          WHERE (amocrm_workflow_failures.ts > (now() - '01:00:00'::interval))
        UNION ALL
         SELECT 'api_minute'::text AS name,
            (amocrm_api_budget.account_id)::text AS subject,
            ((100.0 * (amocrm_api_budget.requests_minute)::numeric) / (amocrm_api_budget.limit_minute)::numeric) AS value,
            format('%s of %s requests in a minute'::text, amocrm_api_budget.requests_minute, amocrm_api_budget.limit_minute) AS finding
           FROM amocrm_api_budget
        UNION ALL
         SELECT 'api_hour'::text AS name,
            (amocrm_api_budget.account_id)::text AS subject,
            ((100.0 * (amocrm_api_budget.requests_hour)::numeric) / (amocrm_api_budget.limit_hour)::numeric) AS value,
            format('%s of %s requests within the hour'::text, amocrm_api_budget.requests_hour, amocrm_api_budget.limit_hour) AS finding
           FROM amocrm_api_budget
        UNION ALL
         SELECT 'api_limited'::text AS name,
            (amocrm_api_budget.account_id)::text AS subject,
            amocrm_api_budget.limited_hour AS value,
            format('%s answers 429 within the hour'::text, amocrm_api_budget.limited_hour) AS finding
           FROM amocrm_api_budget
        UNION ALL
         SELECT 'api_failing'::text AS name,
            amocrm_api_checks.watcher AS subject,
                CASE
                    WHEN (amocrm_api_checks.error IS NULL) THEN (0)::numeric
                    ELSE GREATEST((1)::numeric, EXTRACT(epoch FROM (now() - amocrm_api_checks.failing_since)))
                END AS value,
            COALESCE(amocrm_api_checks.error, format('amoCRM answered %s s ago'::text, round(EXTRACT(epoch FROM (now() - amocrm_api_checks.answered_at))))) AS finding
           FROM amocrm_api_checks
          WHERE (amocrm_api_checks.asked_at > (now() - GREATEST('1 day'::interval, ((2)::double precision * amocrm_api_checks.asked_every))))
        UNION ALL
         SELECT 'webhook_disabled'::text AS name,
            webhook.queue AS subject,
            ((NOT (webhook.condition IS DISTINCT FROM 'disabled'::text)))::integer AS value,
            webhook.finding
           FROM webhook
        UNION ALL
         SELECT 'webhook_missing'::text AS name,
            webhook.queue AS subject,
            ((NOT (webhook.condition IS DISTINCT FROM 'missing'::text)))::integer AS value,
            webhook.finding
           FROM webhook
        UNION ALL
         SELECT 'webhook_unchecked'::text AS name,
            webhook.queue AS subject,
            webhook.unchecked_seconds AS value,
            format('%s for %s s'::text,
                CASE
                    WHEN (webhook.condition IS NULL) THEN 'never checked'::text
                    ELSE 'not checked'::text
                END, round(webhook.unchecked_seconds)) AS finding
           FROM webhook
        UNION ALL
         SELECT 'telegram'::text AS name,
            ''::text AS subject,
            count(*) AS value,
            format('%s alarms could not be told'::text, count(*)) AS finding
           FROM amocrm_alerts
          WHERE (amocrm_alerts.last_error IS NOT NULL)
        UNION ALL
         SELECT 'account_disconnected'::text AS name,
            (amocrm_disconnections.account_id)::text AS subject,
            waiting.kept AS value,
            format('disconnected by %s since %s, %s events kept'::text, amocrm_disconnections.source, to_char((amocrm_disconnections.disconnected_at AT TIME ZONE 'UTC'::text), 'YYYY-MM-DD HH24:MI "UTC"'::text), waiting.kept) AS finding
           FROM (amocrm_disconnections
             CROSS JOIN LATERAL ( SELECT count(*) AS kept
                   FROM amocrm_webhook_events event
                  WHERE ((event.status = 'pending'::text) AND (event.account_id = amocrm_disconnections.account_id))) waiting)
          WHERE (amocrm_disconnections.reconnected_at IS NULL)
        UNION ALL
         SELECT 'analytics_waiting'::text AS name,
            ''::text AS subject,
            EXTRACT(epoch FROM (now() - min(amocrm_chat_applications.waiting_since))) AS value,
            format('%s conversations wait for the analytics'::text, count(*)) AS finding
           FROM amocrm_chat_applications
          WHERE ((amocrm_chat_applications.version > amocrm_chat_applications.delivered_version) AND (GREATEST(amocrm_chat_applications.next_attempt_at, amocrm_chat_applications.leased_until) > (now() - '1 day'::interval)) AND ((amocrm_chat_applications.last_error IS NOT NULL) OR (amocrm_chat_applications.attempts > 1)))
         HAVING (count(*) > 0)
        UNION ALL
         SELECT 'backend_messages'::text AS name,
            ''::text AS subject,
            EXTRACT(epoch FROM (now() - min(amocrm_backend_messages.made_at))) AS value,
            format('%s wait, the oldest for %s s'::text, count(*), round(EXTRACT(epoch FROM (now() - min(amocrm_backend_messages.made_at))))) AS finding
           FROM amocrm_backend_messages
          WHERE ((amocrm_backend_messages.told_at IS NULL) AND (amocrm_backend_messages.account_id <> ALL (ARRAY( SELECT amocrm_disconnections.account_id
                   FROM amocrm_disconnections
                  WHERE (amocrm_disconnections.reconnected_at IS NULL)))))
         HAVING (count(*) > 0)
        )
 SELECT name,
    subject,
    state,
    round(value, 1) AS value,
    unit,
    warning_from,
    alarm_from,
    finding,
        CASE
            WHEN (state <> 'ok'::text) THEN what_to_do
            ELSE NULL::text
        END AS what_to_do
   FROM ( SELECT known.place,
            known.name,
            COALESCE(measured.subject, ''::text) AS subject,
            COALESCE(measured.value, (0)::numeric) AS value,
            known.unit,
            known.what_to_do,
            effective.warning_from,
            effective.alarm_from,
            COALESCE(measured.finding, 'nothing yet'::text) AS finding,
                CASE
                    WHEN (measured.value >= effective.alarm_from) THEN 'alarm'::text
                    WHEN (measured.value >= effective.warning_from) THEN 'warning'::text
                    ELSE 'ok'::text
                END AS state
           FROM (((amocrm_health_checks() known(place, name, unit, warning_from, alarm_from, what_to_do)
             LEFT JOIN amocrm_health_limits own ON ((own.name = known.name)))
             CROSS JOIN LATERAL ( SELECT
                        CASE
                            WHEN (own.name IS NULL) THEN known.warning_from
                            ELSE own.warning_from
                        END AS warning_from,
                        CASE
                            WHEN (own.name IS NULL) THEN known.alarm_from
                            ELSE own.alarm_from
                        END AS alarm_from) effective)
             LEFT JOIN measured ON ((measured.name = known.name)))) checked
  ORDER BY place, subject;

create view amocrm_revenue_by_month as
 SELECT deal.account_id,
    (date_trunc('month'::text, deal.closed_at))::date AS month,
    deal.pipeline_id,
    pipeline.name AS pipeline,
    deal.responsible_user_id,
    COALESCE(member.name, (deal.responsible_user_id)::text) AS responsible_user,
    count(*) AS won,
    COALESCE(sum(deal.price), (0)::numeric) AS revenue,
    round(avg(deal.price), 2) AS average_price
   FROM ((amocrm_deals deal
     LEFT JOIN amocrm_pipelines pipeline ON (((pipeline.account_id = deal.account_id) AND (pipeline.id = deal.pipeline_id))))
     LEFT JOIN amocrm_users member ON (((member.account_id = deal.account_id) AND (member.id = deal.responsible_user_id))))
  WHERE ((deal.status_label = 'successful'::text) AND (deal.closed_at IS NOT NULL) AND (deal.deleted_at IS NULL))
  GROUP BY deal.account_id, ((date_trunc('month'::text, deal.closed_at))::date), deal.pipeline_id, pipeline.name, deal.responsible_user_id, member.name;

create view amocrm_sources_by_month as
 SELECT account_id,
    (date_trunc('month'::text, created_at))::date AS month,
    COALESCE(NULLIF(utm_source, ''::text), '(none)'::text) AS utm_source,
    COALESCE(NULLIF(utm_medium, ''::text), '(none)'::text) AS utm_medium,
    COALESCE(NULLIF(utm_campaign, ''::text), '(none)'::text) AS utm_campaign,
    count(*) AS leads,
    count(*) FILTER (WHERE (status_label = 'successful'::text)) AS won,
    count(*) FILTER (WHERE (status_label = 'unsuccessful'::text)) AS lost,
    round(((100.0 * (count(*) FILTER (WHERE (status_label = 'successful'::text)))::numeric) / (count(*))::numeric), 1) AS won_percent,
    COALESCE(sum(price) FILTER (WHERE (status_label = 'successful'::text)), (0)::numeric) AS revenue
   FROM amocrm_deals
  WHERE ((deleted_at IS NULL) AND (created_at IS NOT NULL))
  GROUP BY account_id, ((date_trunc('month'::text, created_at))::date), COALESCE(NULLIF(utm_source, ''::text), '(none)'::text), COALESCE(NULLIF(utm_medium, ''::text), '(none)'::text), COALESCE(NULLIF(utm_campaign, ''::text), '(none)'::text);

create view amocrm_stage_stays as
 WITH entry AS (
         SELECT amocrm_deal_status_changes.account_id,
            amocrm_deal_status_changes.amocrm_deal_id,
            1 AS turn,
            amocrm_deal_status_changes.changed_at AS at,
            amocrm_deal_status_changes.event_id,
            amocrm_deal_status_changes.to_pipeline_id AS pipeline_id,
            amocrm_deal_status_changes.to_status_id AS status_id,
            COALESCE(amocrm_deal_status_changes.from_pipeline_id, amocrm_deal_status_changes.to_pipeline_id) AS from_pipeline_id,
            amocrm_deal_status_changes.from_status_id,
            amocrm_deal_status_changes.changed_by AS moved_by,
            NULL::timestamp with time zone AS closed_at
           FROM amocrm_deal_status_changes
        UNION ALL
         SELECT deal_1.account_id,
            deal_1.amocrm_deal_id,
            0,
            deal_1.created_at,
            NULL::bigint AS event_id,
            COALESCE(added.pipeline_id, deal_1.pipeline_id) AS "coalesce",
            COALESCE(added.status_id, deal_1.status_id) AS "coalesce",
            NULL::bigint AS from_pipeline_id,
            NULL::bigint AS from_status_id,
            deal_1.created_by,
            NULL::timestamp with time zone AS closed_at
           FROM ((amocrm_deals deal_1
             LEFT JOIN LATERAL ( SELECT move.from_status_id
                   FROM amocrm_deal_status_changes move
                  WHERE ((move.amocrm_deal_id = deal_1.amocrm_deal_id) AND (move.account_id = deal_1.account_id))
                  ORDER BY move.changed_at, move.event_id
                 LIMIT 1) first_move ON (true))
             LEFT JOIN LATERAL ( SELECT amocrm_json_integer((event.payload -> 'pipeline_id'::text)) AS pipeline_id,
                    amocrm_json_integer((event.payload -> 'status_id'::text)) AS status_id
                   FROM amocrm_webhook_events event
                  WHERE ((first_move.from_status_id IS NULL) AND (event.amocrm_entity_id = deal_1.amocrm_deal_id) AND (event.account_id = deal_1.account_id) AND (event.entity_type = 'lead'::text) AND (event.event_type = 'lead.add'::text))
                  ORDER BY event.id
                 LIMIT 1) added ON (true))
          WHERE (EXISTS ( SELECT
                   FROM amocrm_webhook_events event
                  WHERE ((event.amocrm_entity_id = deal_1.amocrm_deal_id) AND (event.account_id = deal_1.account_id) AND (event.entity_type = 'lead'::text) AND (event.event_type = 'lead.add'::text))))
        UNION ALL
         SELECT amocrm_deals.account_id,
            amocrm_deals.amocrm_deal_id,
            2,
            amocrm_deals.updated_at,
            NULL::bigint AS event_id,
            amocrm_deals.pipeline_id,
            amocrm_deals.status_id,
            NULL::bigint AS from_pipeline_id,
            NULL::bigint AS from_status_id,
            NULL::bigint AS moved_by,
            amocrm_deals.closed_at
           FROM amocrm_deals
        ), neighbour AS (
         SELECT entry.account_id,
            entry.amocrm_deal_id,
            entry.turn,
            entry.at,
            entry.event_id,
            entry.pipeline_id,
            entry.status_id,
            entry.from_pipeline_id,
            entry.from_status_id,
            entry.moved_by,
            entry.closed_at,
            lag(entry.at) OVER lead_in_order AS at_before,
            lag(entry.status_id) OVER lead_in_order AS status_before,
            lead(entry.from_pipeline_id) OVER lead_in_order AS pipeline_left,
            lead(entry.from_status_id) OVER lead_in_order AS status_left
           FROM entry
          WINDOW lead_in_order AS (PARTITION BY entry.account_id, entry.amocrm_deal_id ORDER BY entry.turn, entry.at, entry.event_id)
        ), stay AS (
         SELECT neighbour.account_id,
            neighbour.amocrm_deal_id,
            neighbour.moved_by,
                CASE
                    WHEN ((neighbour.turn = 0) AND (neighbour.status_left IS NOT NULL)) THEN neighbour.pipeline_left
                    ELSE neighbour.pipeline_id
                END AS pipeline_id,
                CASE
                    WHEN (neighbour.turn = 0) THEN COALESCE(neighbour.status_left, neighbour.status_id)
                    ELSE neighbour.status_id
                END AS status_id,
            place.entered_at,
            lead(place.entered_at) OVER (PARTITION BY neighbour.account_id, neighbour.amocrm_deal_id ORDER BY neighbour.turn, neighbour.at, neighbour.event_id) AS left_at
           FROM (neighbour
             CROSS JOIN LATERAL ( SELECT
                        CASE neighbour.turn
                            WHEN 2 THEN GREATEST(COALESCE(neighbour.closed_at, neighbour.at), neighbour.at_before)
                            ELSE neighbour.at
                        END AS entered_at) place)
          WHERE ((neighbour.turn < 2) OR ((neighbour.status_id <> neighbour.status_before) AND (neighbour.at > neighbour.at_before)))
        )
 SELECT stay.account_id,
    stay.amocrm_deal_id,
    deal.name,
    COALESCE(status.pipeline_id, stay.pipeline_id, deal.pipeline_id) AS pipeline_id,
    pipeline.name AS pipeline,
    stay.status_id,
    status.name AS status,
    status.sort AS stage_order,
    stay.entered_at,
    stay.left_at,
    COALESCE(member.name, (stay.moved_by)::text) AS moved_by,
        CASE
            WHEN ((stay.left_at IS NOT NULL) OR (stay.status_id <> ALL (ARRAY[(142)::bigint, (143)::bigint]))) THEN round((EXTRACT(epoch FROM (COALESCE(stay.left_at, now()) - stay.entered_at)) / (86400)::numeric), 2)
            ELSE NULL::numeric
        END AS days
   FROM ((((stay
     JOIN amocrm_deals deal USING (account_id, amocrm_deal_id))
     LEFT JOIN amocrm_statuses status ON (((status.id = stay.status_id) AND (NOT (status.account_id IS DISTINCT FROM stay.account_id)) AND ((stay.status_id <> ALL (ARRAY[(142)::bigint, (143)::bigint])) OR (status.pipeline_id = COALESCE(stay.pipeline_id, deal.pipeline_id))))))
     LEFT JOIN amocrm_pipelines pipeline ON (((pipeline.account_id = stay.account_id) AND (pipeline.id = COALESCE(status.pipeline_id, stay.pipeline_id, deal.pipeline_id)))))
     LEFT JOIN amocrm_users member ON (((member.account_id = stay.account_id) AND (member.id = stay.moved_by))))
  WHERE (deal.deleted_at IS NULL);

create view amocrm_stages_reached as
 WITH stage AS (
         SELECT amocrm_statuses.account_id,
            amocrm_statuses.pipeline_id,
            amocrm_statuses.id,
            amocrm_statuses.name,
            amocrm_statuses.sort,
                CASE
                    WHEN (amocrm_statuses.id = 143) THEN (1)::bigint
                    WHEN (amocrm_statuses.type = 1) THEN (0)::bigint
                    ELSE row_number() OVER (PARTITION BY amocrm_statuses.account_id, amocrm_statuses.pipeline_id, ((amocrm_statuses.id = 143) OR (NOT (amocrm_statuses.type IS DISTINCT FROM 1))) ORDER BY amocrm_statuses.sort)
                END AS place
           FROM amocrm_statuses
          WHERE (amocrm_statuses.removed_at IS NULL)
        ), seen AS (
         SELECT amocrm_deals.account_id,
            amocrm_deals.amocrm_deal_id,
            amocrm_deals.pipeline_id,
            amocrm_deals.status_id
           FROM amocrm_deals
        UNION ALL
         SELECT amocrm_deal_status_changes.account_id,
            amocrm_deal_status_changes.amocrm_deal_id,
            amocrm_deal_status_changes.to_pipeline_id,
            amocrm_deal_status_changes.to_status_id
           FROM amocrm_deal_status_changes
        UNION ALL
         SELECT amocrm_deal_status_changes.account_id,
            amocrm_deal_status_changes.amocrm_deal_id,
            COALESCE(amocrm_deal_status_changes.from_pipeline_id, amocrm_deal_status_changes.to_pipeline_id) AS "coalesce",
            amocrm_deal_status_changes.from_status_id
           FROM amocrm_deal_status_changes
        ), furthest AS (
         SELECT seen.account_id,
            seen.amocrm_deal_id,
            stage.pipeline_id,
            max(stage.place) AS place
           FROM (seen
             JOIN stage ON (((stage.account_id = seen.account_id) AND (stage.id = seen.status_id) AND (stage.pipeline_id = COALESCE(seen.pipeline_id, stage.pipeline_id)))))
          GROUP BY seen.account_id, seen.amocrm_deal_id, stage.pipeline_id
        ), counted AS (
         SELECT deal.account_id,
            (date_trunc('month'::text, deal.created_at))::date AS month,
            deal.pipeline_id,
            COALESCE(furthest.place, (0)::bigint) AS place,
            count(*) AS leads
           FROM (amocrm_deals deal
             LEFT JOIN furthest USING (account_id, amocrm_deal_id, pipeline_id))
          WHERE ((deal.deleted_at IS NULL) AND (deal.created_at IS NOT NULL))
          GROUP BY deal.account_id, ((date_trunc('month'::text, deal.created_at))::date), deal.pipeline_id, COALESCE(furthest.place, (0)::bigint)
        ), reached AS (
         SELECT counted.account_id,
            counted.month,
            counted.pipeline_id,
            stage.id AS status_id,
            stage.name AS status,
            stage.place,
            (sum(counted.leads))::bigint AS leads_created,
            (COALESCE(sum(counted.leads) FILTER (WHERE (counted.place >= stage.place)), (0)::numeric))::bigint AS leads
           FROM (counted
             JOIN stage ON (((stage.account_id = counted.account_id) AND (stage.pipeline_id = counted.pipeline_id))))
          WHERE ((stage.id <> 143) AND (stage.place > 0))
          GROUP BY counted.account_id, counted.month, counted.pipeline_id, stage.id, stage.name, stage.place
        )
 SELECT reached.account_id,
    reached.month,
    reached.pipeline_id,
    pipeline.name AS pipeline,
    reached.status_id,
    reached.status,
    reached.place,
    reached.leads,
    round(((100.0 * (reached.leads)::numeric) / (reached.leads_created)::numeric), 1) AS percent_of_created,
    round(((100.0 * (reached.leads)::numeric) / (NULLIF(lag(reached.leads) OVER (PARTITION BY reached.account_id, reached.month, reached.pipeline_id ORDER BY reached.place), 0))::numeric), 1) AS percent_of_previous
   FROM (reached
     LEFT JOIN amocrm_pipelines pipeline ON (((pipeline.account_id = reached.account_id) AND (pipeline.id = reached.pipeline_id))));

-- Comments

comment on table amocrm_address_requests is 'How often the provider of addresses was asked: one row a user and minute, and one a day for all. Kept for two days.';

comment on column amocrm_address_requests.counter is 'user <account>:<user>; provider: all together; failure: failures told.';

comment on column amocrm_address_requests.since is 'The beginning of the minute, hour or day (UTC).';

comment on column amocrm_address_requests.requests is 'So many, and never more than the limit in the workflow''s settings.';

comment on table amocrm_address_suggestions is 'Answers of the provider of addresses; written by amocrm_store_address_suggestions, which removes old ones.';

comment on column amocrm_address_suggestions.provider is 'Who answered and how it was asked: an answer of one is none of another.';

comment on column amocrm_address_suggestions.query is 'What was typed, in small letters, single spaces, ё as е.';

comment on column amocrm_address_suggestions.suggestions is 'Array of {value}: a complete or longer address each; empty where the provider knows none.';

comment on column amocrm_address_suggestions.fetched_at is 'When the provider said so.';

comment on index amocrm_address_suggestions_age is 'Which are too old?';

comment on table amocrm_alerts is 'Everything that was ever an alarm, one row each, and what was told about it.';

comment on column amocrm_alerts.id is 'Number of ours.';

comment on column amocrm_alerts.name is 'The check, as in amocrm_pipeline_health.';

comment on column amocrm_alerts.subject is 'Of what: queue, account, or nothing, as in amocrm_pipeline_health.';

comment on column amocrm_alerts.is_alarming is 'It is an alarm now, as of the last look.';

comment on column amocrm_alerts.since is 'When that changed last.';

comment on column amocrm_alerts.health is 'The row of amocrm_pipeline_health at the last look.';

comment on column amocrm_alerts.told_alarming is 'The last message that was delivered said that it is an alarm.';

comment on column amocrm_alerts.told_at is 'When that message was delivered.';

comment on column amocrm_alerts.lease is 'The run that is telling it now.';

comment on column amocrm_alerts.leased_until is 'That run has died when it has not said by then whether the message was delivered.';

comment on column amocrm_alerts.is_telling_alarm is 'What that run is telling: an alarm, or its end.';

comment on column amocrm_alerts.last_error is 'Why the last message was not delivered; null when it was.';

comment on view amocrm_api_budget is 'Requests to amoCRM in the busier of the last two minutes, the last hour and day, against the plan''s 250 a minute and 7,000 an hour. is_alarming from 80 %, or when amoCRM answered 429 within the hour.';

comment on column amocrm_api_budget.account_id is 'The amoCRM account.';

comment on column amocrm_api_budget.requests_minute is 'Requests in the busier of the last two minutes.';

comment on column amocrm_api_budget.limit_minute is 'What the plan allows in a minute.';

comment on column amocrm_api_budget.requests_hour is 'Requests within the last hour.';

comment on column amocrm_api_budget.limit_hour is 'What the plan allows within an hour.';

comment on column amocrm_api_budget.free_hour is 'What is left of it.';

comment on column amocrm_api_budget.requests_day is 'Requests within the last 24 hours.';

comment on column amocrm_api_budget.limited_hour is 'Answers 429 within the last hour.';

comment on column amocrm_api_budget.limited_day is 'Answers 429 within the last 24 hours.';

comment on column amocrm_api_budget.is_alarming is 'From 80 % of a limit, or when amoCRM answered 429 within the hour.';

comment on table amocrm_api_checks is 'Whether amoCRM answers, one row for each workflow that asks regularly.';

comment on column amocrm_api_checks.watcher is 'n8n''s id of the workflow.';

comment on column amocrm_api_checks.account_id is 'The account that answered last; null while none did.';

comment on column amocrm_api_checks.asked_at is 'When it asked last.';

comment on column amocrm_api_checks.answered_at is 'When it last got what it asked for.';

comment on column amocrm_api_checks.failing_since is 'Since when every question has failed; null while amoCRM answers.';

comment on column amocrm_api_checks.error is 'Why the last question failed; tokens are removed.';

comment on column amocrm_api_checks.asked_every is 'How often the workflow asks; one that let two turns pass was removed.';

comment on view amocrm_api_requests_by_hour is 'Requests to amoCRM by hour and who made them. Against the limits: amocrm_api_budget.';

comment on column amocrm_api_requests_by_hour.account_id is 'The amoCRM account.';

comment on column amocrm_api_requests_by_hour.hour is 'When the hour began.';

comment on column amocrm_api_requests_by_hour.source is 'Who made them: webhooks, watch, reference, …';

comment on column amocrm_api_requests_by_hour.requests is 'Requests made.';

comment on column amocrm_api_requests_by_hour.limited is 'Of these: answered 429, too many.';

comment on column amocrm_api_requests_by_hour.busiest_minute is 'The most requests of this source in one minute of the hour.';

comment on table amocrm_api_usage is 'How many requests were made to amoCRM, by minute.';

comment on column amocrm_api_usage.minute is 'The minute it began.';

comment on column amocrm_api_usage.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_api_usage.source is 'Who made them, e.g. webhooks.';

comment on column amocrm_api_usage.requests is 'Requests made.';

comment on column amocrm_api_usage.limited is 'Of these: answered 429, too many.';

comment on table amocrm_backend_cursor is 'How far the event log was read for the back end: one row, made when its address was entered first.';

comment on column amocrm_backend_cursor.only_one is 'Always true.';

comment on column amocrm_backend_cursor.started_at is 'What was processed before is not told.';

comment on column amocrm_backend_cursor.read_until is 'What was processed until then is noted.';

comment on table amocrm_backend_messages is 'Messages to the application''s back end, each the state of a lead; kept until a week after it took a later one of the lead, the last of each lead for good.';

comment on column amocrm_backend_messages.id is 'Number of ours, in the order of making.';

comment on column amocrm_backend_messages.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_backend_messages.amocrm_deal_id is 'The lead.';

comment on column amocrm_backend_messages.idempotency_key is 'The same in every attempt: by it the back end knows a repeated one.';

comment on column amocrm_backend_messages.body is 'What is sent; a repeated attempt sends the same.';

comment on column amocrm_backend_messages.made_at is 'When it was made.';

comment on column amocrm_backend_messages.attempts is 'How often it was sent.';

comment on column amocrm_backend_messages.next_attempt_at is 'When it is sent again.';

comment on column amocrm_backend_messages.lease is 'The run that is sending it.';

comment on column amocrm_backend_messages.leased_until is 'That run has died when it has not said by then what the back end answered.';

comment on column amocrm_backend_messages.told_at is 'When the back end took it. Set by hand: it is given up.';

comment on column amocrm_backend_messages.followed_at is 'When it took a later message of the lead: this one is not needed any more.';

comment on column amocrm_backend_messages.last_error is 'Why the last attempt failed; tokens are removed.';

comment on index amocrm_backend_messages_due is 'What is to be sent now?';

comment on index amocrm_backend_messages_followed is 'Which can be forgotten?';

comment on index amocrm_backend_messages_lead is 'What was told of the lead last?';

comment on index amocrm_backend_messages_open is 'One at a time for each lead: that keeps their order.';

comment on table amocrm_backend_news is 'Events of leads that the back end is told of, each in one message.';

comment on column amocrm_backend_news.event_id is 'amocrm_webhook_events.id; the event may be purged already.';

comment on column amocrm_backend_news.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_backend_news.amocrm_deal_id is 'The lead.';

comment on column amocrm_backend_news.event_type is 'Name from the event table, e.g. lead.status.';

comment on column amocrm_backend_news.occurred_at is 'amoCRM''s clock, or the arrival of an event without a time.';

comment on column amocrm_backend_news.changes is 'What the body says changed: {field: {from, to}}.';

comment on column amocrm_backend_news.message_id is 'The message that tells it; null: none yet.';

comment on index amocrm_backend_news_message is 'The events of a message.';

comment on index amocrm_backend_news_untold is 'Of which leads is there news?';

comment on view amocrm_backfill_progress is 'Imports of leads that existed before the first webhook: what was wanted, how far each is, what it cost.';

comment on column amocrm_backfill_progress.id is 'Our number of the import.';

comment on column amocrm_backfill_progress.state is 'open; done; stopped: see last_error, can be resumed; cancelled.';

comment on column amocrm_backfill_progress.account_id is 'The amoCRM account; null until amoCRM named it.';

comment on column amocrm_backfill_progress.by_time is 'Which time of a lead from_time and until_time mean.';

comment on column amocrm_backfill_progress.from_time is 'Leads from here on; null: from the first.';

comment on column amocrm_backfill_progress.until_time is 'Leads before this; null: to the last.';

comment on column amocrm_backfill_progress.pipeline_id is 'Only leads of this pipeline; null: of all.';

comment on column amocrm_backfill_progress.leads is 'Different leads read so far.';

comment on column amocrm_backfill_progress.contacts is 'Contacts of these leads read so far.';

comment on column amocrm_backfill_progress.companies is 'Companies of these leads read so far.';

comment on column amocrm_backfill_progress.written is 'Rows made or brought up to date by it.';

comment on column amocrm_backfill_progress.requests is 'Requests made so far.';

comment on column amocrm_backfill_progress.most_requests is 'Requests after which it stops.';

comment on column amocrm_backfill_progress.read_until is 'Leads that changed before this are stored.';

comment on column amocrm_backfill_progress.share_of_time is 'From 0 to 1: how much of the time from the first lead''s last change until the start is read. Of time, not of leads, whose number amoCRM does not tell.';

comment on column amocrm_backfill_progress.is_running is 'A run works on it now.';

comment on column amocrm_backfill_progress.waits_until is 'Until when it waits: amoCRM refused, or the budget is used up.';

comment on column amocrm_backfill_progress.last_error is 'Why it waits or stopped.';

comment on column amocrm_backfill_progress.opened_at is 'When somebody asked for it.';

comment on column amocrm_backfill_progress.finished_at is 'When it was done, stopped or cancelled.';

comment on column amocrm_backfill_progress.lasted is 'From then to its end, or to now.';

comment on table amocrm_backfills is 'Imports of leads that exist already, one row each: what is wanted, how far it is read, what it cost. For people: amocrm_backfill_progress.';

comment on column amocrm_backfills.id is 'Our number of the import.';

comment on column amocrm_backfills.account_id is 'The amoCRM account; null until amoCRM named it.';

comment on column amocrm_backfills.by_time is 'Which time of a lead from_time and until_time mean.';

comment on column amocrm_backfills.from_time is 'Leads from here on; null: from the first.';

comment on column amocrm_backfills.until_time is 'Leads before this; null: to the last.';

comment on column amocrm_backfills.pipeline_id is 'Only leads of this pipeline; null: of all.';

comment on column amocrm_backfills.most_requests is 'Requests after which it stops; it can be resumed with more.';

comment on column amocrm_backfills.reserve_hour is 'Requests of the hour''s 7,000 that are left to the others.';

comment on column amocrm_backfills.state is 'open: to be read; done; stopped: see last_error, can be resumed; cancelled.';

comment on column amocrm_backfills.changed_from is 'How far it is read: leads that changed before this are stored.';

comment on column amocrm_backfills.first_changed is 'When the first lead that it read was changed last.';

comment on column amocrm_backfills.page is 'The page, from changed_from on, that comes next.';

comment on column amocrm_backfills.walks_back is 'More leads than a page changed within one second: its pages are read again from the last to the first.';

comment on column amocrm_backfills.is_catching_up is 'All wanted leads are read; now those that changed meanwhile.';

comment on column amocrm_backfills.is_listed is 'All leads are read; contacts and companies may be left.';

comment on column amocrm_backfills.requests is 'Requests made for it so far.';

comment on column amocrm_backfills.limited is 'Of these: answered 429.';

comment on column amocrm_backfills.refused is 'How often in a row amoCRM gave no list; 0 after an answer.';

comment on column amocrm_backfills.leads is 'Different leads that amoCRM gave.';

comment on column amocrm_backfills.contacts is 'Contacts of these leads that amoCRM gave.';

comment on column amocrm_backfills.companies is 'Companies of these leads that amoCRM gave.';

comment on column amocrm_backfills.written is 'Rows made or brought up to date by it; what was known as new or newer is not among them.';

comment on column amocrm_backfills.run is 'The run that works on it: n8n''s execution id, or a process of the command line.';

comment on column amocrm_backfills.run_waits is 'The run is a process of the command line, which waits for the budget itself and holds an advisory lock while it lives.';

comment on column amocrm_backfills.leased_until is 'Taken from that run when it made no step until then.';

comment on column amocrm_backfills.run_requests is 'Requests of the present or last run.';

comment on column amocrm_backfills.most_run_requests is 'Limit of one run; the next run goes on.';

comment on column amocrm_backfills.asked_at is 'When the request that is under way was given out.';

comment on column amocrm_backfills.due_at is 'Nothing is asked earlier: amoCRM refused, or the budget is used up.';

comment on column amocrm_backfills.last_error is 'Why it waits or stopped.';

comment on column amocrm_backfills.opened_at is 'When somebody asked for it.';

comment on column amocrm_backfills.finished_at is 'When it was done, stopped or cancelled.';

comment on column amocrm_backfills.told_at is 'When Telegram was told how it ended.';

comment on column amocrm_backfills.next_telling_at is 'Telegram is told no earlier; null: not to be told.';

comment on table amocrm_backfills_found is 'Leads that an import has read, and contacts and companies that they name; emptied when it is done or cancelled.';

comment on column amocrm_backfills_found.backfill_id is 'The import.';

comment on column amocrm_backfills_found.list is 'Which of amoCRM''s lists it is in.';

comment on column amocrm_backfills_found.entity_id is 'amoCRM''s id.';

comment on column amocrm_backfills_found.is_read is 'amoCRM was asked for it.';

comment on index amocrm_backfills_found_unread is 'Whom to ask for next?';

comment on index amocrm_backfills_open is 'One at a time: two would use the budget twice.';

comment on index amocrm_backfills_run is 'A run works on one import.';

comment on table amocrm_chat_applications is 'Conversations as applications for the analytics, one row a talk of amoCRM; delivered whenever it has grown.';

comment on column amocrm_chat_applications.id is 'Number of ours.';

comment on column amocrm_chat_applications.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_chat_applications.talk_id is 'amoCRM''s id of the talk.';

comment on column amocrm_chat_applications.chat_id is 'amoCRM''s id of the chat, which several talks may share.';

comment on column amocrm_chat_applications.messenger is 'Where the client writes: amoCRM''s origin, as telegram, waba, onlinechat.';

comment on column amocrm_chat_applications.amocrm_contact_id is 'Who writes.';

comment on column amocrm_chat_applications.amocrm_deal_id is 'The lead of the talk; null while it has none.';

comment on column amocrm_chat_applications.started_at is 'amoCRM''s clock: when the talk began.';

comment on column amocrm_chat_applications.last_message_at is 'amoCRM''s clock: the client''s last message that was taken.';

comment on column amocrm_chat_applications.messages is 'Messages of the client that were taken.';

comment on column amocrm_chat_applications.is_closed is 'Whether the talk was closed; null: nobody has said.';

comment on column amocrm_chat_applications.talk_updated_at is 'amoCRM''s clock: the newest event that was taken; an older one changes nothing that is known.';

comment on column amocrm_chat_applications.opened_at is 'When its first event was taken.';

comment on column amocrm_chat_applications.taken_at is 'When its last event was taken.';

comment on column amocrm_chat_applications.contact_unknown_at is 'When amoCRM said that it does not know the contact; nobody asks again.';

comment on column amocrm_chat_applications.deal_unknown_at is 'When amoCRM said that it does not know the lead; nobody asks again.';

comment on column amocrm_chat_applications.built_at is 'When content was made last of what is stored; null: what it needs is not here yet.';

comment on column amocrm_chat_applications.content is 'The application as the analytics gets it.';

comment on column amocrm_chat_applications.version is 'Number of content, from 1; 0: not made yet.';

comment on column amocrm_chat_applications.waiting_since is 'Since when a version waits for the analytics; null: it has the last one.';

comment on column amocrm_chat_applications.claimed_version is 'The last version that a run took to deliver; it never changes any more.';

comment on column amocrm_chat_applications.claimed_content is 'What that version says.';

comment on column amocrm_chat_applications.delivered_version is 'The last version that the analytics took.';

comment on column amocrm_chat_applications.delivered_content is 'What that version says.';

comment on column amocrm_chat_applications.delivered_at is 'When the analytics took it.';

comment on column amocrm_chat_applications.attempts is 'How often a delivery was tried since one was taken.';

comment on column amocrm_chat_applications.next_attempt_at is 'When the next one is tried.';

comment on column amocrm_chat_applications.lease is 'The run that is delivering it.';

comment on column amocrm_chat_applications.leased_until is 'That run has died when it has not said by then whether it was taken.';

comment on column amocrm_chat_applications.last_error is 'Why the last attempt failed; tokens are removed.';

comment on index amocrm_chat_applications_taken is 'Which talks may still change?';

comment on index amocrm_chat_applications_waiting is 'What is to be delivered now?';

comment on table amocrm_chat_events is 'Events that amocrm_chat_applications has counted already; kept 30 days.';

comment on column amocrm_chat_events.event_id is 'Row of amocrm_webhook_events, which may be purged by now.';

comment on column amocrm_chat_events.taken_at is 'When it was counted.';

comment on index amocrm_chat_events_taken is 'Which are old?';

comment on table amocrm_chat_sources is 'Where a chat came from, as its incoming lead («Неразобранное») said.';

comment on column amocrm_chat_sources.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_chat_sources.uid is 'amoCRM''s id of the incoming lead.';

comment on column amocrm_chat_sources.chat_id is 'The chat it came from.';

comment on column amocrm_chat_sources.amocrm_deal_id is 'The lead that it is or became.';

comment on column amocrm_chat_sources.source is 'service, site, source, source_name, referer, visitor_uid: what amoCRM told of them.';

comment on column amocrm_chat_sources.stored_at is 'When this row was written last.';

comment on index amocrm_chat_sources_chat is 'The source of a chat.';

comment on index amocrm_chat_sources_deal is 'The source of a lead.';

comment on table amocrm_clients is 'Who owns machines, one row a contact of amoCRM; follows the contact.';

comment on column amocrm_clients.id is 'Number of ours, stable for machine_instances.';

comment on column amocrm_clients.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_clients.amocrm_contact_id is 'amoCRM''s id of the contact as text.';

comment on column amocrm_clients.name is 'As amoCRM shows it; null where amoCRM does not know the contact any more.';

comment on column amocrm_clients.phones is 'Telephone numbers as entered.';

comment on column amocrm_clients.emails is 'E-mail addresses as entered.';

comment on column amocrm_clients.telegram_id is 'Where Telegram reaches the client: from the contact''s field, else from the field of a won lead.';

comment on column amocrm_clients.contact_updated_at is 'amoCRM''s clock: the state of the contact that this row shows; null: never seen.';

comment on column amocrm_clients.contact_state is 'Which state of the contact was read last, and for which field; only another one is read again.';

comment on column amocrm_clients.stored_at is 'When this row was written last.';

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

comment on index amocrm_contacts_emails is 'Contacts with an address: emails @> array[address].';

comment on index amocrm_contacts_phones is 'Contacts with a number: phones @> array[number].';

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

comment on table amocrm_deal_notes is 'The notes of leads that amoCRM told us of; notes_count counts these, so that purging events does not change it.';

comment on column amocrm_deal_notes.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_deal_notes.amocrm_deal_id is 'The lead.';

comment on column amocrm_deal_notes.amocrm_note_id is 'amoCRM''s id of the note; "event <id>" where the event has none.';

comment on column amocrm_deal_notes.event_id is 'The event that told it first (amocrm_webhook_events.id; the event may be purged already).';

comment on column amocrm_deal_notes.note_type is 'amoCRM''s kind: 4 text, 5 file, 10 incoming call, 11 outgoing call, 25 service, …';

comment on column amocrm_deal_notes.body is 'Text of the note as sent.';

comment on column amocrm_deal_notes.created_at is 'amoCRM''s clock, or the arrival of an event without a time.';

comment on column amocrm_deal_notes.created_by is 'The user who wrote it; 0 is a robot or an integration.';

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

comment on index amocrm_deals_contacts is 'Leads of a contact: contact_ids @> array[id].';

comment on index amocrm_deals_created is 'Leads of a period.';

comment on index amocrm_deals_status is 'Leads of a stage.';

comment on index amocrm_deals_updated is 'What changed lately.';

comment on table amocrm_disconnections is 'Every time an account was disconnected, one row each; written by amocrm_disconnect_account.';

comment on column amocrm_disconnections.id is 'Number of ours.';

comment on column amocrm_disconnections.account_id is 'The amoCRM account whose events wait.';

comment on column amocrm_disconnections.source is 'Who said so: amocrm, its uninstall hook; backend, a call with a JWT; operator, by hand.';

comment on column amocrm_disconnections.client_id is 'The integration (client_uuid) that was removed; null where only the account was named.';

comment on column amocrm_disconnections.disconnected_at is 'Since when; by our clock.';

comment on column amocrm_disconnections.reconnected_at is 'Until when; null while it lasts.';

comment on column amocrm_disconnections.reconnected_by is 'Who ended it: amocrm, by accepting a new token; backend or operator.';

comment on index amocrm_disconnections_open is 'Claiming: whose events wait? One row an account at the most.';

comment on table amocrm_endpoints is 'The published AmoCRM Triggers, one row each, kept by the trigger; the receiver answers in their name.';

comment on column amocrm_endpoints.queue is 'The trigger''s queue: its events have it in amocrm_webhook_events.queue.';

comment on column amocrm_endpoints.key_hash is 'SHA-256 of the key in the webhook''s address, hex. The key itself is not stored here.';

comment on column amocrm_endpoints.account_id is 'The account of the trigger''s credential; null while amoCRM could not be asked.';

comment on column amocrm_endpoints.settings is 'Body limit, dedupe window and filters, as the trigger has them.';

comment on column amocrm_endpoints.updated_at is 'When the trigger wrote it last.';

comment on view amocrm_event_problems is 'Events that were given up (dead) or that failed and are tried again.';

comment on column amocrm_event_problems.id is 'Our number of the event.';

comment on column amocrm_event_problems.ts is 'When it was stored.';

comment on column amocrm_event_problems.status is 'dead, or pending or processing again.';

comment on column amocrm_event_problems.event_type is 'Name from the event table, e.g. lead.status.';

comment on column amocrm_event_problems.entity_type is 'What changed: lead, contact, …';

comment on column amocrm_event_problems.amocrm_entity_id is 'amoCRM''s id of it as text.';

comment on column amocrm_event_problems.account_id is 'The amoCRM account.';

comment on column amocrm_event_problems.attempts is 'How often it was tried.';

comment on column amocrm_event_problems.last_error is 'Why the last attempt failed.';

comment on column amocrm_event_problems.problems is 'What was noticed in the body or in its details.';

comment on column amocrm_event_problems.next_attempt_at is 'When it is tried again; null when it is not waiting for that.';

comment on column amocrm_event_problems.what_to_do is 'What a person has to do about it, if anything.';

comment on view amocrm_events_by_day is 'The event log in figures: what amoCRM sent, by day and event. For single events: amocrm_events_latest.';

comment on column amocrm_events_by_day.account_id is 'The amoCRM account; null where neither body nor credential said it.';

comment on column amocrm_events_by_day.day is 'The day they were stored, in the time zone of the session.';

comment on column amocrm_events_by_day.event_type is 'Name from the event table, e.g. lead.status.';

comment on column amocrm_events_by_day.events is 'How many.';

comment on column amocrm_events_by_day.repeats is 'How often amoCRM sent one of them again.';

comment on column amocrm_events_by_day.dead is 'Given up: see amocrm_event_problems.';

comment on column amocrm_events_by_day.average_seconds is 'From stored to processed; null while none is processed.';

comment on view amocrm_events_latest is 'The events in words, the newest first: read it with a limit.';

comment on column amocrm_events_latest.id is 'Our number of the event, in the order of arrival.';

comment on column amocrm_events_latest.ts is 'When it was stored.';

comment on column amocrm_events_latest.event_type is 'Name from the event table, e.g. lead.status.';

comment on column amocrm_events_latest.entity_type is 'What changed: lead, contact, company, note, message, …';

comment on column amocrm_events_latest.amocrm_entity_id is 'amoCRM''s id of it as text.';

comment on column amocrm_events_latest.name is 'Its name, where the event has one.';

comment on column amocrm_events_latest.parent_type is 'What it hangs on, e.g. a note''s lead: the kind.';

comment on column amocrm_events_latest.parent_id is 'What it hangs on: the id as text.';

comment on column amocrm_events_latest.account_id is 'The amoCRM account.';

comment on column amocrm_events_latest.status is 'pending, processing, processed, skipped or dead.';

comment on column amocrm_events_latest.changed_by is 'Who changed it: a user''s name; 0 is a robot or an integration.';

comment on column amocrm_events_latest.changes is 'What the body says changed: {field: {from, to}}.';

comment on column amocrm_events_latest.occurred_at is 'amoCRM''s clock; null where the body carries no time (deletes).';

comment on column amocrm_events_latest.processed_at is 'When it became processed or skipped.';

comment on column amocrm_events_latest.seconds_to_process is 'From stored to processed.';

comment on column amocrm_events_latest.attempts is 'How often it was tried.';

comment on column amocrm_events_latest.duplicates is 'How often amoCRM sent it again.';

comment on column amocrm_events_latest.not_found is 'amoCRM did not know the id when it was asked.';

comment on column amocrm_events_latest.problems is 'What was noticed in the body or in its details.';

comment on column amocrm_events_latest.last_error is 'Why the last attempt failed.';

comment on view amocrm_field_values is 'Custom fields by name: one row for each value of a lead, contact or company, without deleted ones. To have fields as columns: custom_fields ->> ''name'' in amocrm_deal_overview.';

comment on column amocrm_field_values.account_id is 'The amoCRM account.';

comment on column amocrm_field_values.entity_type is 'leads, contacts or companies, as in amocrm_custom_fields.';

comment on column amocrm_field_values.entity_id is 'amoCRM''s id of it as text.';

comment on column amocrm_field_values.name is 'Its name.';

comment on column amocrm_field_values.field is 'Name of the field; a name that occurs twice gets " #<field id>".';

comment on column amocrm_field_values.place is '1, or 2, 3, … for the further values of a field that has several.';

comment on column amocrm_field_values.value is 'The value as text: dates as ISO 8601, flags true or false, composed values as JSON.';

comment on view amocrm_first_responses is 'First-response time: one row for each lead whose creation is in the event log, with the first thing a person did about it: moved it, wrote a note (calls are notes, what a service wrote is not) or a message to one of its contacts. responded_at is null while nobody did.';

comment on column amocrm_first_responses.account_id is 'The amoCRM account.';

comment on column amocrm_first_responses.amocrm_deal_id is 'The lead.';

comment on column amocrm_first_responses.name is 'Title of the lead.';

comment on column amocrm_first_responses.pipeline_id is 'The pipeline it is in now.';

comment on column amocrm_first_responses.pipeline is 'Name of the pipeline.';

comment on column amocrm_first_responses.responsible_user_id is 'Who is responsible now.';

comment on column amocrm_first_responses.responsible_user is 'The user''s name.';

comment on column amocrm_first_responses.created_by is 'Who made the lead: a user''s name; 0 is a robot or an integration, as for leads from a site or a messenger.';

comment on column amocrm_first_responses.created_at is 'When the lead was created.';

comment on column amocrm_first_responses.responded_at is 'When a person did something about it first; null while nobody did.';

comment on column amocrm_first_responses.response is 'What it was: move, note or message.';

comment on column amocrm_first_responses.responded_by is 'Who it was.';

comment on column amocrm_first_responses.minutes is 'Minutes from the creation to the response, nights and holidays included.';

comment on view amocrm_funnel_by_month is 'What became of the leads created in a month, by pipeline: open, won, lost, conversion, amounts. The newest months change for as long as their leads are open.';

comment on column amocrm_funnel_by_month.account_id is 'The amoCRM account.';

comment on column amocrm_funnel_by_month.month is 'First day of the month in which the leads were created, in the time zone of the session.';

comment on column amocrm_funnel_by_month.pipeline_id is 'The pipeline the leads are in now.';

comment on column amocrm_funnel_by_month.pipeline is 'Name of the pipeline.';

comment on column amocrm_funnel_by_month.leads is 'Leads created, without those deleted since.';

comment on column amocrm_funnel_by_month.open is 'Of these: neither won nor lost yet.';

comment on column amocrm_funnel_by_month.won is 'Of these: won (142).';

comment on column amocrm_funnel_by_month.lost is 'Of these: lost (143).';

comment on column amocrm_funnel_by_month.won_percent is 'Conversion: won in percent of all leads of the month.';

comment on column amocrm_funnel_by_month.won_percent_of_closed is 'Won in percent of those that are won or lost; null while all are open.';

comment on column amocrm_funnel_by_month.open_amount is 'Sum of the prices of open leads, in the currency of the account.';

comment on column amocrm_funnel_by_month.won_amount is 'Sum of the prices of won leads, in the currency of the account.';

comment on column amocrm_funnel_by_month.days_to_win is 'Average days from creation to won.';

comment on table amocrm_health_limits is 'Limits of this installation instead of those in amocrm_health_checks(); written by amocrm_set_health_limits.';

comment on column amocrm_health_limits.name is 'The check, as in amocrm_health_checks().';

comment on column amocrm_health_limits.warning_from is 'From this value on it is a warning; null: never.';

comment on column amocrm_health_limits.alarm_from is 'From this value on it is an alarm; null: never.';

comment on view amocrm_inbox_depth is 'How full the inbox is, by queue: events waiting (pending or in a run), dead ones, and the age in seconds of the oldest that is due and not done (those of disconnected accounts wait, and are not late).';

comment on column amocrm_inbox_depth.queue is 'One queue for each trigger node.';

comment on column amocrm_inbox_depth.waiting is 'Events pending or in a run.';

comment on column amocrm_inbox_depth.dead is 'Events given up.';

comment on column amocrm_inbox_depth.lag_seconds is 'Age of the oldest event that is due and not done; 0 when there is none.';

comment on view amocrm_lost_by_reason is 'Why leads were lost, by the month in which they were lost and pipeline.';

comment on column amocrm_lost_by_reason.account_id is 'The amoCRM account.';

comment on column amocrm_lost_by_reason.month is 'First day of the month in which the leads were lost, in the time zone of the session.';

comment on column amocrm_lost_by_reason.pipeline_id is 'The pipeline.';

comment on column amocrm_lost_by_reason.pipeline is 'Name of the pipeline.';

comment on column amocrm_lost_by_reason.loss_reason is 'The reason chosen in amoCRM; (none) where nobody chose one.';

comment on column amocrm_lost_by_reason.lost is 'Leads lost.';

comment on column amocrm_lost_by_reason.percent_of_lost is 'The same in percent of all that were lost in this month and pipeline.';

comment on column amocrm_lost_by_reason.lost_amount is 'Sum of their prices, in the currency of the account.';

comment on view amocrm_manager_load is 'What each user has on the table now and did within 30 days. Users who may not sign in any more are listed while they are responsible for open leads.';

comment on column amocrm_manager_load.account_id is 'The amoCRM account.';

comment on column amocrm_manager_load.user_id is 'The user.';

comment on column amocrm_manager_load.user_name is 'The user''s name; the id while amocrm_users does not know it.';

comment on column amocrm_manager_load.is_active is 'May sign in; null while amocrm_users does not know the user.';

comment on column amocrm_manager_load.open_leads is 'Leads the user is responsible for that are neither won nor lost.';

comment on column amocrm_manager_load.open_amount is 'Sum of their prices, in the currency of the account.';

comment on column amocrm_manager_load.untouched_leads is 'Of these: not changed in amoCRM for 14 days.';

comment on column amocrm_manager_load.new_30_days is 'Leads created within 30 days.';

comment on column amocrm_manager_load.won_30_days is 'Leads won within 30 days.';

comment on column amocrm_manager_load.lost_30_days is 'Leads lost within 30 days.';

comment on column amocrm_manager_load.revenue_30_days is 'Sum of the prices of those won, in the currency of the account.';

comment on column amocrm_manager_load.moves_30_days is 'Moves from stage to stage that the user made within 30 days, whoever was responsible.';

comment on table amocrm_messenger_sources is 'Messengers and what the analytics counts their chats to («Соответствие мессенджеров и источников») where there is no visitor session; edited with amocrm_set_messenger_source.';

comment on column amocrm_messenger_sources.account_id is 'The amoCRM account; 0: every one that has no row of its own.';

comment on column amocrm_messenger_sources.messenger is 'amoCRM''s origin in lower case, as telegram; with * at the end all that begin so, as com.wazzup24.*.';

comment on column amocrm_messenger_sources.campaign is 'The advertising campaign in the analytics; null where a source is named.';

comment on column amocrm_messenger_sources.source is 'The source in the analytics; null where a campaign is named.';

comment on column amocrm_messenger_sources.site is 'The site that the source belongs to.';

comment on column amocrm_messenger_sources.changed_at is 'When this row was written last.';

comment on table amocrm_migrations is 'Which SQL files were applied: numbered migrations once, functions and views again whenever they change.';

comment on column amocrm_migrations.name is 'Path of the file below sql/.';

comment on column amocrm_migrations.number is 'Number of the migration; null for functions and views.';

comment on column amocrm_migrations.hash is 'SHA-256 of the file as applied.';

comment on column amocrm_migrations.applied_at is 'When it was applied last.';

comment on table amocrm_notices is 'What clients (Telegram) and managers (tasks in amoCRM) are to be told, one row each; told once.';

comment on column amocrm_notices.id is 'Number of ours.';

comment on column amocrm_notices.account_id is 'The amoCRM account in which the machine was sold.';

comment on column amocrm_notices.kind is 'machine_registered, maintenance_due, serial_missing, serial_taken, or client_untold: a message that could not reach the client.';

comment on column amocrm_notices.channel is 'telegram: to the client; task: to the manager.';

comment on column amocrm_notices.subject is 'What makes it once: the machine, the machine and the date, the lead.';

comment on column amocrm_notices.chat_id is 'The client in Telegram.';

comment on column amocrm_notices.message is 'The text of the message or of the task.';

comment on column amocrm_notices.task is 'Of a task: its entity and responsible user as API v4 takes them. Of a message: those of the task that is made when Telegram refuses for good.';

comment on column amocrm_notices.made_at is 'When it became due.';

comment on column amocrm_notices.attempts is 'How often it was tried.';

comment on column amocrm_notices.next_attempt_at is 'When it is tried again.';

comment on column amocrm_notices.lease is 'The run that is telling it.';

comment on column amocrm_notices.leased_until is 'That run has died when it has not said by then whether it was taken.';

comment on column amocrm_notices.told_at is 'When Telegram or amoCRM took it.';

comment on column amocrm_notices.given_up_at is 'When it was given up: refused for good, or too often.';

comment on column amocrm_notices.last_error is 'Why the last attempt failed; tokens are removed.';

comment on index amocrm_notices_open is 'What is to be told now?';

comment on view amocrm_pipeline_health is 'Is everything all right? One row for each check, and for each queue or account where there are several: state (ok, warning, alarm), value against its limits, and what to do.';

comment on column amocrm_pipeline_health.name is 'The check.';

comment on column amocrm_pipeline_health.subject is 'The queue or account it is about; empty where there is only one.';

comment on column amocrm_pipeline_health.state is 'ok, warning or alarm.';

comment on column amocrm_pipeline_health.value is 'What was measured.';

comment on column amocrm_pipeline_health.unit is 'Its unit.';

comment on column amocrm_pipeline_health.warning_from is 'A warning from this value on; null: never.';

comment on column amocrm_pipeline_health.alarm_from is 'An alarm from this value on; null: never.';

comment on column amocrm_pipeline_health.finding is 'What was found, in words.';

comment on column amocrm_pipeline_health.what_to_do is 'What a person has to do; null while it is ok.';

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

comment on table amocrm_recoveries is 'Times in which amoCRM''s webhooks may not have reached us, one row each, and how far their changes were fetched through the API.';

comment on column amocrm_recoveries.id is 'Our number of the recovery; recovered events carry it in metadata.recovery_id.';

comment on column amocrm_recoveries.queue is 'Whose events are missing: the trigger''s queue.';

comment on column amocrm_recoveries.account_id is 'The amoCRM account; null until an answer names it.';

comment on column amocrm_recoveries.reason is 'disabled or missing: how the webhook was found; outage: nobody looked for a while, so n8n was probably down.';

comment on column amocrm_recoveries.state is 'open: to be fetched; done; incomplete: ended by the limit of requests, see last_error; failed: cannot be done, see last_error.';

comment on column amocrm_recoveries.from_time is 'Events may be missing from here on.';

comment on column amocrm_recoveries.is_clipped is 'What happened before from_time was left out, because it is longer ago than the setting maxDays.';

comment on column amocrm_recoveries.until_time is 'From here on webhooks come again; null while they do not.';

comment on column amocrm_recoveries.due_at is 'Not fetched earlier: amoCRM may still repeat what it could not deliver.';

comment on column amocrm_recoveries.phase is 'The list that is being read.';

comment on column amocrm_recoveries.page is 'The page of that list that comes next.';

comment on column amocrm_recoveries.changed_from is 'Lists of entities: only what changed from here on is still to be read.';

comment on column amocrm_recoveries.requests is 'Requests made for it so far.';

comment on column amocrm_recoveries.run_requests is 'Requests of the present or last run.';

comment on column amocrm_recoveries.most_run_requests is 'Limit of one run; the next run goes on.';

comment on column amocrm_recoveries.most_requests is 'Limit of all runs; what was found until then is stored.';

comment on column amocrm_recoveries.found is 'Changes and changed entities found.';

comment on column amocrm_recoveries.stored is 'Of these: unknown until then and stored as events.';

comment on column amocrm_recoveries.run is 'The run that works on it: n8n''s execution id.';

comment on column amocrm_recoveries.leased_until is 'Taken from that run when it made no step until then.';

comment on column amocrm_recoveries.last_error is 'Why the last run stopped, or what was left out.';

comment on column amocrm_recoveries.opened_at is 'When the trouble was noticed.';

comment on column amocrm_recoveries.finished_at is 'When it ended.';

comment on column amocrm_recoveries.refused is 'Requests of these that brought no list: amoCRM was down or refused the token. One a run at most; they do not count against most_requests.';

comment on index amocrm_recoveries_open is 'At most one open recovery for each queue.';

comment on index amocrm_recoveries_run is 'A run works on one recovery.';

comment on table amocrm_recovery_finds is 'What an open recovery has read so far; emptied when it ends.';

comment on column amocrm_recovery_finds.recovery_id is 'The recovery.';

comment on column amocrm_recovery_finds.kind is 'entity: a lead, contact or company as it is now; change: an entry of GET /api/v4/events.';

comment on column amocrm_recovery_finds.key is 'Kind of entity and id, e.g. lead 123; or amoCRM''s id of the change.';

comment on column amocrm_recovery_finds.data is 'amoCRM''s answer.';

comment on view amocrm_revenue_by_month is 'Won leads and their prices by the month in which they were won, pipeline and responsible user.';

comment on column amocrm_revenue_by_month.account_id is 'The amoCRM account.';

comment on column amocrm_revenue_by_month.month is 'First day of the month in which the leads were won, in the time zone of the session.';

comment on column amocrm_revenue_by_month.pipeline_id is 'The pipeline.';

comment on column amocrm_revenue_by_month.pipeline is 'Name of the pipeline.';

comment on column amocrm_revenue_by_month.responsible_user_id is 'Who is responsible now.';

comment on column amocrm_revenue_by_month.responsible_user is 'The user''s name.';

comment on column amocrm_revenue_by_month.won is 'Leads won.';

comment on column amocrm_revenue_by_month.revenue is 'Sum of their prices, in the currency of the account.';

comment on column amocrm_revenue_by_month.average_price is 'Average of their prices, without leads of unknown price.';

comment on table amocrm_site_requests is 'Requests and orders from the site or Mini App, one row each; kept until amoCRM has the lead.';

comment on column amocrm_site_requests.id is 'Number of ours.';

comment on column amocrm_site_requests.request_id is 'The site''s own id of it: the same one is taken once.';

comment on column amocrm_site_requests.body is 'What the site sent, checked by amocrm_request_problems.';

comment on column amocrm_site_requests.received_at is 'When it came first.';

comment on column amocrm_site_requests.attempts is 'How often it was tried.';

comment on column amocrm_site_requests.next_attempt_at is 'When it is tried again.';

comment on column amocrm_site_requests.lease is 'The run that is working on it.';

comment on column amocrm_site_requests.leased_until is 'That run has died when it has not said by then how it ended.';

comment on column amocrm_site_requests.amocrm_contact_id is 'The contact that was found or made.';

comment on column amocrm_site_requests.amocrm_deal_id is 'The lead that was made of it.';

comment on column amocrm_site_requests.completed_at is 'When amoCRM had all of it: contact, lead, note.';

comment on column amocrm_site_requests.last_error is 'Why the last attempt failed; tokens are removed.';

comment on column amocrm_site_requests.service_said_at is 'When the engineer said first that the service is done: the next maintenance counts from it.';

comment on column amocrm_site_requests.service_lease is 'The run that is telling amoCRM that the service is done.';

comment on column amocrm_site_requests.service_leased_until is 'That run has died when it has not said by then how it ended.';

comment on column amocrm_site_requests.service_done_at is 'When amoCRM was told that the service is done.';

comment on column amocrm_site_requests.service_done_by is 'The engineer, as the site names him.';

comment on index amocrm_site_requests_completed is 'What was done lately?';

comment on index amocrm_site_requests_deal is 'Was the lead made of a request?';

comment on index amocrm_site_requests_open is 'What is to be tried again?';

comment on view amocrm_sources_by_month is 'Where leads come from and what they bring: by the month of creation and UTM marks. Other marks (gclid, yclid, _ym_uid, …) are in amocrm_deals.tracking.';

comment on column amocrm_sources_by_month.account_id is 'The amoCRM account.';

comment on column amocrm_sources_by_month.month is 'First day of the month in which the leads were created, in the time zone of the session.';

comment on column amocrm_sources_by_month.utm_source is 'Tracking field utm_source; (none) where it is empty.';

comment on column amocrm_sources_by_month.utm_medium is 'Tracking field utm_medium; (none) where it is empty.';

comment on column amocrm_sources_by_month.utm_campaign is 'Tracking field utm_campaign; (none) where it is empty.';

comment on column amocrm_sources_by_month.leads is 'Leads created, without those deleted since.';

comment on column amocrm_sources_by_month.won is 'Of these: won.';

comment on column amocrm_sources_by_month.lost is 'Of these: lost.';

comment on column amocrm_sources_by_month.won_percent is 'Conversion: won in percent of all.';

comment on column amocrm_sources_by_month.revenue is 'Sum of the prices of those won, whenever that was, in the currency of the account.';

comment on view amocrm_stage_stays is 'Time in stage: one row for each time a lead was in a stage, without deleted leads. What happened before the pipeline was set up is not known; of a lead whose creation we were told of, the first stage is in it too. A move that amoCRM did not tell us of counts from the closing, or from the last change, of the lead.';

comment on column amocrm_stage_stays.account_id is 'The amoCRM account.';

comment on column amocrm_stage_stays.amocrm_deal_id is 'The lead.';

comment on column amocrm_stage_stays.name is 'Title of the lead.';

comment on column amocrm_stage_stays.pipeline_id is 'The pipeline it was in then.';

comment on column amocrm_stage_stays.pipeline is 'Name of the pipeline.';

comment on column amocrm_stage_stays.status_id is 'The stage; 142 is won, 143 is lost.';

comment on column amocrm_stage_stays.status is 'Name of the stage.';

comment on column amocrm_stage_stays.stage_order is 'Place of the stage within its pipeline.';

comment on column amocrm_stage_stays.entered_at is 'When it came into the stage; where nobody told us, when it was closed or changed last.';

comment on column amocrm_stage_stays.left_at is 'When it left the stage; null while it is there.';

comment on column amocrm_stage_stays.moved_by is 'Who brought it there: a user''s name; 0 is a robot or an integration; null where nobody told us.';

comment on column amocrm_stage_stays.days is 'How long it was there, until now where it still is; null in won and lost, which are no waiting.';

comment on view amocrm_stages_reached is 'The funnel stage by stage: of the leads created in a month, how many got at least this far. A lead that skipped a stage has passed it. Moves from before the pipeline was set up are not known.';

comment on column amocrm_stages_reached.account_id is 'The amoCRM account.';

comment on column amocrm_stages_reached.month is 'First day of the month in which the leads were created.';

comment on column amocrm_stages_reached.pipeline_id is 'The pipeline the leads are in now.';

comment on column amocrm_stages_reached.pipeline is 'Name of the pipeline.';

comment on column amocrm_stages_reached.status_id is 'The stage; 142 is won. Lost and incoming leads are no stages here.';

comment on column amocrm_stages_reached.status is 'Name of the stage.';

comment on column amocrm_stages_reached.place is '1 for the first stage of the pipeline, 2 for the next, …';

comment on column amocrm_stages_reached.leads is 'Leads that were in this stage or a later one.';

comment on column amocrm_stages_reached.percent_of_created is 'The same in percent of the leads created in the month.';

comment on column amocrm_stages_reached.percent_of_previous is 'Conversion: the same in percent of those that reached the stage before; null for the first.';

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

comment on table amocrm_used_states is 'States of amoCRM''s button that were redeemed; kept until they would have run out.';

comment on column amocrm_used_states.id is 'The claim jti.';

comment on column amocrm_used_states.expires_at is 'The claim exp: from then on the signature''s check refuses it.';

comment on index amocrm_used_states_expiry is 'Which can be forgotten?';

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

comment on table amocrm_webhook_events is 'Every event amoCRM sent, one row each: the queue the workflow works off and the log analysts read.';

comment on column amocrm_webhook_events.id is 'Our number of the event, in the order of arrival; the workflow sees it as eventId.';

comment on column amocrm_webhook_events.ts is 'When it was stored first.';

comment on column amocrm_webhook_events.event_type is 'Name from the event table, e.g. lead.status; delivery.unreadable for a body that holds no event.';

comment on column amocrm_webhook_events.entity_type is 'What changed: lead, contact, company, note, message, …';

comment on column amocrm_webhook_events.amocrm_entity_id is 'amoCRM''s id of it as text; null where the body has none.';

comment on column amocrm_webhook_events.event_hash is 'Unique per event: SHA-256 of queue, content hash and generation.';

comment on column amocrm_webhook_events.payload is 'The entity as sent, numbers as numbers, dates as ISO 8601, custom fields as in API v4; {raw, encoding} when unreadable.';

comment on column amocrm_webhook_events.account_id is 'The amoCRM account; null when neither body nor credential says it.';

comment on column amocrm_webhook_events.status is 'pending: waits; processing: in a run; processed: done; skipped: not wanted by the trigger''s filters; dead: given up, see last_error.';

comment on column amocrm_webhook_events.processed is 'Nothing more will happen: processed or skipped.';

comment on column amocrm_webhook_events.metadata is 'What we noticed: skip_reason, problems, raw_body, not_found, …';

comment on column amocrm_webhook_events.changes is 'What the body says changed: {field: {from, to}}.';

comment on column amocrm_webhook_events.parent_type is 'The entity this one hangs on, e.g. a note''s lead: its kind.';

comment on column amocrm_webhook_events.parent_id is 'The entity this one hangs on: its id as text.';

comment on column amocrm_webhook_events.changed_by is 'The amoCRM user who made the change; 0 is a robot or an integration.';

comment on column amocrm_webhook_events.occurred_at is 'When amoCRM says it happened; null where the body carries no time (deletes).';

comment on column amocrm_webhook_events.processed_at is 'When it became processed or skipped.';

comment on column amocrm_webhook_events.delivery_id is 'The webhook call that brought it: X-Amocrm-Requestid, or a number of ours.';

comment on column amocrm_webhook_events.duplicates is 'How often it was sent again within the dedupe window.';

comment on column amocrm_webhook_events.last_duplicate_at is 'When it was sent again last.';

comment on column amocrm_webhook_events.queue is 'Whose event it is: one queue for each trigger node.';

comment on column amocrm_webhook_events.content_hash is 'SHA-256 over account, event, entity, id and canonical content.';

comment on column amocrm_webhook_events.generation is 'The same content is a new event after the dedupe window, or when the entity was restored in between: 1, 2, …';

comment on column amocrm_webhook_events.attempts is 'Runs that were started for it and count; a crash counts, a failed run of many events does not.';

comment on column amocrm_webhook_events.solo is 'It failed before: retried alone, so that it cannot fail its neighbours.';

comment on column amocrm_webhook_events.next_attempt_at is 'Not claimed before.';

comment on column amocrm_webhook_events.lease is 'The run that has it now.';

comment on column amocrm_webhook_events.leased_until is 'Taken from that run when it has not extended the lease by then.';

comment on column amocrm_webhook_events.last_error is 'Why the last attempt failed.';

comment on index amocrm_webhook_events_answers is 'When was a contact first answered?';

comment on index amocrm_webhook_events_chats is 'Which conversations went on lately?';

comment on index amocrm_webhook_events_content is 'Was this content stored before?';

comment on index amocrm_webhook_events_dead is 'The list of dead events.';

comment on index amocrm_webhook_events_done is 'Retention.';

comment on index amocrm_webhook_events_due is 'When is the next attempt due?';

comment on index amocrm_webhook_events_entity is 'The history of one entity; deletes and restores of it.';

comment on index amocrm_webhook_events_lead_added is 'Do we know the lead from its beginning?';

comment on index amocrm_webhook_events_lease is 'The events of one run.';

comment on index amocrm_webhook_events_leased is 'Claiming: leases that ended.';

comment on index amocrm_webhook_events_open is 'Claiming: is an earlier event of this entity still open?';

comment on index amocrm_webhook_events_pending is 'Claiming in order of arrival.';

comment on index amocrm_webhook_events_ts is 'The operators'' check query: order by ts desc limit 10.';

comment on table amocrm_webhook_states is 'What amoCRM says of the webhook of each trigger, one row each; written by the trigger and by the watch.';

comment on column amocrm_webhook_states.queue is 'The trigger''s queue.';

comment on column amocrm_webhook_states.account_id is 'The account of the trigger''s credential; null while amoCRM could not be asked.';

comment on column amocrm_webhook_states.condition is 'active; disabled: amoCRM switched it off after too many bad answers; missing: amoCRM does not have it.';

comment on column amocrm_webhook_states.since is 'Since when we know it to be so.';

comment on column amocrm_webhook_states.checked_at is 'When amoCRM was asked last and answered.';

comment on column amocrm_webhook_states.active_at is 'When it was last found active.';

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

comment on table machine_instances is 'Machines that were sold, one row a serial number; made when the lead is won.';

comment on column machine_instances.id is 'Number of ours.';

comment on column machine_instances.serial_number is 'As entered in the lead, without spaces at the ends.';

comment on column machine_instances.serial_key is 'By what a serial number is known again: without spaces, in capitals, Cyrillic letters that look Latin as Latin ones.';

comment on column machine_instances.model is 'Slug of the model, from the lead.';

comment on column machine_instances.configuration is 'From the lead; null where no field is chosen for it.';

comment on column machine_instances.next_maintenance_date is 'When it is to be serviced next; 30 days before the client and the manager are told.';

comment on column machine_instances.client_id is 'Whose it is; null where the lead has no contact.';

comment on column machine_instances.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column machine_instances.amocrm_deal_id is 'The lead that sold it; null where it was sold before.';

comment on column machine_instances.lead_maintenance_date is 'The date that the lead''s field had when it was read last; only another one moves next_maintenance_date.';

comment on column machine_instances.lead_dated_at is 'amoCRM''s clock: since when the lead says lead_maintenance_date, whoever wrote it; an older state of the lead says nothing of it.';

comment on column machine_instances.lead_contact_id is 'The lead''s main contact when it was read last; only another one moves client_id.';

comment on column machine_instances.lead_serial is 'The serial number that the lead had when it was read last; only another one moves serial_number.';

comment on column machine_instances.lead_state is 'Which state of the lead was read last, and for which fields; only another one is read again.';

comment on column machine_instances.registered_at is 'When this row was made.';

comment on index machine_instances_client is 'The machines of a client.';

comment on index machine_instances_deal is 'The machine that a lead sold.';

comment on index machine_instances_maintenance is 'Which are due within the look-ahead?';

comment on index machine_instances_serial is 'A machine is registered once.';

comment on function amocrm_accept_request(p_body jsonb) is 'Takes a request of the site. outcome: new (the run that gets id and lease works on it), repeated (done before), pending (stored, not yet in amoCRM: it came before, or another request of the same person is on its way), conflict (the same request_id with another body), invalid. answer is what the site is told.';

comment on function amocrm_accept_service_done(p_body jsonb) is 'The engineer says that a request is done: {request_id, engineer}. outcome: claimed (the run tells amoCRM and ends it with amocrm_end_service_done, within two minutes), repeated (amoCRM was told before), busy (repeat the call), unknown, invalid.';

comment on function amocrm_alert_text(p_kind text, p_health jsonb, p_lasting interval) is 'The Telegram message (HTML, Russian) for a row of amocrm_pipeline_health. p_kind: started, reminder or ended; p_lasting: how long it has been so.';

comment on function amocrm_answers(p_work jsonb, p_subject_type text) is 'The details of one kind among rows of amocrm_read_items, for amocrm_upsert_deals and its sisters.';

comment on function amocrm_attach_answers(p_items jsonb, p_answers jsonb) is 'Gives each item of amocrm_plan_lookups the row that amoCRM answered for its subject: details and found. p_answers: {leads, contacts, companies}, arrays of what Get by IDs returned; a row with "found": false says that amoCRM does not know the ID. An item without a row stays as it is.';

comment on function amocrm_attach_fresh_details(p_items jsonb) is 'Says for each event what to look up at amoCRM (subject, lookup) and spares the request where our row was fetched after the event came (details). One row out for each item in, in order.';

comment on function amocrm_backfill_list(p_backfill amocrm_backfills) is 'What is read next: account, leads, contacts or companies; null when all is read. The same until an answer is stored.';

comment on function amocrm_backfill_request(p_backfill amocrm_backfills, p_list text) is 'The request for what amocrm_backfill_list names: {path, query} of API v4.';

comment on function amocrm_backfill_unread(p_backfill bigint, p_list text) is 'The contacts or companies that are asked for next, a page of them. The same until an answer is stored.';

comment on function amocrm_backfill_wait(p_backfill amocrm_backfills) is 'Seconds until an import may ask amoCRM: after a refusal, and while what is left of the hour''s or the minute''s requests is its reserve. 0: now.';

comment on function amocrm_build_chats(p_settings jsonb) is 'Makes the applications anew of what is stored; one that differs gets the next version. What contact or lead is missing of waits for amoCRM''s answer, 15 minutes at most. Returns how many began to wait for the analytics.';

comment on function amocrm_chat_attribution(p_account_id bigint, p_messenger text, p_session text, p_settings jsonb) is 'What the analytics counts a chat to: {by: session | messenger | default | none, campaign?, source?, site?}. Without a session the row of amocrm_messenger_sources decides, else the switch withoutSession (campaign or source) of the Settings with {defaultCampaign} or {defaultSource, defaultSite}.';

comment on function amocrm_chat_content(p_application amocrm_chat_applications, p_settings jsonb) is 'A conversation as the analytics gets it, of what is stored of its talk, contact, lead and source; the session is the field sessionField of the lead, else of the contact. p_settings as in amocrm_chat_attribution and sessionField (id, code or name).';

comment on function amocrm_chat_days(p_settings jsonb) is 'How long a conversation is followed after its last event: withinDays of the Settings, 14 at the most.';

comment on function amocrm_chat_moves(p_events jsonb) is 'What events of talks and messages say together, a row each talk: the newest by amoCRM''s clock wins, the client''s messages are counted. p_events: rows of amocrm_webhook_events; others are left out.';

comment on function amocrm_chat_source(p_application amocrm_chat_applications) is 'What the incoming lead («Неразобранное») of the application''s lead, else that of its chat that came nearest to its beginning, says of its source; no row when there was none.';

comment on function amocrm_choose_contact(p_id bigint, p_candidates jsonb, p_settings jsonb) is 'Which of amoCRM''s contacts a request means: by phone, else by e-mail, else by Telegram ID; of several the oldest; else the one of the same person''s request of the last ten minutes. Null when none does. p_candidates: rows of API v4. p_settings: {contactTelegramField}.';

comment on function amocrm_claim_alerts(p_health jsonb, p_remind_hours numeric, p_can_tell boolean) is 'Takes the rows of amocrm_pipeline_health and gives the messages to send now: an alarm started, goes on (again after p_remind_hours), ended. A message is given to one run only; end it with amocrm_record_alert. Not ended within 10 minutes, it is given out again. p_can_tell false: only remembers what it sees.';

comment on function amocrm_claim_backend_messages(p_settings jsonb, p_limit integer) is 'Gives the messages to send to the back end now, each to one run only, of each lead one at a time; end it with amocrm_record_backend_message. Not ended within 10 minutes, it is given out again. Forgets what a later message has followed for a week. None while p_settings.backendUrl is empty.';

comment on function amocrm_claim_backfill_report(p_can_tell boolean) is 'Gives one import that ended within a day and the Telegram message (HTML, Russian) that says so; told with amocrm_record_backfill_report, else it is given out again in ten minutes. p_can_tell false: none.';

comment on function amocrm_claim_chats(p_settings jsonb, p_limit integer) is 'Brings the applications up to date and gives those that the analytics does not have as they are now, each to one run only; end it with amocrm_record_chat. Not ended within 10 minutes, it is given out again. body is JSON: the content, application_id, version and the names of what changed since the version delivered last. p_settings as in amocrm_open_chats and amocrm_chat_content.';

comment on function amocrm_claim_events(p_queue text, p_limit integer, p_lease uuid, p_lease_seconds integer, p_max_attempts integer, p_prefer_solo boolean) is 'Takes up to p_limit due events for one run, oldest first, and never one while an earlier event of the same entity is open or any is in a run, nor one of a disconnected account. An event that failed before comes alone; p_prefer_solo says which kind is looked for first, so that a caller who alternates starves neither.';

comment on function amocrm_claim_notices(p_settings jsonb, p_limit integer) is 'Gives the notices to tell now, each to one run only; end it with amocrm_record_notice. Not ended within 10 minutes, it is given out again. None of a disconnected account. Messages for Telegram are HTML.';

comment on function amocrm_claim_requests(p_limit integer) is 'Gives the requests that amoCRM does not have yet and that are to be tried now, each to one run only, and those of a person to the same one; end it with amocrm_complete_request or amocrm_fail_request.';

comment on function amocrm_complete_events(p_ids bigint[], p_lease uuid) is 'Marks events as processed and returns how many it marked; with p_lease only those the run still has. Calling it again changes nothing.';

comment on function amocrm_complete_request(p_id bigint, p_lease uuid) is 'amoCRM has all of the request. Returns what the site is told; null when another run has taken it over.';

comment on function amocrm_confirm_authorisation(p_account_id bigint, p_client_id text, p_issued_at timestamp with time zone) is 'amoCRM has just accepted a token of this account: p_client_id and p_issued_at are its claims aud and iat. Reconnects the account when amoCRM''s hook had disconnected that integration and the token is newer: the owner has installed it again. True when it did.';

comment on function amocrm_connection_state(p_account_id bigint) is 'What the application is told of an account''s connection: {account, connected, disconnected_at, disconnected_by, events_waiting, messages_waiting}. connected: a trigger is the account''s, its webhook was active when it was looked at last, and nobody has disconnected the account.';

comment on function amocrm_contact_ids(p_details jsonb) is 'The contacts of a lead of API v4, the main one first.';

comment on function amocrm_continue_backfill(p_run text, p_answer jsonb) is 'Stores amoCRM''s answer to the request of the run p_run, and how far it is read, in one transaction, and returns the next request as amocrm_next_backfill_request does. p_answer: {status, body, requests?, limited?}, the last two where it took more than one try.';

comment on function amocrm_continue_recovery(p_run text, p_answer jsonb) is 'Takes amoCRM''s answer to the request of the run p_run ({status, body}) and returns the next request; path is null when the run has no more to do: all is stored, or a limit is reached.';

comment on function amocrm_count_address_request(p_counter text, p_period text, p_limit integer) is 'Counts one more in the present p_period (minute, hour, day; UTC). False, and not counted, where p_limit is reached.';

comment on function amocrm_custom_field_value(p_value jsonb, p_type text) is 'One value of a custom field of API v4 for reading: dates as ISO 8601, choices by name, parts of an address with their enum_code.';

comment on function amocrm_custom_fields_by_name(p_fields jsonb) is 'custom_fields_values of API v4 as {"name": value or [values]}; a list where the field''s type allows several values.';

comment on function amocrm_disconnect_account(p_account_id bigint, p_source text, p_client_id text) is 'From now on the account''s events are stored and not claimed. p_source: amocrm (needs p_client_id; ended by amocrm_confirm_authorisation), backend or operator (ended by amocrm_reconnect_account only). False when it was disconnected already.';

comment on function amocrm_end_backfill(p_backfill bigint, p_state text, p_note text) is 'Ends an import. p_state: done, stopped (amocrm_resume_backfill goes on) or cancelled, which keeps the rows that are stored. False when there was nothing to end.';

comment on function amocrm_end_service_done(p_id bigint, p_lease uuid, p_settings jsonb, p_answers jsonb) is 'How amoCRM answered the updates of amocrm_service_updates. p_answers: {updates: those rows, answers: [{id, updated_at} or {error}, in their order]}. The service is done when the request''s lead was moved, else the call can be repeated; a refused date is left in last_error. The machine is due again after maintenanceMonths, unless a manager has set another date meanwhile. Null when another run has taken it over. p_settings as for amocrm_service_updates.';

comment on function amocrm_enqueue_events(p_queue text, p_events jsonb, p_window interval) is 'Stores the events of one or more webhook calls: one row out for each event in, in order. A repeat within p_window is counted on the stored row. Wakes the queue''s consumer.';

comment on function amocrm_extend_lease(p_lease uuid, p_lease_seconds integer) is 'Keeps a run''s events for p_lease_seconds from now. Returns how many it still has.';

comment on function amocrm_fail_events(p_lease uuid, p_error text, p_max_attempts integer, p_retry_seconds double precision) is 'Gives back what a failed run still has. One event: again after p_retry_seconds, doubled each time up to an hour, give or take a fifth; dead after p_max_attempts. Several: again at once, each alone.';

comment on function amocrm_fail_request(p_id bigint, p_lease uuid, p_error text) is 'amoCRM did not take the request; it is tried again, later each time, every hour in the end, and never given up. Returns what the site is told.';

comment on function amocrm_field_texts(p_fields jsonb, p_code text) is 'The values of the custom field with that code (PHONE, EMAIL) in custom_fields_values of API v4.';

comment on function amocrm_find_address_suggestions(p_provider text, p_query text, p_user text, p_limits jsonb) is 'What to do with a query: {answer: known, suggestions} from the cache; {answer: ask}, counted as asked; or {answer: wait, seconds} where a limit is reached. p_limits: {perUserAndMinute, perDay, cacheDays}.';

comment on function amocrm_finish_recovery(p_recovery bigint, p_state text, p_note text) is 'Ends a recovery: what it found and no webhook told becomes events of the queue, marked metadata.recovered. Returns how many.';

comment on function amocrm_follow_contacts(p_settings jsonb) is 'Brings clients to the state of their contacts and returns how many were read anew. p_settings: {contactTelegramField}, the contact''s field by id, code or name.';

comment on function amocrm_follow_leads(p_settings jsonb) is 'Brings machines to what the leads that sold them say, and returns how many leads were read anew: another maintenance date, another main contact, a corrected serial number. p_settings: {serialField, maintenanceField, timezone}.';

comment on function amocrm_health_checks() is 'What amocrm_pipeline_health looks at: name, unit of the value, from which value on it is a warning or an alarm (null: never), and what to do then. amocrm_health_limits overrules the limits.';

comment on function amocrm_html(p text) is 'A text as Telegram shows it letter by letter in an HTML message.';

comment on function amocrm_in_russian(p_value numeric, p_unit text) is 'A value with its unit in a Russian message: s becomes seconds, minutes, hours or days; % stays; what is counted is a number.';

comment on function amocrm_is_text(p jsonb, p_longest integer) is 'Whether a JSON value is a text of at most p_longest characters, or is left out.';

comment on function amocrm_item_subject(p_item jsonb) is 'What an event is about at amoCRM: {entity: lead | contact | company, id}. Null for deletes, for events that hang on nothing of these, and where the id is not a number.';

comment on function amocrm_json_differences(p_before jsonb, p_after jsonb) is 'What differs between two JSON objects, key by key: {key: {from, to}}. What is no object counts as empty; a key that is missing is null. Never raises.';

comment on function amocrm_json_integer(p jsonb) is 'A JSON number or text as an integer; null when it is not one. Never raises.';

comment on function amocrm_json_items(p jsonb) is 'The elements of a JSON array, numbered from 1; none when it is not an array. Never raises.';

comment on function amocrm_json_number(p jsonb) is 'A JSON number or text as a number; null when it is not one. Never raises.';

comment on function amocrm_json_time(p jsonb) is 'Unix seconds or ISO 8601 with a zone as an instant; null when it is neither, or 0. Never raises.';

comment on function amocrm_json(p text) is 'A text as JSON; null when PostgreSQL cannot hold it: a NUL in a key, half a surrogate pair, nesting too deep. Never raises.';

comment on function amocrm_known_phones(p_phone text) is 'How the contacts that we know write a phone, whatever its brackets and spaces, in up to five ways: amoCRM finds only what is written the same.';

comment on function amocrm_lead_differences(p_before jsonb, p_after jsonb) is 'What differs between two states of amocrm_lead_state: {column: {from, to}}, custom fields by name one level below, under custom_fields.';

comment on function amocrm_lead_message(p_account_id bigint, p_deal_id text, p_key uuid, p_before jsonb, p_events jsonb) is 'Body of a message to the back end (docs/guides/mobile-back-end.md). p_before: the state it was told last, null: none; then changed is what the events say. p_events: [{id, type, occurred_at, changes}], oldest first.';

comment on function amocrm_lead_serial(p_details jsonb, p_field text) is 'The serial number in a lead of API v4, without spaces of any kind at the ends; null where there is none. p_field: id, code or name of the field.';

comment on function amocrm_lead_state(p_account_id bigint, p_deal_id text) is 'A lead as the back end is told of it: columns of amocrm_deals by their names, with the names of pipeline, status and user where they are known; {id} alone where there is no such row.';

comment on function amocrm_lead_task(p_deal_id text, p_responsible_user_id bigint) is 'What a task of API v4 hangs on: the lead, where there is one, and who does it; without a user amoCRM takes the token''s.';

comment on function amocrm_list_request(p_list text, p_filter jsonb, p_page integer) is 'The request for a page of leads, contacts or companies as our tables need them, the latest changed last: {path, query} of API v4.';

comment on function amocrm_list_rows(p_answer jsonb, p_list text) is 'The rows of amoCRM''s answer {status, body} to a list; null where it is no list: a proxy''s page must not pass for a list without rows.';

comment on function amocrm_machine_text(p_title text, p_model text, p_serial_number text, p_due date) is 'A title and what there is to say of a machine, line by line; unknown lines are left out.';

comment on function amocrm_make_backend_messages(p_limit integer) is 'Makes a message of a lead''s untold events, the 500 oldest of them, with its state now; for up to p_limit leads, never while an earlier message of the lead is not taken or its account is disconnected. Returns how many. Call it in one transaction at a time.';

comment on function amocrm_mark_deleted(p_work jsonb) is 'Marks what delete events name as deleted (a row is made where there was none) and clears the mark for restore events. An event older than the last one that counted changes nothing. p_work: rows of amocrm_read_items.';

comment on function amocrm_mark_not_found(p_work jsonb) is 'Notes in the metadata of leads, contacts and companies that amoCRM does not know their id (any more). p_work: rows of amocrm_read_items.';

comment on function amocrm_missed_events(p_recovery bigint) is 'What a recovery found and no webhook told: each listed change, and one update for every entity whose present state is otherwise unknown. obsolete says why a delete or restore must not be carried out any more.';

comment on function amocrm_named_date(p_details jsonb, p_field text, p_timezone text) is 'The day in a date field of a lead or contact of API v4. amoCRM keeps midnight of the account''s zone, so p_timezone is that one.';

comment on function amocrm_named_field(p_details jsonb, p_field text) is 'The first value of a custom field as text, in a lead or contact of API v4. p_field: id, code or name; null where it is empty or names nothing.';

comment on function amocrm_next_backfill_request(p_run text) is 'The next request of the run p_run. Without path: wait_seconds says when to call again, or, null, that the run has no more to do.';

comment on function amocrm_next_due(p_queue text) is 'When something of the queue can be claimed next (in the past: now); null when nothing is open or all of it belongs to disconnected accounts.';

comment on function amocrm_next_maintenance(p_settings jsonb, p_since timestamp with time zone) is 'When a machine that was sold or serviced then is due again. p_settings: {timezone, maintenanceMonths}.';

comment on function amocrm_note_lead_events() is 'Notes for the back end the events of leads that were processed since the last call, each once; the first call only begins. Returns how many.';

comment on function amocrm_note_text(p_body jsonb) is 'The one note of a request: its number, the message, all goods with article numbers and prices, the sum. Null where there is nothing to say. Up to 20,000 characters, amoCRM''s limit.';

comment on function amocrm_open_backfill(p_wanted jsonb) is 'Asks for an import of leads that exist already and returns its number; whoever calls amocrm_start_backfill works on it. p_wanted: see amocrm_read_backfill. Raises AM002 while another one is open.';

comment on function amocrm_open_chats(p_settings jsonb) is 'Applications that may still change: their lead (the incoming lead''s while the talk has none), whether amoCRM must be asked for contact or lead, and when anything they are made of changed last. p_settings: {withinDays, accountId}.';

comment on function amocrm_pause_backfill(p_run text, p_error text, p_facts jsonb) is 'Takes down that amoCRM did not answer the run p_run: it is asked again after 15 s, then after twice as long, up to half an hour. What needs a person (token, payment, rights, address) stops the import, and so do 20 refusals in a row. p_facts: {requests, limited, retryAfter}, the last in seconds. Returns what amocrm_next_backfill_request does.';

comment on function amocrm_pause_recovery(p_run text, p_error text) is 'Takes down that amoCRM did not answer the run p_run; the next run asks again. Returns how many recoveries were paused.';

comment on function amocrm_phone_digits(p text) is 'The digits of a phone with the country, as phoneDigits of the AmoCRM node has them: 8 (999) 123-45-67 and +79991234567 are one. Empty where there are too few.';

comment on function amocrm_plan_backfill(p_wanted jsonb, p_page integer) is 'The request for a page of the leads that an import would read; nothing is opened. For counting them beforehand. p_wanted: see amocrm_read_backfill.';

comment on function amocrm_plan_lookups(p_items jsonb) is 'What a run of the workflow has to ask amoCRM for: its items as amocrm_attach_fresh_details gives them, and the IDs of leads, contacts and companies to look up, each once. Always one row.';

comment on function amocrm_plan_maintenance(p_settings jsonb, p_today date) is 'Makes the notices of machines that are due within the look-ahead, once for each machine and date: a message to the client and a task for the manager. A run that was missed is made up for by the next one, and so is the time in which the account was disconnected. Returns how many dates were new. p_settings: {lookAheadDays, timezone, accountId, responsibleUserId}.';

comment on function amocrm_purge_events(p_queue text, p_older_than interval, p_limit integer) is 'Removes up to p_limit events that were processed or skipped longer ago than p_older_than; never pending or dead ones. Returns how many: call again while it is p_limit.';

comment on function amocrm_read_backfill(p_wanted jsonb) is 'What is wanted of an import, as a row of amocrm_backfills. p_wanted: {by: created_at or updated_at, from, to, pipelineId, maxRequests (1000), reserve (2000)}; what is left out or empty is not limited. Raises AM001 with the reason.';

comment on function amocrm_read_items(p_items jsonb) is 'The workflow''s items as columns, checked. problems says what is wrong; details is null when it is not the subject''s, so that nothing wrong is stored.';

comment on function amocrm_reconnect_account(p_account_id bigint, p_source text) is 'The account''s kept events are claimed again, oldest first. p_source: who says so (amocrm, backend, operator). False when it was not disconnected.';

comment on function amocrm_record_alert(p_alert_id bigint, p_lease uuid, p_error text) is 'Ends the telling of one message of amocrm_claim_alerts: delivered, or not delivered because of p_error, then it is given out again. False when another run has taken it over.';

comment on function amocrm_record_api_check(p jsonb) is 'Remembers what amoCRM answered to GET account: {watcher, account: {id} or {error}, error?, every?, requests?, source?}; error: what failed besides, every: an interval, how often the watcher asks (5 minutes). Counts the requests (1, source watch). Returns why it failed, null when it did not.';

comment on function amocrm_record_api_usage(p jsonb) is 'Adds requests made to amoCRM to their minute. p: {accountId, requests, limited?, source?, at?} or an array of these. Returns how many minutes were touched; what has no account or no number is left out.';

comment on function amocrm_record_backend_message(p_message_id bigint, p_lease uuid, p_status integer, p_error text) is 'The back end took the message (p_status 200 to 299), or not: another status, or none and p_error. Then it is sent again after 1, 2, 4, 8, then every 10 minutes, and never given up. False when another run has taken it over.';

comment on function amocrm_record_backfill_report(p_backfill bigint) is 'Telegram has the message of amocrm_claim_backfill_report.';

comment on function amocrm_record_chat(p_application_id bigint, p_lease uuid, p_error text) is 'Ends the delivery of one application of amocrm_claim_chats: taken, or not because of p_error; then it is tried again, later each time, every hour in the end, and never given up. False when another run has taken it over.';

comment on function amocrm_record_item_problems(p_work jsonb) is 'Notes in the events'' metadata what was wrong with their details (problems) and that amoCRM did not know the id (not_found). p_work: rows of amocrm_read_items.';

comment on function amocrm_record_lookups(p_work jsonb) is 'Counts the requests that the lookups of one run took: one for up to 250 ids of a kind. Repeated tries after a 429 are not seen here. p_work: rows of amocrm_read_items.';

comment on function amocrm_record_notes(p_work jsonb) is 'Keeps the notes that note.add events tell of leads, each once, and counts them in the lead''s notes_count. p_work: rows of amocrm_read_items.';

comment on function amocrm_record_notice(p_notice_id bigint, p_lease uuid, p_error text) is 'Ends the telling of one notice of amocrm_claim_notices: taken, or not because of p_error; then it is tried again, later each time and every hour in the end: a message 15 times, a task 100 times. What Telegram refuses for good becomes a task for the manager. Returns told, again, task instead or given up; null when another run has taken it over.';

comment on function amocrm_record_status_changes(p_work jsonb) is 'Records the moves of leads that the events tell, each once however often it is told. Returns how many were new. p_work: rows of amocrm_read_items.';

comment on function amocrm_record_subscription(p_queue text, p_account_id bigint, p_condition text, p_outage interval) is 'Takes down how the trigger or the watch found a trigger''s webhook: active, disabled or missing. Opens a recovery when events may be missing (also when nobody looked for p_outage) and lets it begin once the webhook is active. Returns the open recovery, if any.';

comment on function amocrm_record_webhook_state(p jsonb) is 'Remembers what amoCRM answered to GET account and GET webhooks: {watcher, account: {id} or {error}, webhooks: [{keyHash, disabled}] or [{error}]}, keyHash being the SHA-256 (hex) of the key in the address. Each trigger in amocrm_endpoints becomes active, disabled or missing (amocrm_record_subscription); without an answer only the failure is noted. Counts the requests (source watch). Returns {error, webhooks: {queue: condition}}.';

comment on function amocrm_record_workflow_failure(p jsonb) is 'Stores a failure as n8n''s Error Trigger gives it ({execution, workflow} or {trigger, workflow}) and returns its number. Whatever p lacks is left out.';

comment on function amocrm_recoverable_changes() is 'Which entries of GET /api/v4/events become which of our events. Other changes of a lead, contact or company come back as one update with its present state.';

comment on function amocrm_recovered_payload(p_entity jsonb) is 'An entity of API v4 in the form of the events'' payload: dates as ISO 8601.';

comment on function amocrm_recovery_request(p_recovery amocrm_recoveries) is 'The request that comes next in a recovery: {path, query} of API v4.';

comment on function amocrm_reference_due(p_watcher text, p_max_age_hours numeric) is 'Whether pipelines, users and fields are to be asked for again: never asked, older than p_max_age_hours, or an hour old and amoCRM failed then or a lead came since in a stage or with a user that we do not know. p_watcher: as in amocrm_api_checks.';

comment on function amocrm_refresh_reference(p jsonb) is 'Stores what amoCRM answered to a look at its reference data: {watcher, every, account, pipelines, users, custom_fields: {leads, contacts, …}}, lists as API v4 gives them or [{error}]. Counts the requests (source reference) and records failures for the alarm api_failing. One row: how many were stored, requests, and what failed.';

comment on function amocrm_register_machines(p_settings jsonb) is 'Makes a machine of each lead won lately, once a serial number, and the notices that belong to it: a message to the client, or a task where the serial number, the contact or the Telegram ID is missing. Returns the new machines. p_settings as in amocrm_won_leads, and {maintenanceMonths, contactTelegramField}.';

comment on function amocrm_release_events(p_lease uuid) is 'Gives back a run''s events as if they had never been claimed (shutdown in order). Returns how many.';

comment on function amocrm_remove_messenger_source(p_messenger text, p_account_id bigint) is 'Leaves a messenger to the default of the Settings again; false when it had no row.';

comment on function amocrm_renew_access() is 'Gives the roles amocrm_writer and amocrm_reader, where they exist, their rights: both read, and only writers call the functions that write. Run after every migration.';

comment on function amocrm_replay_events(p_ids bigint[]) is 'Lets dead events start again with no attempts used. Returns the ids that were dead and can be worked off.';

comment on function amocrm_request_answer(p_request amocrm_site_requests) is 'What the site is told of its request: {request_id, lead_id, contact_id, completed}; ids are null until amoCRM gave them.';

comment on function amocrm_request_lead(p_id bigint, p_lease uuid, p_contact_id bigint, p_settings jsonb) is 'Remembers the request''s contact and gives the lead to find or make: its id where an earlier run has made it, its name, custom fields by name, the rest as API v4 takes it. p_settings: {serialField, modelField, telegramField, pipelineId, newStatusId, responsibleUserId}; an id of 0 leaves the choice to amoCRM.';

comment on function amocrm_request_note(p_id bigint, p_lease uuid, p_deal_id bigint) is 'Remembers the request''s lead and gives the note that belongs to it: empty where there is nothing to note; mark is the part of it by which it is known again.';

comment on function amocrm_request_problems(p_body jsonb) is 'What is wrong with a request of the site: [{field, message}]; an empty list when it can be taken.';

comment on function amocrm_request_work(p_id bigint, p_lease uuid, p_settings jsonb) is 'What a run does first: the texts to search amoCRM''s contacts for, a row each, and the contact to make if nobody is meant. Keeps the request for this run, as each later step does. Nothing when another run has taken it over. p_settings: {contactTelegramField}.';

comment on function amocrm_resume_backfill(p_backfill bigint, p_more_requests integer) is 'Opens an import that stopped again, where it was; one that waits is due at once. p_more_requests: so many from now on; by default what was left, or 1,000 when nothing was. False when it is done or cancelled, or unknown; raises AM002 while another one is open.';

comment on function amocrm_save_endpoint(p_queue text, p_key_hash text, p_account_id bigint, p_settings jsonb) is 'Remembers how the webhooks of one published trigger are answered, for the receiver.';

comment on function amocrm_seconds_left(p_period text) is 'Seconds until the present minute, hour or day (UTC) ends; at least 1.';

comment on function amocrm_sender_keys(p_body jsonb) is 'By what the sender of a request of the site is known; two requests whose keys overlap come from the same person.';

comment on function amocrm_serial_key(p_serial_number text) is 'By what a serial number is known again: without spaces, in capitals, Cyrillic letters that look Latin as Latin ones. As machine_instances.serial_key is made.';

comment on function amocrm_service_updates(p_id bigint, p_lease uuid, p_settings jsonb) is 'What amoCRM is to be told of a service that is done, one row a lead: the status of the request''s lead, the next maintenance date of the lead that sold the machine. fields: by name, dates as Unix seconds; model: as API v4 takes it. Nothing when another run has taken it over. p_settings: {doneStatusId, donePipelineId, maintenanceField, maintenanceMonths, timezone, accountId}; a pipeline of 0 is the lead''s own.';

comment on function amocrm_serviced_machines(p_id bigint, p_settings jsonb) is 'The machine that a request for service names, when it is due again, and the lead whose field says so (null: none, or maintenanceField is empty). is_overtaken: somebody has given that lead another date since the engineer said that he is done, or just before. p_settings: {maintenanceField, maintenanceMonths, timezone, accountId}.';

comment on function amocrm_set_health_limits(p jsonb) is 'Sets limits of amocrm_pipeline_health: {"lag": {"warning": 60, "alarm": 300}}, in the unit of the check; a side left out is never reached, null for the check itself brings its own limits back, checks not named stay. Raises on an unknown name. Returns how many changed.';

comment on function amocrm_set_messenger_source(p_messenger text, p_campaign text, p_source text, p_site text, p_account_id bigint) is 'What the analytics counts the chats of a messenger to where there is no session: a campaign, or a source with its site; replaces what was set. Conversations get it when they grow next. Raises AM001 with what is wrong.';

comment on function amocrm_skip_reason(p_settings jsonb, p_event_type text, p_changed_by bigint, p_payload jsonb) is 'Why a trigger with these settings (amocrm_endpoints.settings) leaves a lead''s, contact''s or company''s event out; null when it wants it.';

comment on function amocrm_start_backfill(p_run text, p_limits jsonb) is 'Gives the run p_run the open import and its next request; no row when there is none, or another run works on it. p_limits: {maxRequestsPerRun (50; at least 2, as the first asks for the account), waits}; waits: the caller sleeps for wait_seconds and calls again, and holds the advisory lock hashtextextended(''amocrm_backfill'', 0) in its session.';

comment on function amocrm_start_recovery(p_run text, p_limits jsonb) is 'Gives the run p_run a recovery that is due and returns its next request; path is null when there is nothing to do. p_limits: {maxDays, maxRequestsPerRun, maxRequests}. No two runs get the same one; after a crash it is free again in five minutes and goes on where it was.';

comment on function amocrm_store_address_suggestions(p_provider text, p_query text, p_suggestions jsonb, p_cache_days integer) is 'Keeps what the provider answered (an array) and returns it; removes answers older than p_cache_days.';

comment on function amocrm_store_backfill_page(p_backfill amocrm_backfills, p_list text, p_rows jsonb) is 'Stores a page of an import, as every answer of amoCRM is stored: what is known as newer stays. Notes the contacts and companies that its leads name.';

comment on function amocrm_store_buyers(p_answers jsonb) is 'Stores what amoCRM answered to amocrm_unknown_buyers: [{account_id, contact_id, asked_at, found, details}]. One that amoCRM does not know becomes a client without a name, so that nobody asks again.';

comment on function amocrm_store_chat_people(p_answers jsonb) is 'Stores what amoCRM answered to amocrm_unknown_chat_people: [{account_id, entity, id, asked_at, found, details}], and counts the requests. Whom amoCRM does not know nobody asks for again; where it did not answer (no found) the next run does. Returns how many rows were written.';

comment on function amocrm_store_chat_sources(p_events jsonb) is 'Keeps what incoming leads («Неразобранное») of chats say of their source. p_events: rows of amocrm_webhook_events; others are left out.';

comment on function amocrm_store_custom_fields(p_account_id bigint, p_rows jsonb) is 'Part of amocrm_store_reference: custom fields of the entity types in the list.';

comment on function amocrm_store_details(p_items jsonb) is 'Stores what a run of the workflow learned: leads, contacts and companies from details, deletions, moves, notes. Repeats change nothing; a bad item is noted in its event''s metadata and spares its neighbours. One row out for each item in, in order.';

comment on function amocrm_store_pipelines(p_account_id bigint, p_rows jsonb) is 'Part of amocrm_store_reference: pipelines and their stages.';

comment on function amocrm_store_reference(p_kind text, p_account_id bigint, p_rows jsonb) is 'Stores the whole list of pipelines (with their stages), users or custom_fields (each with entity_type) of an account as API v4 gives it. What is missing in the list gets removed_at; an empty list changes nothing. Returns how many were stored.';

comment on function amocrm_store_users(p_account_id bigint, p_rows jsonb) is 'Part of amocrm_store_reference: users.';

comment on function amocrm_tag_names(p_details jsonb) is 'The names of the tags of an entity of API v4.';

comment on function amocrm_take_chat_events(p_settings jsonb) is 'Gives the events of conversations that nobody has taken yet, each once, a message once however often it was stored; none of an account that is disconnected. p_settings: {withinDays, accountId}.';

comment on function amocrm_take_chats(p_settings jsonb) is 'Takes what happened to conversations since the last run into amocrm_chat_applications and returns how many it touched; an event counts once, in any order. p_settings: {withinDays, accountId}.';

comment on function amocrm_tracking_fields(p_fields jsonb) is 'The tracking fields (UTM marks, click ids, …) among custom_fields_values of API v4, by lower-case code.';

comment on function amocrm_turn_backfill_page(p_backfill amocrm_backfills, p_rows jsonb, p_has_more boolean) is 'Which page of leads comes next, such that none is skipped however many change meanwhile (docs/decisions/0019).';

comment on function amocrm_unknown_buyers(p_settings jsonb) is 'Contacts of leads won lately that amoCRM must be asked for: no event has told of them. p_settings as in amocrm_won_leads.';

comment on function amocrm_unknown_chat_people(p_settings jsonb) is 'Contacts and leads of conversations that amoCRM must be asked for: no event has told of them; 250 of each at once, none of an account that is disconnected. p_settings: {withinDays, accountId}.';

comment on function amocrm_upsert_companies(p_rows jsonb) is 'Stores companies. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';

comment on function amocrm_upsert_contacts(p_rows jsonb) is 'Stores contacts. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';

comment on function amocrm_upsert_deals(p_rows jsonb) is 'Stores leads. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';

comment on function amocrm_use_state(p_id text, p_expires_at timestamp with time zone) is 'Redeems the state of one press of amoCRM''s button, whose signature and end (p_expires_at) were checked. False when it was redeemed before.';

comment on function amocrm_utc(p timestamp with time zone) is 'An instant as ISO 8601 in UTC, to the second: the same text whatever the zone of the session.';

comment on function amocrm_without_secrets(p text) is 'A text without tokens and passwords: JWTs, Authorization headers, values of names like access_token, the key in a webhook''s address.';

comment on function amocrm_won_leads(p_settings jsonb) is 'Leads won lately, or changed lately where they have sold a machine or lack its serial number, with the fields that the workflow''s Settings name; none while serialField is empty. p_settings: {serialField, modelField, configurationField, telegramField, maintenanceField, timezone, wonStatusId, wonWithinDays, salesPipelineId, accountId, responsibleUserId}; an id of 0 is any.';
