create view amocrm_events_latest as
select event.id, event.ts, event.event_type, event.entity_type, event.amocrm_entity_id,
	event.payload ->> 'name' as name,
	event.parent_type, event.parent_id, event.account_id, event.status,
	coalesce(member.name, event.changed_by::text) as changed_by,
	event.changes, event.occurred_at, event.processed_at,
	round(extract(epoch from event.processed_at - event.ts), 1) as seconds_to_process,
	event.attempts, event.duplicates,
	coalesce(event.metadata -> 'not_found' = 'true', false) as not_found,
	event.metadata -> 'problems' as problems,
	event.last_error
from amocrm_webhook_events as event
left join amocrm_users as member on member.account_id = event.account_id and member.id = event.changed_by
order by event.ts desc, event.id desc;

comment on view amocrm_events_latest is 'The events in words, the newest first: read it with a limit.';
comment on column amocrm_events_latest.id is 'Our number of the event, in the order of arrival.';
comment on column amocrm_events_latest.ts is 'When it was stored.';
comment on column amocrm_events_latest.event_type is 'Name from the event table, e.g. lead.status.';
comment on column amocrm_events_latest.entity_type is 'What changed: lead, contact, company, note, message, …';
comment on column amocrm_events_latest.amocrm_entity_id is 'amoCRM''s id of it as text.';
comment on column amocrm_events_latest.name is 'Its name, where the event has one.';
comment on column amocrm_events_latest.parent_type is 'What it hangs on, e.g. a note''s lead: the kind.';
comment on column amocrm_events_latest.parent_id is 'What it hangs on: the id as text.';
comment on column amocrm_events_latest.account_id is 'The amoCRM account.';
comment on column amocrm_events_latest.status is 'pending, processing, processed, skipped or dead.';
comment on column amocrm_events_latest.changed_by is 'Who changed it: a user''s name; 0 is a robot or an integration.';
comment on column amocrm_events_latest.changes is 'What the body says changed: {field: {from, to}}.';
comment on column amocrm_events_latest.occurred_at is 'amoCRM''s clock; null where the body carries no time (deletes).';
comment on column amocrm_events_latest.processed_at is 'When it became processed or skipped.';
comment on column amocrm_events_latest.seconds_to_process is 'From stored to processed.';
comment on column amocrm_events_latest.attempts is 'How often it was tried.';
comment on column amocrm_events_latest.duplicates is 'How often amoCRM sent it again.';
comment on column amocrm_events_latest.not_found is 'amoCRM did not know the id when it was asked.';
comment on column amocrm_events_latest.problems is 'What was noticed in the body or in its details.';
comment on column amocrm_events_latest.last_error is 'Why the last attempt failed.';
