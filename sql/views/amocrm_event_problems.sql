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
