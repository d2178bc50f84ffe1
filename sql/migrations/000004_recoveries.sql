-- What was missed while amoCRM sent nothing: when that was, and how far it has been fetched since.

create table amocrm_webhook_states (
	queue text primary key,
	account_id bigint,
	condition text not null check (condition in ('active', 'disabled', 'missing')),
	since timestamptz not null,
	checked_at timestamptz not null,
	active_at timestamptz
);

comment on table amocrm_webhook_states is 'What amoCRM says of the webhook of each trigger, one row each; written by the trigger and by the watch.';
comment on column amocrm_webhook_states.queue is 'The trigger''s queue.';
comment on column amocrm_webhook_states.account_id is 'The account of the trigger''s credential; null while amoCRM could not be asked.';
comment on column amocrm_webhook_states.condition is 'active; disabled: amoCRM switched it off after too many bad answers; missing: amoCRM does not have it.';
comment on column amocrm_webhook_states.since is 'Since when we know it to be so.';
comment on column amocrm_webhook_states.checked_at is 'When amoCRM was asked last and answered.';
comment on column amocrm_webhook_states.active_at is 'When it was last found active.';

create table amocrm_recoveries (
	id bigserial primary key,
	queue text not null,
	account_id bigint,
	reason text not null check (reason in ('disabled', 'missing', 'outage')),
	state text not null default 'open' check (state in ('open', 'done', 'incomplete', 'failed')),
	from_time timestamptz not null,
	is_clipped boolean not null default false,
	until_time timestamptz,
	due_at timestamptz,
	phase text not null default 'leads' check (phase in ('leads', 'contacts', 'companies', 'events')),
	page int not null default 1,
	changed_from timestamptz,
	requests int not null default 0,
	run_requests int not null default 0,
	most_run_requests int not null default 50,
	most_requests int not null default 500,
	found int,
	stored int,
	run text,
	leased_until timestamptz,
	last_error text,
	opened_at timestamptz not null default now(),
	finished_at timestamptz,
	check (from_time <= until_time),
	check ((run is null) = (leased_until is null)),
	check ((state = 'open') = (finished_at is null))
);

create unique index amocrm_recoveries_open on amocrm_recoveries (queue) where state = 'open';
create unique index amocrm_recoveries_run on amocrm_recoveries (run);

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
comment on index amocrm_recoveries_open is 'At most one open recovery for each queue.';
comment on index amocrm_recoveries_run is 'A run works on one recovery.';

create table amocrm_recovery_finds (
	recovery_id bigint not null references amocrm_recoveries on delete cascade,
	kind text not null check (kind in ('entity', 'change')),
	key text not null,
	data jsonb not null,
	primary key (recovery_id, kind, key)
);

comment on table amocrm_recovery_finds is 'What an open recovery has read so far; emptied when it ends.';
comment on column amocrm_recovery_finds.recovery_id is 'The recovery.';
comment on column amocrm_recovery_finds.kind is 'entity: a lead, contact or company as it is now; change: an entry of GET /api/v4/events.';
comment on column amocrm_recovery_finds.key is 'Kind of entity and id, e.g. lead 123; or amoCRM''s id of the change.';
comment on column amocrm_recovery_finds.data is 'amoCRM''s answer.';
