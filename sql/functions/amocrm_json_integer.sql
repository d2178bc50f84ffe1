-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_json_integer(p jsonb) returns bigint
language sql
immutable parallel safe
as $$
	select case
		when p #>> '{}' ~ '^-?[0-9]{1,18}(\.0{1,9})?$' then trunc((p #>> '{}')::numeric)::bigint
	end
$$;

comment on function amocrm_json_integer is 'A JSON number or text as an integer; null when it is not one. Never raises.';
