create or replace function amocrm_claim_chats(p_settings jsonb, p_limit int default 50)
returns table (application_id bigint, lease uuid, idempotency_key text, body text)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
begin
	perform amocrm_build_chats(p_settings);
	return query
	with due as (
		select id from amocrm_chat_applications
		where version > delivered_version
			and next_attempt_at <= now()
			and (leased_until is null or leased_until < now())
			and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, account_id)
		order by next_attempt_at, id
		limit p_limit
		for update skip locked
	),
	claimed as (
		update amocrm_chat_applications as application
		set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes',
			attempts = application.attempts + 1,
			claimed_version = application.version, claimed_content = application.content
		from due
		where due.id = application.id
		returning application.*
	)
	select id, lease, format('%s:%s:%s', account_id, talk_id, claimed_version),
		(claimed_content || jsonb_build_object(
			'application_id', format('%s:%s', account_id, talk_id),
			'version', claimed_version,
			'changed', (
				select coalesce(jsonb_agg(name order by name), '[]')
				from jsonb_object_keys(claimed_content) as name
				where claimed_content -> name is distinct from delivered_content -> name
			)
		))::text
	from claimed
	order by id;
end
$$;

comment on function amocrm_claim_chats is 'Brings the applications up to date and gives those that the analytics does not have as they are now, each to one run only; end it with amocrm_record_chat. Not ended within 10 minutes, it is given out again. body is JSON: the content, application_id, version and the names of what changed since the version delivered last. p_settings as in amocrm_open_chats and amocrm_chat_content.';
