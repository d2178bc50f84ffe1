create or replace function amocrm_next_maintenance(p_settings jsonb, p_since timestamptz default now()) returns date
language sql
stable
set search_path from current
as $$
	select (
		(p_since at time zone coalesce(p_settings ->> 'timezone', 'UTC'))
		+ coalesce(amocrm_json_integer(p_settings -> 'maintenanceMonths'), 12)::int * interval '1 month'
	)::date
$$;

comment on function amocrm_next_maintenance is 'When a machine that was sold or serviced then is due again. p_settings: {timezone, maintenanceMonths}.';
