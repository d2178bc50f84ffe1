create or replace function amocrm_record_api_usage(p jsonb) returns int
language sql
set search_path from current
as $$
	with given as (
		select date_trunc('minute', coalesce(
				amocrm_json_time(item -> 'minute'), amocrm_json_time(item -> 'at'), now()
			), 'UTC') as minute,
			amocrm_json_integer(item -> 'accountId') as account_id,
			coalesce(nullif(left(item ->> 'source', 200), ''), 'unknown') as source,
			least(greatest(amocrm_json_integer(item -> 'requests'), 0), 1000000)::int as requests,
			coalesce(least(greatest(amocrm_json_integer(item -> 'limited'), 0), 1000000), 0)::int as limited
		from amocrm_json_items(case jsonb_typeof(p) when 'array' then p else jsonb_build_array(p) end)
	),
	stored as (
		insert into amocrm_api_usage as usage (minute, account_id, source, requests, limited)
		select minute, account_id, source, sum(requests), sum(limited)
		from given
		where account_id is not null and requests + limited > 0
		group by minute, account_id, source
		order by minute, account_id, source
		on conflict (minute, account_id, source) do update set
			requests = usage.requests + excluded.requests,
			limited = usage.limited + excluded.limited
		returning 1
	)
	select count(*)::int from stored;
$$;

comment on function amocrm_record_api_usage is 'Adds requests made to amoCRM to their minute. p: {accountId, requests, limited?, source?, at?} or an array of these. Returns how many minutes were touched; what has no account or no number is left out.';
