-- Made by `npm run generate` from sql/: never edit, change sql/ and run it again.
-- migrations/000001_inbox.sql 889ce85e9e26aaad6c791e710540839727bd6432d391fa706f97758033833f88
-- migrations/000002_crm.sql 21498e70d823443a80ed6468514f405030470a34d25ee2d6c4e4894b64e5b996
-- migrations/000003_endpoints.sql 0b423badc07fbbf465cf3c055054af5ecb314191de2e76e05a9a65fbcd5becbd
-- migrations/000004_recoveries.sql 7deedf828072f02d710223efb4715027cc79b21641ce47fb44c39efe30ff1cee
-- migrations/000005_watch.sql eeeb253494a169e8af7ffcdbf0c0e4a63e0addc059d75e6efb3ca2151e7d6c62
-- migrations/000006_recovery_refusals.sql 1ebff775c980551112341e91b3c8c8d304acd816e3e4b310601fbef603ed5071
-- migrations/000007_disconnections.sql e1999a93188092977314b1049f2fb067e8261ef4eef5b76a3da6b2f94f11f144
-- migrations/000008_keep_alive.sql 3fa272ceb52b7b0850b122163a8d232fe9f421f7f4b581148aa0adb562e6ff07

-- Sequences

create sequence amocrm_alerts_id_seq as bigint;

create sequence amocrm_disconnections_id_seq as bigint;

create sequence amocrm_recoveries_id_seq as bigint;

create sequence amocrm_webhook_events_id_seq as bigint;

create sequence amocrm_workflow_failures_id_seq as bigint;

-- Tables

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

