create or replace function amocrm_serial_key(p_serial_number text) returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select translate(
		upper(regexp_replace(p_serial_number, '[\s\u00a0\u200b\u202f\ufeff]', '', 'g')),
		'АВЕКМНОРСТУХавекмнорстух', 'ABEKMHOPCTYXABEKMHOPCTYX'
	)
$$;

comment on function amocrm_serial_key is 'By what a serial number is known again: without spaces, in capitals, Cyrillic letters that look Latin as Latin ones. As machine_instances.serial_key is made.';
