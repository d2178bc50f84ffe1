-- What the watch knows: how amoCRM answered, and which alarms were told to whom.

create table amocrm_health_limits (
	name text primary key,
	warning_from numeric,
	alarm_from numeric
);

comment on table amocrm_health_limits is 'Limits of this installation instead of those in amocrm_health_checks(); written by amocrm_set_health_limits.';
comment on column amocrm_health_limits.name is 'The check, as in amocrm_health_checks().';
comment on column amocrm_health_limits.warning_from is 'From this value on it is a warning; null: never.';
comment on column amocrm_health_limits.alarm_from is 'From this value on it is an alarm; null: never.';

create table amocrm_api_checks (
	watcher text primary key,
	account_id bigint,
	asked_at timestamptz not null,
	answered_at timestamptz,
	failing_since timestamptz,
	error text,
	check ((failing_since is null) = (error is null))
);

comment on table amocrm_api_checks is 'Whether amoCRM answers, one row for each workflow that asks regularly.';
comment on column amocrm_api_checks.watcher is 'n8n''s id of the workflow.';
comment on column amocrm_api_checks.account_id is 'The account that answered last; null while none did.';
comment on column amocrm_api_checks.asked_at is 'When it asked last.';
comment on column amocrm_api_checks.answered_at is 'When it last got what it asked for.';
comment on column amocrm_api_checks.failing_since is 'Since when every question has failed; null while amoCRM answers.';
comment on column amocrm_api_checks.error is 'Why the last question failed; tokens are removed.';

create table amocrm_alerts (
	id bigserial primary key,
	name text not null,
	subject text not null,
	is_alarming boolean not null,
	since timestamptz not null,
	health jsonb not null,
	told_alarming boolean not null default false,
	told_at timestamptz,
	lease uuid,
	leased_until timestamptz,
	is_telling_alarm boolean,
	last_error text,
	unique (name, subject),
	check ((lease is null) = (leased_until is null)),
	check ((lease is null) = (is_telling_alarm is null))
);

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
