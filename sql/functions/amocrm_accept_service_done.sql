create or replace function amocrm_accept_service_done(p_body jsonb)
returns table (outcome text, answer jsonb, id bigint, lease uuid, lead_id bigint)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
declare
	v_problems jsonb;
	v_request amocrm_site_requests;
	v_lease constant uuid := gen_random_uuid();
begin
	select coalesce(jsonb_agg(jsonb_build_object('field', field, 'message', message)), '[]') into v_problems
	from (values
		('body', 'a JSON object is expected', jsonb_typeof(p_body) is distinct from 'object'),
		('request_id', 'a text of 8 to 100 letters, digits, . _ : or - is expected',
			jsonb_typeof(p_body -> 'request_id') is distinct from 'string'
			or p_body ->> 'request_id' !~ '^[A-Za-z0-9._:-]{8,100}$'),
		('engineer', 'a text of up to 255 characters is expected', not amocrm_is_text(p_body -> 'engineer', 255))
	) as said (field, message, is_wrong)
	where is_wrong;
	if v_problems <> '[]' then
		return query select 'invalid', jsonb_build_object('error', 'the request is not valid', 'problems', v_problems),
			null::bigint, null::uuid, null::bigint;
		return;
	end if;

	update amocrm_site_requests
	set service_lease = v_lease, service_leased_until = now() + interval '2 minutes',
		service_said_at = coalesce(service_said_at, now()), service_done_by = p_body ->> 'engineer'
	where request_id = p_body ->> 'request_id'
		and amocrm_deal_id is not null
		and service_done_at is null
		and (service_leased_until is null or service_leased_until < now());
	select * into v_request from amocrm_site_requests where request_id = p_body ->> 'request_id';
	return query select
		case
			when v_request.id is null then 'unknown'
			when v_request.service_lease = v_lease then 'claimed'
			when v_request.service_done_at is not null then 'repeated'
			else 'busy'
		end,
		case
			when v_request.id is null then jsonb_build_object('error', 'no request has this request_id')
			when v_request.service_done_at is not null
				then jsonb_build_object('request_id', v_request.request_id, 'lead_id', v_request.amocrm_deal_id, 'changed', false)
			else jsonb_build_object('error', 'amoCRM does not have the request yet, or is being told; repeat the call')
		end,
		v_request.id, case when v_request.service_lease = v_lease then v_lease end, v_request.amocrm_deal_id;
end
$$;

comment on function amocrm_accept_service_done is 'The engineer says that a request is done: {request_id, engineer}. outcome: claimed (the run tells amoCRM and ends it with amocrm_end_service_done, within two minutes), repeated (amoCRM was told before), busy (repeat the call), unknown, invalid.';
