create or replace function amocrm_backfill_unread(p_backfill bigint, p_list text)
returns table (entity_id bigint)
language sql
stable
set search_path from current
as $$
	select find.entity_id
	from amocrm_backfills_found as find
	where find.backfill_id = p_backfill and find.list = p_list and not find.is_read
	order by find.entity_id
	limit 250
$$;

comment on function amocrm_backfill_unread is 'The contacts or companies that are asked for next, a page of them. The same until an answer is stored.';
