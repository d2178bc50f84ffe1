create or replace function amocrm_claim_notices(p_settings jsonb, p_limit int default 20)
returns table (notice_id bigint, lease uuid, channel text, chat_id bigint, message text, task jsonb)
language sql
set search_path from current
as $$
	with due as (
		select id from amocrm_notices
		where told_at is null and given_up_at is null
			and next_attempt_at <= now()
			and (leased_until is null or leased_until < now())
			and coalesce(amocrm_json_integer(p_settings -> 'accountId'), 0) in (0, account_id)
			-- Nobody speaks for an account that its owner disconnected; reconnected, what waits is told.
			and account_id <> all(array(
				select account_id from amocrm_disconnections where reconnected_at is null
			))
		order by next_attempt_at, id
		limit p_limit
		for update skip locked
	)
	update amocrm_notices as notice
	set lease = gen_random_uuid(), leased_until = now() + interval '10 minutes', attempts = notice.attempts + 1
	from due
	where due.id = notice.id
	returning notice.id, notice.lease, notice.channel, notice.chat_id,
		case notice.channel when 'telegram' then amocrm_html(notice.message) else notice.message end,
		notice.task
$$;

comment on function amocrm_claim_notices is 'Gives the notices to tell now, each to one run only; end it with amocrm_record_notice. Not ended within 10 minutes, it is given out again. None of a disconnected account. Messages for Telegram are HTML.';
