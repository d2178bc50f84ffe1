-- What a process other than n8n needs to answer webhooks exactly as the trigger does.

create table amocrm_endpoints (
	queue text primary key,
	key_hash text not null unique,
	account_id bigint,
	settings jsonb not null,
	updated_at timestamptz not null default now()
);

comment on table amocrm_endpoints is 'The published AmoCRM Triggers, one row each, kept by the trigger; the receiver answers in their name.';
comment on column amocrm_endpoints.queue is 'The trigger''s queue: its events have it in amocrm_webhook_events.queue.';
comment on column amocrm_endpoints.key_hash is 'SHA-256 of the key in the webhook''s address, hex. The key itself is not stored here.';
comment on column amocrm_endpoints.account_id is 'The account of the trigger''s credential; null while amoCRM could not be asked.';
comment on column amocrm_endpoints.settings is 'Body limit, dedupe window and filters, as the trigger has them.';
comment on column amocrm_endpoints.updated_at is 'When the trigger wrote it last.';
