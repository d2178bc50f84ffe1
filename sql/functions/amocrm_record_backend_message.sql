create or replace function amocrm_record_backend_message(
	p_message_id bigint, p_lease uuid, p_status int, p_error text
) returns boolean
language sql
set search_path from current
as $$
	with ended as (
		update amocrm_backend_messages
		set lease = null, leased_until = null,
			-- Given up by hand meanwhile, it stays so: the lead's next message may be open already.
			told_at = coalesce(told_at, case when p_status between 200 and 299 then now() end),
			next_attempt_at = now() + least(power(2, least(attempts, 10) - 1), 10) * interval '1 minute',
			last_error = case when p_status between 200 and 299 then null else
				left(concat_ws(': ', 'HTTP ' || p_status, amocrm_without_secrets(p_error)), 2000) end
		where id = p_message_id and lease = p_lease
		returning *
	),
	followed as (
		update amocrm_backend_messages as earlier
		set followed_at = now()
		from ended
		where ended.told_at is not null
			and earlier.account_id = ended.account_id and earlier.amocrm_deal_id = ended.amocrm_deal_id
			and earlier.id < ended.id
			and earlier.followed_at is null
	)
	select exists (select from ended);
$$;

comment on function amocrm_record_backend_message is 'The back end took the message (p_status 200 to 299), or not: another status, or none and p_error. Then it is sent again after 1, 2, 4, 8, then every 10 minutes, and never given up. False when another run has taken it over.';
