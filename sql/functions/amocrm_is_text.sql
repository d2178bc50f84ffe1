-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_is_text(p jsonb, p_longest int) returns boolean
language sql
immutable parallel safe
as $$
	select case coalesce(jsonb_typeof(p), 'null')
		when 'null' then true
		when 'string' then length(p #>> '{}') <= p_longest
		else false
	end
$$;

comment on function amocrm_is_text is 'Whether a JSON value is a text of at most p_longest characters, or is left out.';
