create view amocrm_inbox_depth as
select queue,
	count(*) filter (where status <> 'dead') as waiting,
	count(*) filter (where status = 'dead') as dead,
	coalesce(round(extract(epoch from now() - min(ts) filter (
		where status = 'processing'
			or status = 'pending' and next_attempt_at <= now()
				-- Kept, not late: the check account_disconnected tells of them.
				and (
					account_id = any(array(
						select account_id from amocrm_disconnections where reconnected_at is null
					))
				) is not true
	)), 1), 0) as lag_seconds
from (
	-- One branch per partial index: a single condition over all three would read the whole table.
	select queue, status, ts, next_attempt_at, account_id from amocrm_webhook_events where status = 'pending'
	union all
	select queue, status, ts, next_attempt_at, account_id from amocrm_webhook_events where status = 'processing'
	union all
	select queue, status, ts, next_attempt_at, account_id from amocrm_webhook_events where status = 'dead'
) as open
group by queue;

comment on view amocrm_inbox_depth is 'How full the inbox is, by queue: events waiting (pending or in a run), dead ones, and the age in seconds of the oldest that is due and not done (those of disconnected accounts wait, and are not late).';
comment on column amocrm_inbox_depth.queue is 'One queue for each trigger node.';
comment on column amocrm_inbox_depth.waiting is 'Events pending or in a run.';
comment on column amocrm_inbox_depth.dead is 'Events given up.';
comment on column amocrm_inbox_depth.lag_seconds is 'Age of the oldest event that is due and not done; 0 when there is none.';