create table amocrm_migrations (
	name text not null,
	number integer,
	hash text not null,
	applied_at timestamp with time zone not null default now(),
	constraint amocrm_migrations_number_key UNIQUE (number),
	constraint amocrm_migrations_pkey PRIMARY KEY (name)
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

-- Owners of sequences

alter sequence amocrm_alerts_id_seq owned by amocrm_alerts.id;

alter sequence amocrm_disconnections_id_seq owned by amocrm_disconnections.id;

alter sequence amocrm_recoveries_id_seq owned by amocrm_recoveries.id;

alter sequence amocrm_webhook_events_id_seq owned by amocrm_webhook_events.id;

alter sequence amocrm_workflow_failures_id_seq owned by amocrm_workflow_failures.id;

-- Indexes

CREATE INDEX amocrm_contacts_emails ON amocrm_contacts USING gin (emails);

CREATE INDEX amocrm_contacts_phones ON amocrm_contacts USING gin (phones);

CREATE INDEX amocrm_deal_status_changes_time ON amocrm_deal_status_changes USING btree (changed_at);

CREATE INDEX amocrm_deals_contacts ON amocrm_deals USING gin (contact_ids);

CREATE INDEX amocrm_deals_created ON amocrm_deals USING btree (created_at);

CREATE INDEX amocrm_deals_status ON amocrm_deals USING btree (account_id, pipeline_id, status_id) WHERE (deleted_at IS NULL);

CREATE INDEX amocrm_deals_updated ON amocrm_deals USING btree (updated_at);

CREATE UNIQUE INDEX amocrm_disconnections_open ON amocrm_disconnections USING btree (account_id) WHERE (reconnected_at IS NULL);

CREATE UNIQUE INDEX amocrm_recoveries_open ON amocrm_recoveries USING btree (queue) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX amocrm_recoveries_run ON amocrm_recoveries USING btree (run);

CREATE INDEX amocrm_used_states_expiry ON amocrm_used_states USING btree (expires_at);

CREATE INDEX amocrm_webhook_events_content ON amocrm_webhook_events USING btree (content_hash, queue, generation DESC);

CREATE INDEX amocrm_webhook_events_dead ON amocrm_webhook_events USING btree (id) WHERE (status = 'dead'::text);

CREATE INDEX amocrm_webhook_events_done ON amocrm_webhook_events USING btree (queue, processed_at) WHERE processed;

CREATE INDEX amocrm_webhook_events_due ON amocrm_webhook_events USING btree (queue, next_attempt_at) WHERE (status = 'pending'::text);

CREATE INDEX amocrm_webhook_events_entity ON amocrm_webhook_events USING btree (amocrm_entity_id, entity_type, id);

CREATE INDEX amocrm_webhook_events_lease ON amocrm_webhook_events USING btree (lease) WHERE (status = 'processing'::text);

CREATE INDEX amocrm_webhook_events_leased ON amocrm_webhook_events USING btree (queue, leased_until) WHERE (status = 'processing'::text);

CREATE INDEX amocrm_webhook_events_open ON amocrm_webhook_events USING btree (queue, entity_type, amocrm_entity_id, COALESCE(account_id, (0)::bigint), id) WHERE ((status = ANY (ARRAY['pending'::text, 'processing'::text])) AND (amocrm_entity_id IS NOT NULL));

CREATE INDEX amocrm_webhook_events_pending ON amocrm_webhook_events USING btree (queue, solo, id) WHERE (status = 'pending'::text);

CREATE INDEX amocrm_webhook_events_ts ON amocrm_webhook_events USING btree (ts);

CREATE INDEX amocrm_workflow_failures_ts ON amocrm_workflow_failures USING btree (ts);

-- Functions

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
				'события сохраняются, но не обрабатываются. Подключить credential заново или <code>select amocrm_reconnect_account(номер аккаунта, ''operator'')</code>')
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
	v_rows := case p_answer -> 'status' when '204' then '[]' else p_answer #> array['body', '_embedded', v_recovery.phase] end;
	-- A proxy's page in place of a list must not pass for a list without rows.
	if jsonb_typeof(v_rows) is distinct from 'array' then
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
			'did the owner mean it? Connect the credential anew, or: select amocrm_reconnect_account(<account id>, ''operator'')')
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
	select place, item, event_id, item ->> 'event', item ->> 'entity', item ->> 'id', account_id,
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
		else jsonb_build_object(
			'path', '/api/v4/' || p_recovery.phase,
			'query', jsonb_build_object(
				'filter', jsonb_build_object('updated_at', jsonb_build_object(
					'from', floor(extract(epoch from coalesce(p_recovery.changed_from, p_recovery.from_time)))::bigint
				)),
				'order', jsonb_build_object('updated_at', 'asc'),
				'with', case p_recovery.phase
					when 'leads' then 'contacts,loss_reason,source_id'
					when 'contacts' then 'leads'
					else 'leads,contacts' end,
				'limit', 250,
				'page', p_recovery.page
			)
		)
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
			and starts_with(relname, 'amocrm_')
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
begin
	if jsonb_typeof(p_items) is distinct from 'array' then
		raise exception 'amocrm_store_details: p_items is not an array' using errcode = 'AM001';
	end if;
	select coalesce(jsonb_agg(to_jsonb(work) order by work.place), '[]') into v_work
	from amocrm_read_items(p_items) as work;

	-- One run deletes what another updates, in any order: without taking turns they could deadlock.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_store_details ' || account_id, 0))
	from (
		select distinct account_id
		from jsonb_to_recordset(v_work) as work (account_id bigint)
		where account_id is not null
		order by account_id
	) as account;

	perform amocrm_upsert_deals(amocrm_answers(v_work, 'lead'));
	perform amocrm_upsert_contacts(amocrm_answers(v_work, 'contact'));
	perform amocrm_upsert_companies(amocrm_answers(v_work, 'company'));
	-- After the answers, which were asked for before these events were worked off.
	perform amocrm_mark_deleted(v_work);
	perform amocrm_mark_not_found(v_work);
	perform amocrm_record_status_changes(v_work);
	perform amocrm_record_notes(v_work);
	perform amocrm_record_lookups(v_work);
	perform amocrm_record_item_problems(v_work);

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

-- Comments

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

comment on table amocrm_api_checks is 'Whether amoCRM answers, one row for each workflow that asks regularly.';

comment on column amocrm_api_checks.watcher is 'n8n''s id of the workflow.';

comment on column amocrm_api_checks.account_id is 'The account that answered last; null while none did.';

