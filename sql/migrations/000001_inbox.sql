-- The inbox: what amoCRM sent, waiting for the workflow, and the analysts' log of it, in one table.

create table amocrm_webhook_events (
	id bigserial primary key,
	ts timestamptz not null default now(),
	event_type text not null,
	entity_type text not null,
	amocrm_entity_id text,
	event_hash text not null unique,
	payload jsonb not null,
	account_id bigint,
	status text not null default 'pending'
		check (status in ('pending', 'processing', 'processed', 'skipped', 'dead')),
	processed boolean not null generated always as (status in ('processed', 'skipped')) stored,
	metadata jsonb not null default '{}',
	changes jsonb not null default '{}',
	parent_type text,
	parent_id text,
	changed_by bigint,
	occurred_at timestamptz,
	processed_at timestamptz,
	delivery_id text,
	duplicates int not null default 0,
	last_duplicate_at timestamptz,
	queue text not null,
	content_hash text not null,
	generation int not null default 1,
	attempts int not null default 0,
	solo boolean not null default false,
	next_attempt_at timestamptz not null default now(),
	lease uuid,
	leased_until timestamptz,
	last_error text,
	check ((status = 'processing') = (lease is not null)),
	check ((lease is null) = (leased_until is null))
);

-- Every update of a row writes the table anew; free space in the page keeps that off the indexes' backs.
alter table amocrm_webhook_events set (fillfactor = 85, autovacuum_vacuum_scale_factor = 0.02);

-- Claiming reads these three only: they hold the open events, however many millions are done.
create index amocrm_webhook_events_pending on amocrm_webhook_events (queue, solo, id)
	where status = 'pending';
create index amocrm_webhook_events_open on amocrm_webhook_events
	(queue, entity_type, amocrm_entity_id, coalesce(account_id, 0), id)
	where status in ('pending', 'processing') and amocrm_entity_id is not null;
create index amocrm_webhook_events_leased on amocrm_webhook_events (queue, leased_until)
	where status = 'processing';
create index amocrm_webhook_events_lease on amocrm_webhook_events (lease)
	where status = 'processing';
create index amocrm_webhook_events_due on amocrm_webhook_events (queue, next_attempt_at)
	where status = 'pending';

create index amocrm_webhook_events_content on amocrm_webhook_events
	(content_hash, queue, generation desc);
create index amocrm_webhook_events_done on amocrm_webhook_events (queue, processed_at)
	where processed;
create index amocrm_webhook_events_dead on amocrm_webhook_events (id)
	where status = 'dead';
create index amocrm_webhook_events_ts on amocrm_webhook_events (ts);
create index amocrm_webhook_events_entity on amocrm_webhook_events
	(amocrm_entity_id, entity_type, id);

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
comment on index amocrm_webhook_events_pending is 'Claiming in order of arrival.';
comment on index amocrm_webhook_events_open is 'Claiming: is an earlier event of this entity still open?';
comment on index amocrm_webhook_events_leased is 'Claiming: leases that ended.';
comment on index amocrm_webhook_events_lease is 'The events of one run.';
comment on index amocrm_webhook_events_due is 'When is the next attempt due?';
comment on index amocrm_webhook_events_content is 'Was this content stored before?';
comment on index amocrm_webhook_events_done is 'Retention.';
comment on index amocrm_webhook_events_dead is 'The list of dead events.';
comment on index amocrm_webhook_events_ts is 'The operators'' check query: order by ts desc limit 10.';
comment on index amocrm_webhook_events_entity is 'The history of one entity; deletes and restores of it.';
