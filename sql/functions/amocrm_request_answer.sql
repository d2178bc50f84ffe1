create or replace function amocrm_request_answer(p_request amocrm_site_requests) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	select jsonb_build_object(
		'request_id', p_request.request_id,
		'lead_id', p_request.amocrm_deal_id,
		'contact_id', p_request.amocrm_contact_id,
		'completed', p_request.completed_at is not null
	)
$$;

comment on function amocrm_request_answer is 'What the site is told of its request: {request_id, lead_id, contact_id, completed}; ids are null until amoCRM gave them.';
