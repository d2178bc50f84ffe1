create or replace function amocrm_claim_requests(p_limit int default 20)
returns table (id bigint, lease uuid)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
begin
	perform pg_advisory_xact_lock(hashtextextended('amocrm_site_requests', 0));
	return query
	with busy as materialized (
		select amocrm_sender_keys(body) as sender
		from amocrm_site_requests as request
		where completed_at is null and leased_until > now()
	),
	-- See amocrm_accept_request. Those that are claimed together are worked off one after the other.
	free as materialized (
		select open.id
		from (
			select request.id, next_attempt_at, amocrm_sender_keys(body) as sender
			from amocrm_site_requests as request
			where completed_at is null
				and next_attempt_at <= now()
				and (leased_until is null or leased_until < now())
			-- A long queue is looked at from its head.
			order by next_attempt_at, request.id
			limit p_limit * 10
		) as open
		where not exists (select from busy where busy.sender && open.sender)
		order by next_attempt_at, open.id
		limit p_limit
	),
	due as (
		select request.id from amocrm_site_requests as request
		where request.id in (select free.id from free)
			and completed_at is null and (leased_until is null or leased_until < now())
		for update skip locked
	)
	update amocrm_site_requests as request
	set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes', attempts = attempts + 1
	from due
	where due.id = request.id
	returning request.id, request.lease;
end
$$;

comment on function amocrm_claim_requests is 'Gives the requests that amoCRM does not have yet and that are to be tried now, each to one run only, and those of a person to the same one; end it with amocrm_complete_request or amocrm_fail_request.';
