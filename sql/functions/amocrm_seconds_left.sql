create or replace function amocrm_seconds_left(p_period text) returns int
language sql
stable parallel safe
as $$
	select ceil(extract(epoch from
		date_trunc(p_period, now(), 'UTC') + ('1 ' || p_period)::interval - now()
	))::int;
$$;

comment on function amocrm_seconds_left is 'Seconds until the present minute, hour or day (UTC) ends; at least 1.';
