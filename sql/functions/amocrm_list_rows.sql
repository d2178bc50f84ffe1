create or replace function amocrm_list_rows(p_answer jsonb, p_list text) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	select case when jsonb_typeof(listed.rows) = 'array' then listed.rows end
	from (
		select case p_answer -> 'status' when '204' then '[]'
			else p_answer #> array['body', '_embedded', p_list] end as rows
	) as listed
$$;

comment on function amocrm_list_rows is 'The rows of amoCRM''s answer {status, body} to a list; null where it is no list: a proxy''s page must not pass for a list without rows.';