comment on column amocrm_api_checks.asked_at is 'When it asked last.';

comment on column amocrm_api_checks.answered_at is 'When it last got what it asked for.';

comment on column amocrm_api_checks.failing_since is 'Since when every question has failed; null while amoCRM answers.';

comment on column amocrm_api_checks.error is 'Why the last question failed; tokens are removed.';

comment on column amocrm_api_checks.asked_every is 'How often the workflow asks; one that let two turns pass was removed.';

comment on table amocrm_api_usage is 'How many requests were made to amoCRM, by minute.';

comment on column amocrm_api_usage.minute is 'The minute it began.';

comment on column amocrm_api_usage.account_id is 'The amoCRM account. An id means something within its account only.';

comment on column amocrm_api_usage.source is 'Who made them, e.g. webhooks.';

comment on column amocrm_api_usage.requests is 'Requests made.';

comment on column amocrm_api_usage.limited is 'Of these: answered 429, too many.';

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

comment on view amocrm_events_latest is 'The events in words, the newest first: read it with a limit.';

comment on table amocrm_health_limits is 'Limits of this installation instead of those in amocrm_health_checks(); written by amocrm_set_health_limits.';

comment on column amocrm_health_limits.name is 'The check, as in amocrm_health_checks().';

comment on column amocrm_health_limits.warning_from is 'From this value on it is a warning; null: never.';

comment on column amocrm_health_limits.alarm_from is 'From this value on it is an alarm; null: never.';

comment on view amocrm_inbox_depth is 'How full the inbox is, by queue: events waiting (pending or in a run), dead ones, and the age in seconds of the oldest that is due and not done (those of disconnected accounts wait, and are not late).';

comment on table amocrm_migrations is 'Which SQL files were applied: numbered migrations once, functions and views again whenever they change.';

comment on column amocrm_migrations.name is 'Path of the file below sql/.';

comment on column amocrm_migrations.number is 'Number of the migration; null for functions and views.';

comment on column amocrm_migrations.hash is 'SHA-256 of the file as applied.';

comment on column amocrm_migrations.applied_at is 'When it was applied last.';

comment on view amocrm_pipeline_health is 'Is everything all right? One row for each check, and for each queue or account where there are several: state (ok, warning, alarm), value against its limits, and what to do.';

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

comment on index amocrm_webhook_events_content is 'Was this content stored before?';

comment on index amocrm_webhook_events_dead is 'The list of dead events.';

comment on index amocrm_webhook_events_done is 'Retention.';

comment on index amocrm_webhook_events_due is 'When is the next attempt due?';

comment on index amocrm_webhook_events_entity is 'The history of one entity; deletes and restores of it.';

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

comment on function amocrm_alert_text(p_kind text, p_health jsonb, p_lasting interval) is 'The Telegram message (HTML, Russian) for a row of amocrm_pipeline_health. p_kind: started, reminder or ended; p_lasting: how long it has been so.';

comment on function amocrm_answers(p_work jsonb, p_subject_type text) is 'The details of one kind among rows of amocrm_read_items, for amocrm_upsert_deals and its sisters.';

comment on function amocrm_attach_fresh_details(p_items jsonb) is 'Says for each event what to look up at amoCRM (subject, lookup) and spares the request where our row was fetched after the event came (details). One row out for each item in, in order.';

comment on function amocrm_claim_alerts(p_health jsonb, p_remind_hours numeric, p_can_tell boolean) is 'Takes the rows of amocrm_pipeline_health and gives the messages to send now: an alarm started, goes on (again after p_remind_hours), ended. A message is given to one run only; end it with amocrm_record_alert. Not ended within 10 minutes, it is given out again. p_can_tell false: only remembers what it sees.';

comment on function amocrm_claim_events(p_queue text, p_limit integer, p_lease uuid, p_lease_seconds integer, p_max_attempts integer, p_prefer_solo boolean) is 'Takes up to p_limit due events for one run, oldest first, and never one while an earlier event of the same entity is open or any is in a run, nor one of a disconnected account. An event that failed before comes alone; p_prefer_solo says which kind is looked for first, so that a caller who alternates starves neither.';

