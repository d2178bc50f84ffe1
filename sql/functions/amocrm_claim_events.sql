create or replace function amocrm_claim_events(
	p_queue text,
	p_limit int,
	p_lease uuid,
	p_lease_seconds int,
	p_max_attempts int,
	p_prefer_solo boolean default true
) returns setof amocrm_webhook_events
language plpgsql
set search_path from current
-- The planner's guesses about a queue are stale by nature; these joins are one probe of a small index each.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
	v_solo boolean;
	v_ids bigint[];
begin
	if p_limit < 1 or p_lease_seconds < 1 or p_max_attempts < 1 or p_lease is null then
		raise exception 'amocrm_claim_events: p_limit, p_lease_seconds and p_max_attempts must be at least 1 and p_lease given'
			using errcode = 'AM001';
	end if;

	-- One claim of a queue at a time: a claim that is not committed yet is not seen, and of two that run
	-- together each could take an event of the same entity (replayed, or committed late).
	perform pg_advisory_xact_lock(hashtextextended('amocrm_claim_events ' || p_queue, 0));

	update amocrm_webhook_events as event
	set status = case when attempts >= p_max_attempts then 'dead' else 'pending' end,
		solo = solo or attempts >= 2,
		lease = null,
		leased_until = null,
		next_attempt_at = least(next_attempt_at, now()),
		last_error = format('lease expired in attempt %s: the run ended without an answer or hung', attempts)
	from (
		select expired.id
		from amocrm_webhook_events as expired
		where expired.status = 'processing'
			and expired.id = any(array(
				select id from amocrm_webhook_events
				where queue = p_queue and status = 'processing' and leased_until < now()
				union all
				-- Further ahead than any lease reaches: the clock was set back since.
				select id from amocrm_webhook_events
				where queue = p_queue and status = 'processing'
					and leased_until > now() + make_interval(secs => 2 * p_lease_seconds)
			))
			and (
				expired.leased_until < now()
				or expired.leased_until > now() + make_interval(secs => 2 * p_lease_seconds)
			)
		for update skip locked
	) as expired
	where event.id = expired.id;

	foreach v_solo in array array[p_prefer_solo, not p_prefer_solo] loop
		select array_agg(claimable.id) into v_ids
		from (
			select event.id
			from amocrm_webhook_events as event
			where event.queue = p_queue
				and event.status = 'pending'
				and event.solo = v_solo
				and (
					event.next_attempt_at <= now()
					-- The clock was set back: an event that was never tried is due when it comes, and no pause
					-- is longer than an hour and a fifth.
					or event.attempts = 0
					or event.next_attempt_at > now() + interval '2 hours'
				)
				-- What its owner disconnected is kept until it is connected again.
				and (
					event.account_id = any(array(
						select account_id from amocrm_disconnections where reconnected_at is null
					))
				) is not true
				-- An earlier one that is open, or any that is in a run: a later one is when this one was dead and is
				-- replayed, or was committed late.
				and not exists (
					select
					from amocrm_webhook_events as other
					where other.queue = event.queue
						and other.entity_type = event.entity_type
						and other.amocrm_entity_id = event.amocrm_entity_id
						and coalesce(other.account_id, 0) = coalesce(event.account_id, 0)
						and other.status in ('pending', 'processing')
						and other.amocrm_entity_id is not null
						and (other.id < event.id or other.status = 'processing')
					-- Keeps it one probe for each event. As a join the planner, who thinks a young table empty,
					-- reads the whole queue for each: 500,000 pages for 250 of 2,000 events.
					offset 0
				)
			order by event.id
			limit case when v_solo then 1 else p_limit end
			for update of event skip locked
		) as claimable;
		exit when v_ids is not null;
	end loop;

	return query
	with claimed as (
		update amocrm_webhook_events as event
		set status = 'processing',
			lease = p_lease,
			leased_until = now() + make_interval(secs => p_lease_seconds),
			attempts = attempts + 1
		where event.id = any(v_ids)
		returning event.*
	)
	select * from claimed order by id;
end
$$;

comment on function amocrm_claim_events is 'Takes up to p_limit due events for one run, oldest first, and never one while an earlier event of the same entity is open or any is in a run, nor one of a disconnected account. An event that failed before comes alone; p_prefer_solo says which kind is looked for first, so that a caller who alternates starves neither.';
