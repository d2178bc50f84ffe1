create view amocrm_event_problems as
select event.id, event.ts, event.status, event.event_type, event.entity_type, event.amocrm_entity_id,
	event.account_id, event.attempts, event.last_error, event.metadata -> 'problems' as problems,
	case when event.status = 'pending' then event.next_attempt_at end as next_attempt_at,
	case event.status
		when 'dead' then 'given up: remove the cause, then amocrm-pipeline events replay ' || event.id
		else 'tried again by itself'
	end as what_to_do
from amocrm_webhook_events as event
where event.status = 'dead'
	or event.status in ('pending', 'processing') and event.last_error is not null;

comment on view amocrm_event_problems is 'Events that were given up (dead) or that failed and are tried again.';
comment on column amocrm_event_problems.id is 'Our number of the event.';
comment on column amocrm_event_problems.ts is 'When it was stored.';
comment on column amocrm_event_problems.status is 'dead, or pending or processing again.';
comment on column amocrm_event_problems.event_type is 'Name from the event table, e.g. lead.status.';
comment on column amocrm_event_problems.entity_type is 'What changed: lead, contact, …';
comment on column amocrm_event_problems.amocrm_entity_id is 'amoCRM''s id of it as text.';
comment on column amocrm_event_problems.account_id is 'The amoCRM account.';
comment on column amocrm_event_problems.attempts is 'How often it was tried.';
comment on column amocrm_event_problems.last_error is 'Why the last attempt failed.';
comment on column amocrm_event_problems.problems is 'What was noticed in the body or in its details.';
comment on column amocrm_event_problems.next_attempt_at is 'When it is tried again; null when it is not waiting for that.';
comment on column amocrm_event_problems.what_to_do is 'What a person has to do about it, if anything.';
