create or replace function amocrm_named_date(p_details jsonb, p_field text, p_timezone text) returns date
language sql
stable parallel safe
set search_path from current
as $$
	select (amocrm_json_time(to_jsonb(amocrm_named_field(p_details, p_field))) at time zone p_timezone)::date
$$;

comment on function amocrm_named_date is 'The day in a date field of a lead or contact of API v4. amoCRM keeps midnight of the account''s zone, so p_timezone is that one.';
