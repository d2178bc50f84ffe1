create or replace function amocrm_json(p text) returns jsonb
language plpgsql
immutable parallel safe
set search_path from current
as $$
begin
	return p::jsonb;
exception when data_exception or program_limit_exceeded then
	return null;
end
$$;

comment on function amocrm_json is 'A text as JSON; null when PostgreSQL cannot hold it: a NUL in a key, half a surrogate pair, nesting too deep. Never raises.';
