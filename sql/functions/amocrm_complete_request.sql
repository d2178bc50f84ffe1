create or replace function amocrm_complete_request(p_id bigint, p_lease uuid) returns jsonb
language sql
set search_path from current
as $$
	update amocrm_site_requests
	set completed_at = now(), lease = null, leased_until = null, last_error = null
	where id = p_id and lease = p_lease
	returning amocrm_request_answer(amocrm_site_requests)
$$;

comment on function amocrm_complete_request is 'amoCRM has all of the request. Returns what the site is told; null when another run has taken it over.';
