-- What the back end of an application is to be told of leads: noted, put into messages, delivered in order.

create table amocrm_backend_cursor (
	only_one boolean primary key default true check (only_one),
	started_at timestamptz not null default now(),
	read_until timestamptz not null default now()
);

comment on table amocrm_backend_cursor is 'How far the event log was read for the back end: one row, made when its address was entered first.';
comment on column amocrm_backend_cursor.only_one is 'Always true.';
comment on column amocrm_backend_cursor.started_at is 'What was processed before is not told.';
comment on column amocrm_backend_cursor.read_until is 'What was processed until then is noted.';

create table amocrm_backend_messages (
	id bigserial primary key,
	account_id bigint not null,
	amocrm_deal_id text not null,
	idempotency_key uuid not null unique,
	body jsonb not null,
	made_at timestamptz not null default now(),
	attempts int not null default 0,
	next_attempt_at timestamptz not null default now(),
	lease uuid,
	leased_until timestamptz,
	told_at timestamptz,
	followed_at timestamptz,
	last_error text,
	check ((lease is null) = (leased_until is null))
);

create unique index amocrm_backend_messages_open on amocrm_backend_messages (account_id, amocrm_deal_id)
	where told_at is null;
create index amocrm_backend_messages_due on amocrm_backend_messages (next_attempt_at, id)
	where told_at is null;
create index amocrm_backend_messages_lead on amocrm_backend_messages (account_id, amocrm_deal_id, id);
create index amocrm_backend_messages_followed on amocrm_backend_messages (followed_at)
	where followed_at is not null;

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
comment on index amocrm_backend_messages_open is 'One at a time for each lead: that keeps their order.';
comment on index amocrm_backend_messages_due is 'What is to be sent now?';
comment on index amocrm_backend_messages_lead is 'What was told of the lead last?';
comment on index amocrm_backend_messages_followed is 'Which can be forgotten?';

create table amocrm_backend_news (
	event_id bigint primary key,
	account_id bigint not null,
	amocrm_deal_id text not null,
	event_type text not null,
	occurred_at timestamptz not null,
	changes jsonb not null,
	message_id bigint references amocrm_backend_messages on delete cascade
);

create index amocrm_backend_news_untold on amocrm_backend_news (account_id, amocrm_deal_id, event_id)
	where message_id is null;
create index amocrm_backend_news_message on amocrm_backend_news (message_id);

comment on table amocrm_backend_news is 'Events of leads that the back end is told of, each in one message.';
comment on column amocrm_backend_news.event_id is 'amocrm_webhook_events.id; the event may be purged already.';
comment on column amocrm_backend_news.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_backend_news.amocrm_deal_id is 'The lead.';
comment on column amocrm_backend_news.event_type is 'Name from the event table, e.g. lead.status.';
comment on column amocrm_backend_news.occurred_at is 'amoCRM''s clock, or the arrival of an event without a time.';
comment on column amocrm_backend_news.changes is 'What the body says changed: {field: {from, to}}.';
comment on column amocrm_backend_news.message_id is 'The message that tells it; null: none yet.';
comment on index amocrm_backend_news_untold is 'Of which leads is there news?';
comment on index amocrm_backend_news_message is 'The events of a message.';
