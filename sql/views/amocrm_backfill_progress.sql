create view amocrm_backfill_progress as
select id, state, account_id, by_time, from_time, until_time, pipeline_id,
	leads, contacts, companies, written, requests, most_requests,
	changed_from as read_until,
	case
		when state = 'done' or is_listed or is_catching_up then 1.0
		when changed_from is null or first_changed is null then 0.0
		else round(least(1.0, extract(epoch from changed_from - first_changed) / greatest(1, extract(epoch from
			least(opened_at, case by_time when 'updated_at' then until_time end) - first_changed))), 3)
	end as share_of_time,
	state = 'open' and coalesce(leased_until >= now(), false) as is_running,
	case when state = 'open' and due_at > now() then due_at end as waits_until,
	last_error, opened_at, finished_at,
	coalesce(finished_at, now()) - opened_at as lasted
from amocrm_backfills;

comment on view amocrm_backfill_progress is 'Imports of leads that existed before the first webhook: what was wanted, how far each is, what it cost.';
comment on column amocrm_backfill_progress.id is 'Our number of the import.';
comment on column amocrm_backfill_progress.state is 'open; done; stopped: see last_error, can be resumed; cancelled.';
comment on column amocrm_backfill_progress.account_id is 'The amoCRM account; null until amoCRM named it.';
comment on column amocrm_backfill_progress.by_time is 'Which time of a lead from_time and until_time mean.';
comment on column amocrm_backfill_progress.from_time is 'Leads from here on; null: from the first.';
comment on column amocrm_backfill_progress.until_time is 'Leads before this; null: to the last.';
comment on column amocrm_backfill_progress.pipeline_id is 'Only leads of this pipeline; null: of all.';
comment on column amocrm_backfill_progress.leads is 'Different leads read so far.';
comment on column amocrm_backfill_progress.contacts is 'Contacts of these leads read so far.';
comment on column amocrm_backfill_progress.companies is 'Companies of these leads read so far.';
comment on column amocrm_backfill_progress.written is 'Rows made or brought up to date by it.';
comment on column amocrm_backfill_progress.requests is 'Requests made so far.';
comment on column amocrm_backfill_progress.most_requests is 'Requests after which it stops.';
comment on column amocrm_backfill_progress.read_until is 'Leads that changed before this are stored.';
comment on column amocrm_backfill_progress.share_of_time is 'From 0 to 1: how much of the time from the first lead''s last change until the start is read. Of time, not of leads, whose number amoCRM does not tell.';
comment on column amocrm_backfill_progress.is_running is 'A run works on it now.';
comment on column amocrm_backfill_progress.waits_until is 'Until when it waits: amoCRM refused, or the budget is used up.';
comment on column amocrm_backfill_progress.last_error is 'Why it waits or stopped.';
comment on column amocrm_backfill_progress.opened_at is 'When somebody asked for it.';
comment on column amocrm_backfill_progress.finished_at is 'When it was done, stopped or cancelled.';
comment on column amocrm_backfill_progress.lasted is 'From then to its end, or to now.';
