create view amocrm_events_by_day as
select account_id, date_trunc('day', ts)::date as day, event_type,
	count(*) as events,
	sum(duplicates) as repeats,
	count(*) filter (where status = 'dead') as dead,
	round(avg(extract(epoch from processed_at - ts)), 1) as average_seconds
from amocrm_webhook_events
group by account_id, 2, event_type;

comment on view amocrm_events_by_day is 'The event log in figures: what amoCRM sent, by day and event. For single events: amocrm_events_latest.';
comment on column amocrm_events_by_day.account_id is 'The amoCRM account; null where neither body nor credential said it.';
comment on column amocrm_events_by_day.day is 'The day they were stored, in the time zone of the session.';
comment on column amocrm_events_by_day.event_type is 'Name from the event table, e.g. lead.status.';
comment on column amocrm_events_by_day.events is 'How many.';
comment on column amocrm_events_by_day.repeats is 'How often amoCRM sent one of them again.';
comment on column amocrm_events_by_day.dead is 'Given up: see amocrm_event_problems.';
comment on column amocrm_events_by_day.average_seconds is 'From stored to processed; null while none is processed.';
