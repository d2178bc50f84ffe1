-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_utc(p timestamptz) returns text
language sql
immutable parallel safe
as $$
	select to_char(p at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;

comment on function amocrm_utc is 'An instant as ISO 8601 in UTC, to the second: the same text whatever the zone of the session.';
