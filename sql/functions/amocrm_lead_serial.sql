create or replace function amocrm_lead_serial(p_details jsonb, p_field text) returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select nullif(btrim(left(amocrm_named_field(p_details, p_field), 255), E' \t\r\n\u00a0\u200b\u202f\ufeff'), '')
$$;

comment on function amocrm_lead_serial is 'The serial number in a lead of API v4, without spaces of any kind at the ends; null where there is none. p_field: id, code or name of the field.';
