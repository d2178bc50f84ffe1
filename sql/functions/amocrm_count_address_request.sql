create or replace function amocrm_count_address_request(
	p_counter text,
	p_period text,
	p_limit int
) returns boolean
language sql
set search_path from current
as $$
	with counted as (
		insert into amocrm_address_requests as present (counter, since, requests)
		select p_counter, date_trunc(p_period, now(), 'UTC'), 1
		where p_limit > 0
		on conflict (counter, since) do update set requests = present.requests + 1
			where present.requests < p_limit
		returning 1
	)
	select exists (select from counted);
$$;

comment on function amocrm_count_address_request is 'Counts one more in the present p_period (minute, hour, day; UTC). False, and not counted, where p_limit is reached.';
