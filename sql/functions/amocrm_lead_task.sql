create or replace function amocrm_lead_task(p_deal_id text, p_responsible_user_id bigint) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	select jsonb_strip_nulls(jsonb_build_object(
		'entity_type', case when p_deal_id is not null then 'leads' end,
		'entity_id', p_deal_id::bigint,
		'responsible_user_id', nullif(p_responsible_user_id, 0)
	))
$$;

comment on function amocrm_lead_task is 'What a task of API v4 hangs on: the lead, where there is one, and who does it; without a user amoCRM takes the token''s.';
