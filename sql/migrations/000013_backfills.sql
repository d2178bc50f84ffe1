-- Leads that existed before the first webhook, fetched on request: what is wanted, and how far it is read.

create table amocrm_backfills (
	id bigserial primary key,
	account_id bigint,
	by_time text not null default 'created_at' check (by_time in ('created_at', 'updated_at')),
	from_time timestamptz,
	until_time timestamptz,
	pipeline_id bigint,
	most_requests int not null check (most_requests > 0),
	reserve_hour int not null check (reserve_hour between 0 and 6999),
	state text not null default 'open' check (state in ('open', 'done', 'stopped', 'cancelled')),
	changed_from timestamptz,
	first_changed timestamptz,
	page int not null default 1,
	walks_back boolean not null default false,
	is_catching_up boolean not null default false,
	is_listed boolean not null default false,
	requests int not null default 0,
	limited int not null default 0,
	refused int not null default 0,
	leads int not null default 0,
	contacts int not null default 0,
	companies int not null default 0,
	written int not null default 0,
	run text,
	run_waits boolean not null default false,
	leased_until timestamptz,
	run_requests int not null default 0,
	most_run_requests int not null default 50,
	asked_at timestamptz,
	due_at timestamptz not null default now(),
	last_error text,
	opened_at timestamptz not null default now(),
	finished_at timestamptz,
	told_at timestamptz,
	next_telling_at timestamptz,
	check (from_time < until_time),
	check ((run is null) = (leased_until is null)),
	check ((state = 'open') = (finished_at is null))
);

create unique index amocrm_backfills_open on amocrm_backfills ((true)) where state = 'open';
create unique index amocrm_backfills_run on amocrm_backfills (run);

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
comment on index amocrm_backfills_open is 'One at a time: two would use the budget twice.';
comment on index amocrm_backfills_run is 'A run works on one import.';

create table amocrm_backfills_found (
	backfill_id bigint not null references amocrm_backfills on delete cascade,
	list text not null check (list in ('leads', 'contacts', 'companies')),
	entity_id bigint not null,
	is_read boolean not null,
	primary key (backfill_id, list, entity_id)
);

create index amocrm_backfills_found_unread on amocrm_backfills_found (backfill_id, list, entity_id)
	where not is_read;

comment on table amocrm_backfills_found is 'Leads that an import has read, and contacts and companies that they name; emptied when it is done or cancelled.';
comment on column amocrm_backfills_found.backfill_id is 'The import.';
comment on column amocrm_backfills_found.list is 'Which of amoCRM''s lists it is in.';
comment on column amocrm_backfills_found.entity_id is 'amoCRM''s id.';
comment on column amocrm_backfills_found.is_read is 'amoCRM was asked for it.';
comment on index amocrm_backfills_found_unread is 'Whom to ask for next?';
