create or replace function amocrm_accept_request(p_body jsonb)
returns table (outcome text, answer jsonb, id bigint, lease uuid)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
declare
	v_problems constant jsonb := amocrm_request_problems(p_body);
	v_request amocrm_site_requests;
	v_is_free boolean;
begin
	if v_problems <> '[]' then
		return query select 'invalid', jsonb_build_object('error', 'the request is not valid', 'problems', v_problems),
			null::bigint, null::uuid;
		return;
	end if;

	-- A new client who sends two requests at once would get two contacts: amoCRM has no lock.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_site_requests', 0));
	v_is_free := not exists (
		select from amocrm_site_requests as other
		where completed_at is null and leased_until > now()
			and amocrm_sender_keys(other.body) && amocrm_sender_keys(p_body)
	);
	insert into amocrm_site_requests (request_id, body, attempts, lease, leased_until)
	select p_body ->> 'request_id', p_body, v_is_free::int,
		case when v_is_free then gen_random_uuid() end,
		case when v_is_free then now() + interval '10 minutes' end
	on conflict (request_id) do nothing
	returning * into v_request;
	if v_request.lease is not null then
		return query select 'new', amocrm_request_answer(v_request), v_request.id, v_request.lease;
		return;
	end if;

	select * into v_request from amocrm_site_requests where request_id = p_body ->> 'request_id';
	if v_request.body <> p_body then
		return query select 'conflict',
			jsonb_build_object('error', 'another request has this request_id'), null::bigint, null::uuid;
		return;
	end if;
	return query select case when v_request.completed_at is null then 'pending' else 'repeated' end,
		amocrm_request_answer(v_request), null::bigint, null::uuid;
end
$$;

comment on function amocrm_accept_request is 'Takes a request of the site. outcome: new (the run that gets id and lease works on it), repeated (done before), pending (stored, not yet in amoCRM: it came before, or another request of the same person is on its way), conflict (the same request_id with another body), invalid. answer is what the site is told.';
