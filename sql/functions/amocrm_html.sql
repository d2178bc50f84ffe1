-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_html(p text) returns text
language sql
immutable parallel safe
as $$
	select replace(replace(replace(p, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')
$$;

comment on function amocrm_html is 'A text as Telegram shows it letter by letter in an HTML message.';
