create or replace function amocrm_answers(p_work jsonb, p_subject_type text) returns jsonb
language sql
stable
set search_path from current
as $$
	select coalesce(jsonb_agg(jsonb_build_object(
		'account_id', account_id, 'asked_at', asked_at, 'details', details
	)), '[]')
	from jsonb_to_recordset(p_work) as work (
		account_id bigint, subject_type text, asked_at timestamptz, details jsonb
	)
	where subject_type = p_subject_type and jsonb_typeof(details) = 'object';
$$;

comment on function amocrm_answers is 'The details of one kind among rows of amocrm_read_items, for amocrm_upsert_deals and its sisters.';
