create table if not exists naive_webhook_events (
	id bigserial primary key,
	received_at timestamptz not null default now(),
	event_type text not null,
	entity_id text not null,
	payload jsonb not null
);

create table if not exists naive_deals (
	amocrm_deal_id text primary key,
	name text,
	pipeline_id bigint,
	status_id bigint,
	price numeric,
	responsible_user_id bigint,
	contact_ids jsonb,
	company_id bigint,
	raw jsonb,
	stored_at timestamptz not null
);
