create or replace function amocrm_store_address_suggestions(
	p_provider text,
	p_query text,
	p_suggestions jsonb,
	p_cache_days int
) returns jsonb
language sql
set search_path from current
as $$
	-- Twenty for each that comes: the table shrinks when the days are made fewer, and no call is slow.
	delete from amocrm_address_suggestions
	where (provider, query) in (
		select provider, query from amocrm_address_suggestions
		where fetched_at <= now() - make_interval(days => p_cache_days)
		order by fetched_at
		limit 20
		for update skip locked
	);
	delete from amocrm_address_requests where since < now() - interval '2 days';
	insert into amocrm_address_suggestions (provider, query, suggestions)
	values (p_provider, p_query, p_suggestions)
	on conflict (provider, query) do update
		set suggestions = excluded.suggestions, fetched_at = excluded.fetched_at
	returning suggestions;
$$;

comment on function amocrm_store_address_suggestions is 'Keeps what the provider answered (an array) and returns it; removes answers older than p_cache_days.';
