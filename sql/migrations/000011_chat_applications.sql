-- Chats to analytics: a conversation («Беседа») of amoCRM is one application, delivered whenever it has grown.

create table amocrm_chat_applications (
	id bigserial primary key,
	account_id bigint not null,
	talk_id text not null,
	chat_id text,
	messenger text,
	amocrm_contact_id text,
	amocrm_deal_id text,
	started_at timestamptz,
	last_message_at timestamptz,
	messages int not null default 0,
	is_closed boolean,
	talk_updated_at timestamptz not null,
	opened_at timestamptz not null default now(),
	taken_at timestamptz not null default now(),
	contact_unknown_at timestamptz,
	deal_unknown_at timestamptz,
	built_at timestamptz,
	content jsonb,
	version int not null default 0,
	waiting_since timestamptz,
	claimed_version int not null default 0,
	claimed_content jsonb,
	delivered_version int not null default 0,
	delivered_content jsonb,
	delivered_at timestamptz,
	attempts int not null default 0,
	next_attempt_at timestamptz not null default now(),
	lease uuid,
	leased_until timestamptz,
	last_error text,
	unique (account_id, talk_id),
	check ((lease is null) = (leased_until is null)),
	check (delivered_version <= claimed_version and claimed_version <= version)
);

create index amocrm_chat_applications_waiting on amocrm_chat_applications (next_attempt_at)
	where version > delivered_version;
create index amocrm_chat_applications_taken on amocrm_chat_applications (taken_at);

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
comment on index amocrm_chat_applications_waiting is 'What is to be delivered now?';
comment on index amocrm_chat_applications_taken is 'Which talks may still change?';

create table amocrm_chat_events (
	event_id bigint primary key,
	taken_at timestamptz not null default now()
);

create index amocrm_chat_events_taken on amocrm_chat_events (taken_at);

comment on table amocrm_chat_events is 'Events that amocrm_chat_applications has counted already; kept 30 days.';
comment on column amocrm_chat_events.event_id is 'Row of amocrm_webhook_events, which may be purged by now.';
comment on column amocrm_chat_events.taken_at is 'When it was counted.';
comment on index amocrm_chat_events_taken is 'Which are old?';

create table amocrm_chat_sources (
	account_id bigint not null,
	uid text not null,
	chat_id text,
	amocrm_deal_id text,
	source jsonb not null,
	stored_at timestamptz not null default now(),
	primary key (uid, account_id)
);

create index amocrm_chat_sources_chat on amocrm_chat_sources (chat_id, account_id);
create index amocrm_chat_sources_deal on amocrm_chat_sources (amocrm_deal_id, account_id);

comment on table amocrm_chat_sources is 'Where a chat came from, as its incoming lead («Неразобранное») said.';
comment on column amocrm_chat_sources.account_id is 'The amoCRM account. An id means something within its account only.';
comment on column amocrm_chat_sources.uid is 'amoCRM''s id of the incoming lead.';
comment on column amocrm_chat_sources.chat_id is 'The chat it came from.';
comment on column amocrm_chat_sources.amocrm_deal_id is 'The lead that it is or became.';
comment on column amocrm_chat_sources.source is 'service, site, source, source_name, referer, visitor_uid: what amoCRM told of them.';
comment on column amocrm_chat_sources.stored_at is 'When this row was written last.';
comment on index amocrm_chat_sources_chat is 'The source of a chat.';
comment on index amocrm_chat_sources_deal is 'The source of a lead.';

create table amocrm_messenger_sources (
	account_id bigint not null default 0,
	messenger text not null,
	campaign text,
	source text,
	site text,
	changed_at timestamptz not null default now(),
	primary key (messenger, account_id),
	check (messenger ~ '^[a-z0-9][a-z0-9._-]*\*?$'),
	check (num_nonnulls(campaign, source) = 1),
	check (site is null or source is not null)
);

comment on table amocrm_messenger_sources is 'Messengers and what the analytics counts their chats to («Соответствие мессенджеров и источников») where there is no visitor session; edited with amocrm_set_messenger_source.';
comment on column amocrm_messenger_sources.account_id is 'The amoCRM account; 0: every one that has no row of its own.';
comment on column amocrm_messenger_sources.messenger is 'amoCRM''s origin in lower case, as telegram; with * at the end all that begin so, as com.wazzup24.*.';
comment on column amocrm_messenger_sources.campaign is 'The advertising campaign in the analytics; null where a source is named.';
comment on column amocrm_messenger_sources.source is 'The source in the analytics; null where a campaign is named.';
comment on column amocrm_messenger_sources.site is 'The site that the source belongs to.';
comment on column amocrm_messenger_sources.changed_at is 'When this row was written last.';

-- A search each minute; without it that reads every event of the last days.
create index amocrm_webhook_events_chats on amocrm_webhook_events (ts)
	where entity_type in ('talk', 'message', 'unsorted');
comment on index amocrm_webhook_events_chats is 'Which conversations went on lately?';
