create view amocrm_pipeline_health as
with dead as (
	select count(*) filter (where not is_unreadable) as events,
		count(*) filter (where not is_unreadable and ts > now() - interval '1 hour') as events_hour,
		count(*) filter (where is_unreadable and ts > now() - interval '1 day') as unreadable_day
	from (
		select ts, event_type = 'delivery.unreadable' as is_unreadable
		from amocrm_webhook_events
		where status = 'dead'
	) as given_up
),
webhook as (
	select endpoint.queue, state.condition, state.since,
		extract(epoch from now() - coalesce(state.checked_at, endpoint.updated_at)) as unchecked_seconds,
		coalesce('amoCRM says ' || state.condition, 'not checked yet') as finding
	from amocrm_endpoints as endpoint
	left join amocrm_webhook_states as state on state.queue = endpoint.queue
),
measured as (
	select 'lag' as name, queue as subject, lag_seconds as value,
		format('%s waiting, the oldest due for %s s', waiting, round(lag_seconds)) as finding
	from amocrm_inbox_depth
	union all
	select 'dead' as name, '' as subject, events as value,
		format('%s given up, %s of them came within the hour', events, events_hour) as finding
	from dead
	union all
	select 'unreadable' as name, '' as subject, unreadable_day as value,
		format('%s bodies within a day held no event', unreadable_day) as finding
	from dead
	union all
	-- Without a trigger nothing can be missing.
	select 'silence' as name, '' as subject, extract(epoch from now() - last.heard_at) as value,
		format('last event %s s ago', round(extract(epoch from now() - last.heard_at))) as finding
	from (
		select coalesce(
			(select max(ts) from amocrm_webhook_events), (select max(updated_at) from amocrm_endpoints)
		) as heard_at
		where exists (select from amocrm_endpoints)
	) as last
	union all
	select 'workflow_failures' as name, '' as subject, count(*) as value,
		format('%s failed runs within the hour', count(*)) as finding
	from amocrm_workflow_failures
	where ts > now() - interval '1 hour'
	union all
	select 'api_minute' as name, account_id::text as subject,
		100.0 * requests_minute / limit_minute as value,
		format('%s of %s requests in a minute', requests_minute, limit_minute) as finding
	from amocrm_api_budget
	union all
	select 'api_hour' as name, account_id::text as subject, 100.0 * requests_hour / limit_hour as value,
		format('%s of %s requests within the hour', requests_hour, limit_hour) as finding
	from amocrm_api_budget
	union all
	select 'api_limited' as name, account_id::text as subject, limited_hour as value,
		format('%s answers 429 within the hour', limited_hour) as finding
	from amocrm_api_budget
	union all
	select 'api_failing' as name, watcher as subject,
		case when error is null then 0 else greatest(1, extract(epoch from now() - failing_since)) end as value,
		coalesce(
			error, format('amoCRM answered %s s ago', round(extract(epoch from now() - answered_at)))
		) as finding
	from amocrm_api_checks
	-- A watcher that was removed would else be failing for ever.
	where asked_at > now() - greatest(interval '1 day', 2 * asked_every)
	union all
	select 'webhook_disabled' as name, queue as subject,
		(condition is not distinct from 'disabled')::int as value, finding
	from webhook
	union all
	select 'webhook_missing' as name, queue as subject,
		(condition is not distinct from 'missing')::int as value, finding
	from webhook
	union all
	select 'webhook_unchecked' as name, queue as subject, unchecked_seconds as value,
		format('%s for %s s', case when condition is null then 'never checked' else 'not checked' end,
			round(unchecked_seconds)) as finding
	from webhook
	union all
	select 'telegram' as name, '' as subject, count(*) as value,
		format('%s alarms could not be told', count(*)) as finding
	from amocrm_alerts
	where last_error is not null
	union all
	select 'account_disconnected' as name, account_id::text as subject, kept as value,
		format('disconnected by %s since %s, %s events kept', source,
			to_char(disconnected_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI "UTC"'), kept) as finding
	from amocrm_disconnections
	cross join lateral (
		select count(*) as kept
		from amocrm_webhook_events as event
		where event.status = 'pending' and event.account_id = amocrm_disconnections.account_id
	) as waiting
	where reconnected_at is null
	union all
	select 'analytics_waiting' as name, '' as subject,
		extract(epoch from now() - min(waiting_since)) as value,
		format('%s conversations wait for the analytics', count(*)) as finding
	from amocrm_chat_applications
	-- Where nobody tries any more (the workflow was switched off) it would else be an alarm for ever.
	where version > delivered_version
		and greatest(next_attempt_at, leased_until) > now() - interval '1 day'
		-- A run that never says how it ended leaves no error, only another attempt.
		and (last_error is not null or attempts > 1)
	having count(*) > 0
	union all
	select 'backend_messages' as name, '' as subject, extract(epoch from now() - min(made_at)) as value,
		format('%s wait, the oldest for %s s', count(*), round(extract(epoch from now() - min(made_at)))) as finding
	from amocrm_backend_messages
	where told_at is null
		-- Kept, not late: the check account_disconnected tells of them.
		and account_id <> all(array(
			select account_id from amocrm_disconnections where reconnected_at is null
		))
	having count(*) > 0
)
select name, subject, state, round(value, 1) as value, unit, warning_from, alarm_from, finding,
	case when state <> 'ok' then what_to_do end as what_to_do
from (
	select known.place, known.name, coalesce(measured.subject, '') as subject,
		coalesce(measured.value, 0) as value, known.unit, known.what_to_do,
		effective.warning_from, effective.alarm_from,
		coalesce(measured.finding, 'nothing yet') as finding,
		case
			when measured.value >= effective.alarm_from then 'alarm'
			when measured.value >= effective.warning_from then 'warning'
			else 'ok'
		end as state
	from amocrm_health_checks() as known
	left join amocrm_health_limits as own on own.name = known.name
	cross join lateral (
		select case when own.name is null then known.warning_from else own.warning_from end as warning_from,
			case when own.name is null then known.alarm_from else own.alarm_from end as alarm_from
	) as effective
	left join measured on measured.name = known.name
) as checked
order by place, subject;

comment on view amocrm_pipeline_health is 'Is everything all right? One row for each check, and for each queue or account where there are several: state (ok, warning, alarm), value against its limits, and what to do.';
comment on column amocrm_pipeline_health.name is 'The check.';
comment on column amocrm_pipeline_health.subject is 'The queue or account it is about; empty where there is only one.';
comment on column amocrm_pipeline_health.state is 'ok, warning or alarm.';
comment on column amocrm_pipeline_health.value is 'What was measured.';
comment on column amocrm_pipeline_health.unit is 'Its unit.';
comment on column amocrm_pipeline_health.warning_from is 'A warning from this value on; null: never.';
comment on column amocrm_pipeline_health.alarm_from is 'An alarm from this value on; null: never.';
comment on column amocrm_pipeline_health.finding is 'What was found, in words.';
comment on column amocrm_pipeline_health.what_to_do is 'What a person has to do; null while it is ok.';
