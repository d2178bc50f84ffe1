create or replace function amocrm_machine_text(p_title text, p_model text, p_serial_number text, p_due date)
returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select concat_ws(E'\n',
		p_title,
		'Модель: ' || p_model,
		'Серийный номер: ' || p_serial_number,
		'Следующее обслуживание: ' || to_char(p_due, 'DD.MM.YYYY')
	)
$$;

comment on function amocrm_machine_text is 'A title and what there is to say of a machine, line by line; unknown lines are left out.';
