create or replace function amocrm_request_work(p_id bigint, p_lease uuid, p_settings jsonb)
returns table (query text, contact jsonb)
language sql
set search_path from current
as $$
	with held as (
		-- A step may wait minutes for amoCRM: meanwhile no other run may take the request for abandoned.
		update amocrm_site_requests
		set leased_until = greatest(leased_until, now() + interval '10 minutes')
		where id = p_id and lease = p_lease and completed_at is null
		returning body
	),
	request as (
		select body, body #>> '{contact,phone}' as phone, lower(btrim(body #>> '{contact,email}')) as email,
			body #>> '{contact,telegram_id}' as telegram_id,
			coalesce(nullif(btrim(body #>> '{contact,name}'), ''), body #>> '{contact,phone}',
				body #>> '{contact,email}', 'Telegram') as name,
			nullif(p_settings ->> 'contactTelegramField', '') as telegram_field
		from held
	),
	-- A phone was entered with or without the country, dashes and brackets: amoCRM searches for text.
	search as (
		select unnest(array[
			case when amocrm_phone_digits(phone) ~ '^7[0-9]{10}$' then substr(amocrm_phone_digits(phone), 2)
				else amocrm_phone_digits(phone) end,
			phone, email, telegram_id
		]) as query
		from request
		union all
		select amocrm_known_phones(phone)
		from request
	)
	select distinct search.query,
		jsonb_build_object(
			'name', case when phone is null and email is null and telegram_field is null
				-- Nothing else would find the contact again.
				then name || ' (Telegram ' || telegram_id || ')' else name end,
			'matchBy', case when phone is not null then 'phone' when email is not null then 'email'
				when telegram_field is not null then 'field' else 'name' end,
			'matchField', coalesce(telegram_field, ''),
			'matchValue', coalesce(phone, email,
				case when telegram_field is null then name || ' (Telegram ' || telegram_id || ')' end, telegram_id),
			'fields', jsonb_strip_nulls(jsonb_build_object('PHONE', phone, 'EMAIL', email))
				|| case when telegram_field is null or telegram_id is null then '{}'
					else jsonb_build_object(telegram_field, telegram_id) end
		)
	from request, search
	where search.query <> ''
$$;

comment on function amocrm_request_work is 'What a run does first: the texts to search amoCRM''s contacts for, a row each, and the contact to make if nobody is meant. Keeps the request for this run, as each later step does. Nothing when another run has taken it over. p_settings: {contactTelegramField}.';
