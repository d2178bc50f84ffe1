create or replace function amocrm_phone_digits(p text) returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select case
		when length(digits) < 5 then ''
		when number ~ '^[\s(]*(\+|00)' then digits
		when length(digits) = 11 and digits like '8%' then '7' || substr(digits, 2)
		when length(digits) = 10 and digits like '9%' then '7' || digits
		else digits
	end
	from (
		-- What people write after a number: an extension.
		select regexp_replace(regexp_replace(btrim(p), '^tel:', '', 'i'), '[a-zA-Zа-яА-ЯёЁ#;,].*$', '') as number
	) as given
	cross join lateral (
		select regexp_replace(regexp_replace(number, '[^0-9]', '', 'g'), '^00', '') as digits
	) as counted
$$;

comment on function amocrm_phone_digits is 'The digits of a phone with the country, as phoneDigits of the AmoCRM node has them: 8 (999) 123-45-67 and +79991234567 are one. Empty where there are too few.';
