create or replace function amocrm_request_problems(p_body jsonb) returns jsonb
language sql
immutable parallel safe
set search_path from current
as $$
	with said (field, message, is_wrong) as (
		values
			('body', 'a JSON object is expected', jsonb_typeof(p_body) is distinct from 'object'),
			('request_id', 'a text of 8 to 100 letters, digits, . _ : or - is expected',
				jsonb_typeof(p_body -> 'request_id') is distinct from 'string'
				or p_body ->> 'request_id' !~ '^[A-Za-z0-9._:-]{8,100}$'),
			('type', 'service or parts is expected',
				coalesce(p_body ->> 'type', '') not in ('service', 'parts')),
			('contact', 'an object is expected', jsonb_typeof(p_body -> 'contact') is distinct from 'object'),
			('contact', 'one of phone, email and telegram_id is needed',
				jsonb_typeof(p_body -> 'contact') = 'object'
				and num_nonnulls(p_body #>> '{contact,phone}', p_body #>> '{contact,email}',
					p_body #>> '{contact,telegram_id}') = 0),
			('contact.name', 'a text of up to 255 characters is expected',
				not amocrm_is_text(p_body #> '{contact,name}', 255)),
			('contact.phone', 'a phone of 10 to 15 digits is expected',
				not amocrm_is_text(p_body #> '{contact,phone}', 50)
				or length(amocrm_phone_digits(p_body #>> '{contact,phone}')) not between 10 and 15),
			('contact.email', 'an e-mail address is expected',
				not amocrm_is_text(p_body #> '{contact,email}', 255)
				or p_body #>> '{contact,email}' !~ '^[^\s@]+@[^\s@]+\.[^\s@]+$'),
			('contact.telegram_id', 'a whole number is expected',
				p_body #>> '{contact,telegram_id}' is not null
				and coalesce(amocrm_json_integer(p_body #> '{contact,telegram_id}'), 0) <= 0),
			('machine', 'an object is expected',
				coalesce(jsonb_typeof(p_body -> 'machine'), 'null') not in ('object', 'null')),
			('machine.serial_number', 'a text of up to 255 characters is expected',
				not amocrm_is_text(p_body #> '{machine,serial_number}', 255)),
			('machine.model', 'a text of up to 255 characters is expected',
				not amocrm_is_text(p_body #> '{machine,model}', 255)),
			('message', 'a text of up to 5000 characters is expected',
				not amocrm_is_text(p_body -> 'message', 5000)),
			('items', 'a list of up to 100 goods is expected',
				coalesce(jsonb_typeof(p_body -> 'items'), 'null') not in ('array', 'null')
				or jsonb_typeof(p_body -> 'items') = 'array' and jsonb_array_length(p_body -> 'items') > 100),
			('items', 'an order of parts needs at least one',
				p_body ->> 'type' = 'parts' and coalesce(p_body -> 'items', 'null') in ('null', '[]'))
	),
	problem as (
		select field, message, 0 as place, row_number() over () as turn from said where is_wrong
		union all
		select 'items.' || (place - 1), 'name (text), article (text), quantity (above 0) and price (0 or more) are expected', place, 0
		from amocrm_json_items(p_body -> 'items')
		where coalesce(item ->> 'name', '') = ''
			or not amocrm_is_text(item -> 'name', 255)
			or not amocrm_is_text(item -> 'article', 100)
			or item ->> 'quantity' is not null
				and coalesce(amocrm_json_number(item -> 'quantity') not between 0.001 and 1000000, true)
			or coalesce(amocrm_json_number(item -> 'price') not between 0 and 1000000000, true)
	)
	select coalesce(jsonb_agg(jsonb_build_object('field', field, 'message', message) order by place, turn), '[]')
	from problem
$$;

comment on function amocrm_request_problems is 'What is wrong with a request of the site: [{field, message}]; an empty list when it can be taken.';
