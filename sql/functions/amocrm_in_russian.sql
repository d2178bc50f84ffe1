-- Without `set search_path`, which would keep PostgreSQL from inlining it; it reads pg_catalog only.
create or replace function amocrm_in_russian(p_value numeric, p_unit text) returns text
language sql
immutable parallel safe
as $$
	select case
		when p_unit = '%' then round(p_value) || ' %'
		when p_unit <> 's' then trim_scale(p_value)::text
		when p_value < 120 then round(p_value) || ' с'
		when p_value < 7200 then round(p_value / 60) || ' мин'
		when p_value < 172800 then round(p_value / 3600) || ' ч'
		else round(p_value / 86400) || ' дн.'
	end
$$;

comment on function amocrm_in_russian is 'A value with its unit in a Russian message: s becomes seconds, minutes, hours or days; % stays; what is counted is a number.';
