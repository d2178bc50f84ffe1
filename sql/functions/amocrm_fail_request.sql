create or replace function amocrm_fail_request(p_id bigint, p_lease uuid, p_error text) returns jsonb
language sql
set search_path from current
as $$
	update amocrm_site_requests
	set lease = null, leased_until = null,
		next_attempt_at = now() + least(power(2, least(attempts, 10) - 1), 60) * interval '1 minute',
		last_error = left(amocrm_without_secrets(p_error), 2000)
	where id = p_id and lease = p_lease
	returning amocrm_request_answer(amocrm_site_requests)
$$;

comment on function amocrm_fail_request is 'amoCRM did not take the request; it is tried again, later each time, every hour in the end, and never given up. Returns what the site is told.';
