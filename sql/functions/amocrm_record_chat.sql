create or replace function amocrm_record_chat(p_application_id bigint, p_lease uuid, p_error text default null)
returns boolean
language sql
set search_path from current
as $$
	with ended as (
		update amocrm_chat_applications
		set lease = null, leased_until = null,
			delivered_version = case when p_error is null then claimed_version else delivered_version end,
			delivered_content = case when p_error is null then claimed_content else delivered_content end,
			delivered_at = case when p_error is null then now() else delivered_at end,
			waiting_since = case when p_error is null and version = claimed_version then null else waiting_since end,
			attempts = case when p_error is null then 0 else attempts end,
			next_attempt_at = case when p_error is null then now()
				else now() + least(power(2, least(attempts, 10) - 1), 60) * interval '1 minute' end,
			-- The whole page that a proxy answers with would be searched for secrets.
			last_error = left(amocrm_without_secrets(left(p_error, 10000)), 2000)
		where id = p_application_id and lease = p_lease
		returning 1
	)
	select exists (select from ended)
$$;

comment on function amocrm_record_chat is 'Ends the delivery of one application of amocrm_claim_chats: taken, or not because of p_error; then it is tried again, later each time, every hour in the end, and never given up. False when another run has taken it over.';