comment on function amocrm_complete_events(p_ids bigint[], p_lease uuid) is 'Marks events as processed and returns how many it marked; with p_lease only those the run still has. Calling it again changes nothing.';

comment on function amocrm_confirm_authorisation(p_account_id bigint, p_client_id text, p_issued_at timestamp with time zone) is 'amoCRM has just accepted a token of this account: p_client_id and p_issued_at are its claims aud and iat. Reconnects the account when amoCRM''s hook had disconnected that integration and the token is newer: the owner has installed it again. True when it did.';

comment on function amocrm_contact_ids(p_details jsonb) is 'The contacts of a lead of API v4, the main one first.';

comment on function amocrm_continue_recovery(p_run text, p_answer jsonb) is 'Takes amoCRM''s answer to the request of the run p_run ({status, body}) and returns the next request; path is null when the run has no more to do: all is stored, or a limit is reached.';

comment on function amocrm_custom_field_value(p_value jsonb, p_type text) is 'One value of a custom field of API v4 for reading: dates as ISO 8601, choices by name, parts of an address with their enum_code.';

comment on function amocrm_custom_fields_by_name(p_fields jsonb) is 'custom_fields_values of API v4 as {"name": value or [values]}; a list where the field''s type allows several values.';

comment on function amocrm_disconnect_account(p_account_id bigint, p_source text, p_client_id text) is 'From now on the account''s events are stored and not claimed. p_source: amocrm (needs p_client_id; ended by amocrm_confirm_authorisation), backend or operator (ended by amocrm_reconnect_account only). False when it was disconnected already.';

comment on function amocrm_enqueue_events(p_queue text, p_events jsonb, p_window interval) is 'Stores the events of one or more webhook calls: one row out for each event in, in order. A repeat within p_window is counted on the stored row. Wakes the queue''s consumer.';

comment on function amocrm_extend_lease(p_lease uuid, p_lease_seconds integer) is 'Keeps a run''s events for p_lease_seconds from now. Returns how many it still has.';

comment on function amocrm_fail_events(p_lease uuid, p_error text, p_max_attempts integer, p_retry_seconds double precision) is 'Gives back what a failed run still has. One event: again after p_retry_seconds, doubled each time up to an hour, give or take a fifth; dead after p_max_attempts. Several: again at once, each alone.';

comment on function amocrm_field_texts(p_fields jsonb, p_code text) is 'The values of the custom field with that code (PHONE, EMAIL) in custom_fields_values of API v4.';

comment on function amocrm_finish_recovery(p_recovery bigint, p_state text, p_note text) is 'Ends a recovery: what it found and no webhook told becomes events of the queue, marked metadata.recovered. Returns how many.';

comment on function amocrm_health_checks() is 'What amocrm_pipeline_health looks at: name, unit of the value, from which value on it is a warning or an alarm (null: never), and what to do then. amocrm_health_limits overrules the limits.';

comment on function amocrm_html(p text) is 'A text as Telegram shows it letter by letter in an HTML message.';

comment on function amocrm_in_russian(p_value numeric, p_unit text) is 'A value with its unit in a Russian message: s becomes seconds, minutes, hours or days; % stays; what is counted is a number.';

comment on function amocrm_item_subject(p_item jsonb) is 'What an event is about at amoCRM: {entity: lead | contact | company, id}. Null for deletes, for events that hang on nothing of these, and where the id is not a number.';

comment on function amocrm_json_integer(p jsonb) is 'A JSON number or text as an integer; null when it is not one. Never raises.';

comment on function amocrm_json_items(p jsonb) is 'The elements of a JSON array, numbered from 1; none when it is not an array. Never raises.';

comment on function amocrm_json_number(p jsonb) is 'A JSON number or text as a number; null when it is not one. Never raises.';

comment on function amocrm_json_time(p jsonb) is 'Unix seconds or ISO 8601 with a zone as an instant; null when it is neither, or 0. Never raises.';

comment on function amocrm_mark_deleted(p_work jsonb) is 'Marks what delete events name as deleted (a row is made where there was none) and clears the mark for restore events. An event older than the last one that counted changes nothing. p_work: rows of amocrm_read_items.';

