create or replace function amocrm_sender_keys(p_body jsonb) returns text[]
language sql
immutable parallel safe
set search_path from current
as $$
	select array_remove(
		array[
			'phone ' || nullif(amocrm_phone_digits(p_body #>> '{contact,phone}'), ''),
			'email ' || lower(btrim(p_body #>> '{contact,email}')),
			'telegram ' || (p_body #>> '{contact,telegram_id}')
		],
		null
	)
$$;

comment on function amocrm_sender_keys is 'By what the sender of a request of the site is known; two requests whose keys overlap come from the same person.';
