create or replace function amocrm_purge_events(p_queue text, p_older_than interval, p_limit int)
returns int
language sql
set search_path from current
set enable_seqscan = off
as $$
	with old as (
		select id from amocrm_webhook_events
		where queue = p_queue and processed and processed_at < now() - p_older_than
		order by processed_at
		limit p_limit
		for update skip locked
	),
	purged as (
		delete from amocrm_webhook_events where id in (select id from old) returning 1
	)
	select count(*)::int from purged;
$$;

comment on function amocrm_purge_events is 'Removes up to p_limit events that were processed or skipped longer ago than p_older_than; never pending or dead ones. Returns how many: call again while it is p_limit.';
