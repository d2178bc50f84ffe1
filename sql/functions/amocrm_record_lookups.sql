create or replace function amocrm_record_lookups(p_work jsonb) returns int
language sql
set search_path from current
as $$
	select amocrm_record_api_usage(coalesce(jsonb_agg(jsonb_build_object(
		'accountId', account_id, 'source', 'webhooks', 'at', asked_at, 'requests', requests
	)), '[]'))
	from (
		-- 250 ids fit into one request; leads, contacts and companies are asked for apart.
		select account_id, max(asked_at) as asked_at, ceil(count(distinct subject_id) / 250.0)::int as requests
		from jsonb_to_recordset(p_work) as work (
			account_id bigint, subject_type text, subject_id bigint, asked_at timestamptz, is_looked_up boolean
		)
		where is_looked_up and subject_id is not null and account_id is not null
		group by account_id, subject_type
	) as lookup;
$$;

comment on function amocrm_record_lookups is 'Counts the requests that the lookups of one run took: one for up to 250 ids of a kind. Repeated tries after a 429 are not seen here. p_work: rows of amocrm_read_items.';