comment on function amocrm_mark_not_found(p_work jsonb) is 'Notes in the metadata of leads, contacts and companies that amoCRM does not know their id (any more). p_work: rows of amocrm_read_items.';

comment on function amocrm_missed_events(p_recovery bigint) is 'What a recovery found and no webhook told: each listed change, and one update for every entity whose present state is otherwise unknown. obsolete says why a delete or restore must not be carried out any more.';

comment on function amocrm_next_due(p_queue text) is 'When something of the queue can be claimed next (in the past: now); null when nothing is open or all of it belongs to disconnected accounts.';

comment on function amocrm_pause_recovery(p_run text, p_error text) is 'Takes down that amoCRM did not answer the run p_run; the next run asks again. Returns how many recoveries were paused.';

comment on function amocrm_purge_events(p_queue text, p_older_than interval, p_limit integer) is 'Removes up to p_limit events that were processed or skipped longer ago than p_older_than; never pending or dead ones. Returns how many: call again while it is p_limit.';

comment on function amocrm_read_items(p_items jsonb) is 'The workflow''s items as columns, checked. problems says what is wrong; details is null when it is not the subject''s, so that nothing wrong is stored.';

comment on function amocrm_reconnect_account(p_account_id bigint, p_source text) is 'The account''s kept events are claimed again, oldest first. p_source: who says so (amocrm, backend, operator). False when it was not disconnected.';

comment on function amocrm_record_alert(p_alert_id bigint, p_lease uuid, p_error text) is 'Ends the telling of one message of amocrm_claim_alerts: delivered, or not delivered because of p_error, then it is given out again. False when another run has taken it over.';

comment on function amocrm_record_api_check(p jsonb) is 'Remembers what amoCRM answered to GET account: {watcher, account: {id} or {error}, error?, every?, requests?, source?}; error: what failed besides, every: an interval, how often the watcher asks (5 minutes). Counts the requests (1, source watch). Returns why it failed, null when it did not.';

comment on function amocrm_record_api_usage(p jsonb) is 'Adds requests made to amoCRM to their minute. p: {accountId, requests, limited?, source?, at?} or an array of these. Returns how many minutes were touched; what has no account or no number is left out.';

comment on function amocrm_record_item_problems(p_work jsonb) is 'Notes in the events'' metadata what was wrong with their details (problems) and that amoCRM did not know the id (not_found). p_work: rows of amocrm_read_items.';

comment on function amocrm_record_lookups(p_work jsonb) is 'Counts the requests that the lookups of one run took: one for up to 250 ids of a kind. Repeated tries after a 429 are not seen here. p_work: rows of amocrm_read_items.';

comment on function amocrm_record_notes(p_work jsonb) is 'Keeps the notes that note.add events tell of leads, each once, and counts them in the lead''s notes_count. p_work: rows of amocrm_read_items.';

comment on function amocrm_record_status_changes(p_work jsonb) is 'Records the moves of leads that the events tell, each once however often it is told. Returns how many were new. p_work: rows of amocrm_read_items.';

comment on function amocrm_record_subscription(p_queue text, p_account_id bigint, p_condition text, p_outage interval) is 'Takes down how the trigger or the watch found a trigger''s webhook: active, disabled or missing. Opens a recovery when events may be missing (also when nobody looked for p_outage) and lets it begin once the webhook is active. Returns the open recovery, if any.';

comment on function amocrm_record_webhook_state(p jsonb) is 'Remembers what amoCRM answered to GET account and GET webhooks: {watcher, account: {id} or {error}, webhooks: [{keyHash, disabled}] or [{error}]}, keyHash being the SHA-256 (hex) of the key in the address. Each trigger in amocrm_endpoints becomes active, disabled or missing (amocrm_record_subscription); without an answer only the failure is noted. Counts the requests (source watch). Returns {error, webhooks: {queue: condition}}.';

comment on function amocrm_record_workflow_failure(p jsonb) is 'Stores a failure as n8n''s Error Trigger gives it ({execution, workflow} or {trigger, workflow}) and returns its number. Whatever p lacks is left out.';

