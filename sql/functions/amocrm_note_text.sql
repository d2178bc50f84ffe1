create or replace function amocrm_note_text(p_body jsonb) returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select case when goods.lines is null and coalesce(p_body ->> 'message', '') = '' then null
		else left(concat_ws(E'\n',
			'Заявка № ' || (p_body ->> 'request_id'),
			nullif(p_body ->> 'message', ''),
			goods.lines,
			'Итого: ' || trim_scale(goods.total)
		), 20000) end
	from (
		select string_agg(
				format('%s. %s%s — %s шт. × %s', place, item ->> 'name',
					coalesce(', арт. ' || nullif(item ->> 'article', ''), ''),
					coalesce(item ->> 'quantity', '1'), coalesce(item ->> 'price', '?')),
				E'\n' order by place
			) as lines,
			sum(coalesce(amocrm_json_number(item -> 'quantity'), 1) * amocrm_json_number(item -> 'price')) as total
		from amocrm_json_items(p_body -> 'items')
	) as goods
$$;

comment on function amocrm_note_text is 'The one note of a request: its number, the message, all goods with article numbers and prices, the sum. Null where there is nothing to say. Up to 20,000 characters, amoCRM''s limit.';
