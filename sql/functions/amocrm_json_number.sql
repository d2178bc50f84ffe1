-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_json_number(p jsonb) returns numeric
language sql
immutable parallel safe
as $$
	select case
		when p #>> '{}' ~ '^-?[0-9]{1,30}(\.[0-9]{1,30})?$' then (p #>> '{}')::numeric
	end
$$;

comment on function amocrm_json_number is 'A JSON number or text as a number; null when it is not one. Never raises.';