comment on function amocrm_recoverable_changes() is 'Which entries of GET /api/v4/events become which of our events. Other changes of a lead, contact or company come back as one update with its present state.';

comment on function amocrm_recovered_payload(p_entity jsonb) is 'An entity of API v4 in the form of the events'' payload: dates as ISO 8601.';

comment on function amocrm_recovery_request(p_recovery amocrm_recoveries) is 'The request that comes next in a recovery: {path, query} of API v4.';

comment on function amocrm_release_events(p_lease uuid) is 'Gives back a run''s events as if they had never been claimed (shutdown in order). Returns how many.';

comment on function amocrm_renew_access() is 'Gives the roles amocrm_writer and amocrm_reader, where they exist, their rights: both read, and only writers call the functions that write. Run after every migration.';

comment on function amocrm_replay_events(p_ids bigint[]) is 'Lets dead events start again with no attempts used. Returns the ids that were dead and can be worked off.';

comment on function amocrm_save_endpoint(p_queue text, p_key_hash text, p_account_id bigint, p_settings jsonb) is 'Remembers how the webhooks of one published trigger are answered, for the receiver.';

comment on function amocrm_set_health_limits(p jsonb) is 'Sets limits of amocrm_pipeline_health: {"lag": {"warning": 60, "alarm": 300}}, in the unit of the check; a side left out is never reached, null for the check itself brings its own limits back, checks not named stay. Raises on an unknown name. Returns how many changed.';

comment on function amocrm_skip_reason(p_settings jsonb, p_event_type text, p_changed_by bigint, p_payload jsonb) is 'Why a trigger with these settings (amocrm_endpoints.settings) leaves a lead''s, contact''s or company''s event out; null when it wants it.';

comment on function amocrm_start_recovery(p_run text, p_limits jsonb) is 'Gives the run p_run a recovery that is due and returns its next request; path is null when there is nothing to do. p_limits: {maxDays, maxRequestsPerRun, maxRequests}. No two runs get the same one; after a crash it is free again in five minutes and goes on where it was.';

comment on function amocrm_store_custom_fields(p_account_id bigint, p_rows jsonb) is 'Part of amocrm_store_reference: custom fields of the entity types in the list.';

comment on function amocrm_store_details(p_items jsonb) is 'Stores what a run of the workflow learned: leads, contacts and companies from details, deletions, moves, notes. Repeats change nothing; a bad item is noted in its event''s metadata and spares its neighbours. One row out for each item in, in order.';

comment on function amocrm_store_pipelines(p_account_id bigint, p_rows jsonb) is 'Part of amocrm_store_reference: pipelines and their stages.';

comment on function amocrm_store_reference(p_kind text, p_account_id bigint, p_rows jsonb) is 'Stores the whole list of pipelines (with their stages), users or custom_fields (each with entity_type) of an account as API v4 gives it. What is missing in the list gets removed_at; an empty list changes nothing. Returns how many were stored.';

comment on function amocrm_store_users(p_account_id bigint, p_rows jsonb) is 'Part of amocrm_store_reference: users.';

comment on function amocrm_tag_names(p_details jsonb) is 'The names of the tags of an entity of API v4.';

comment on function amocrm_tracking_fields(p_fields jsonb) is 'The tracking fields (UTM marks, click ids, …) among custom_fields_values of API v4, by lower-case code.';

comment on function amocrm_upsert_companies(p_rows jsonb) is 'Stores companies. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';

comment on function amocrm_upsert_contacts(p_rows jsonb) is 'Stores contacts. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';

comment on function amocrm_upsert_deals(p_rows jsonb) is 'Stores leads. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';

comment on function amocrm_use_state(p_id text, p_expires_at timestamp with time zone) is 'Redeems the state of one press of amoCRM''s button, whose signature and end (p_expires_at) were checked. False when it was redeemed before.';

comment on function amocrm_without_secrets(p text) is 'A text without tokens and passwords: JWTs, Authorization headers, values of names like access_token, the key in a webhook''s address.';
