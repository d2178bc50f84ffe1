-- Two-way exchange with a site: its requests become leads, won leads become machines, and what must be told is told once.

create table amocrm_clients (
	id bigserial primary key,
	account_id bigint not null,
	amocrm_contact_id text not null,
	name text,
	phones text[] not null default '{}',
	emails text[] not null default '{}',
	telegram_id bigint,
	contact_updated_at timestamptz,
	contact_state text,
	stored_at timestamptz not null default now(),
	unique (account_id, amocrm_contact_id)
);

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

create table machine_instances (
	id bigserial primary key,
	serial_number text not null check (serial_number = btrim(serial_number) and serial_number <> ''),
	-- amocrm_serial_key; functions come after the tables.
	serial_key text not null check (serial_key <> '') generated always as (
		translate(
			upper(regexp_replace(serial_number, '[\s\u00a0\u200b\u202f\ufeff]', '', 'g')),
			'АВЕКМНОРСТУХавекмнорстух', 'ABEKMHOPCTYXABEKMHOPCTYX'
		)
	) stored,
	model text,
	configuration text,
	next_maintenance_date date,
	client_id bigint references amocrm_clients,
	account_id bigint not null,
	amocrm_deal_id text check (amocrm_deal_id ~ '^[0-9]{1,18}$'),
	lead_maintenance_date date,
	lead_dated_at timestamptz,
	lead_contact_id text,
	lead_serial text,
	lead_state text,
	registered_at timestamptz not null default now()
);

create unique index machine_instances_serial on machine_instances (serial_key, account_id);
create index machine_instances_maintenance on machine_instances (next_maintenance_date);
create index machine_instances_deal on machine_instances (account_id, amocrm_deal_id);
create index machine_instances_client on machine_instances (client_id);

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
comment on index machine_instances_serial is 'A machine is registered once.';
comment on index machine_instances_maintenance is 'Which are due within the look-ahead?';
comment on index machine_instances_deal is 'The machine that a lead sold.';
comment on index machine_instances_client is 'The machines of a client.';

create table amocrm_site_requests (
	id bigserial primary key,
	request_id text not null unique,
	body jsonb not null,
	received_at timestamptz not null default now(),
	attempts int not null default 0,
	next_attempt_at timestamptz not null default now(),
	lease uuid,
	leased_until timestamptz,
	amocrm_contact_id bigint,
	amocrm_deal_id bigint,
	completed_at timestamptz,
	last_error text,
	service_said_at timestamptz,
	service_lease uuid,
	service_leased_until timestamptz,
	service_done_at timestamptz,
	service_done_by text,
	check ((lease is null) = (leased_until is null)),
	check ((service_lease is null) = (service_leased_until is null))
);

create index amocrm_site_requests_deal on amocrm_site_requests (amocrm_deal_id);
create index amocrm_site_requests_completed on amocrm_site_requests (completed_at);
create index amocrm_site_requests_open on amocrm_site_requests (next_attempt_at)
	where completed_at is null;

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
comment on index amocrm_site_requests_deal is 'Was the lead made of a request?';
comment on index amocrm_site_requests_completed is 'What was done lately?';
comment on index amocrm_site_requests_open is 'What is to be tried again?';

create table amocrm_notices (
	id bigserial primary key,
	account_id bigint not null,
	kind text not null check (
		kind in ('machine_registered', 'maintenance_due', 'serial_missing', 'serial_taken', 'client_untold')
	),
	channel text not null check (channel in ('telegram', 'task')),
	subject text not null,
	chat_id bigint,
	message text not null,
	task jsonb,
	made_at timestamptz not null default now(),
	attempts int not null default 0,
	next_attempt_at timestamptz not null default now(),
	lease uuid,
	leased_until timestamptz,
	told_at timestamptz,
	given_up_at timestamptz,
	last_error text,
	-- Two runs that overlap, or one that makes up for another, find it taken.
	unique (account_id, kind, channel, subject),
	check ((lease is null) = (leased_until is null)),
	check ((channel = 'telegram') = (chat_id is not null)),
	check (task is not null)
);

create index amocrm_notices_open on amocrm_notices (next_attempt_at)
	where told_at is null and given_up_at is null;

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
