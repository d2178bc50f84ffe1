create or replace function amocrm_without_secrets(p text) returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select regexp_replace(
		regexp_replace(
			regexp_replace(p, '\mey[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]*', '***', 'g'),
			'(bearer|basic)\s+[^\s"'',]+', '\1 ***', 'gi'
		),
		'((?:access_token|refresh_token|client_secret|password|api_key|authorization|secret|[?&]key)"?\s*[=:]\s*"?)(?!bearer|basic|\*)[^\s"&,}]+',
		'\1***', 'gi'
	)
$$;

comment on function amocrm_without_secrets is 'A text without tokens and passwords: JWTs, Authorization headers, values of names like access_token, the key in a webhook''s address.';
