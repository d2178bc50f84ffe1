-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_json_time(p jsonb) returns timestamptz
language sql
stable parallel safe
as $$
	select case
		when p #>> '{}' ~ '^[0-9]{1,11}$' then
			-- amoCRM says 0 for "never".
			case when (p #>> '{}')::bigint between 1 and 32503680000
				then to_timestamp((p #>> '{}')::bigint) end
		when p #>> '{}' ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,20}(Z|[+-][0-9]{2}:?[0-9]{2})$'
			and pg_input_is_valid(p #>> '{}', 'timestamptz') then (p #>> '{}')::timestamptz
	end
$$;

comment on function amocrm_json_time is 'Unix seconds or ISO 8601 with a zone as an instant; null when it is neither, or 0. Never raises.';
