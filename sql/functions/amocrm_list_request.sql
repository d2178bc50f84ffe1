create or replace function amocrm_list_request(p_list text, p_filter jsonb, p_page int) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	select jsonb_build_object(
		'path', '/api/v4/' || p_list,
		'query', jsonb_build_object(
			'filter', p_filter,
			-- Whatever changes while the list is read moves to its end, where it is read again.
			'order', jsonb_build_object('updated_at', 'asc'),
			'with', case p_list
				when 'leads' then 'contacts,loss_reason,source_id'
				when 'contacts' then 'leads'
				else 'leads,contacts' end,
			'limit', 250,
			'page', p_page
		)
	)
$$;

comment on function amocrm_list_request is 'The request for a page of leads, contacts or companies as our tables need them, the latest changed last: {path, query} of API v4.';
