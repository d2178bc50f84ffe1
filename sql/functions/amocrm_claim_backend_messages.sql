create or replace function amocrm_claim_backend_messages(p_settings jsonb, p_limit int default 100)
returns table (message_id bigint, lease uuid, idempotency_key uuid, sent_at bigint, body text)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
begin
	if coalesce(p_settings ->> 'backendUrl', '') = '' then
		return;
	end if;
	-- Two runs at once would make two messages of the same events.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_claim_backend_messages', 0));
	perform amocrm_note_lead_events();
	-- After the look for events: what is forgotten of them would else be noted once more, after a pause.
	delete from amocrm_backend_messages where id in (
		select id from amocrm_backend_messages
		where followed_at < now() - interval '7 days'
		order by followed_at
		limit 1000
	);
	perform amocrm_make_backend_messages(p_limit);

	return query
	with due as (
		select id from amocrm_backend_messages
		where told_at is null
			and next_attempt_at <= now()
			and (leased_until is null or leased_until < now())
			and account_id <> all(array(
				select account_id from amocrm_disconnections where reconnected_at is null
			))
		order by next_attempt_at, id
		limit p_limit
		for update
	),
	claimed as (
		update amocrm_backend_messages as message
		set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes', attempts = message.attempts + 1
		from due
		where due.id = message.id
		returning message.*
	)
	select id, lease, idempotency_key, extract(epoch from now())::bigint, body::text
	from claimed
	order by id;
end
$$;

comment on function amocrm_claim_backend_messages is 'Gives the messages to send to the back end now, each to one run only, of each lead one at a time; end it with amocrm_record_backend_message. Not ended within 10 minutes, it is given out again. Forgets what a later message has followed for a week. None while p_settings.backendUrl is empty.';
