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
