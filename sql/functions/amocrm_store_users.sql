create or replace function amocrm_store_users(p_account_id bigint, p_rows jsonb) returns int
language plpgsql
set search_path from current
as $$
declare
	v_stored int;
begin
	insert into amocrm_users (account_id, id, name, email, is_active, is_admin, group_id, raw)
	select distinct on (id) p_account_id, amocrm_json_integer(item -> 'id') as id, item ->> 'name',
		item ->> 'email', item #> '{rights,is_active}' = 'true', item #> '{rights,is_admin}' = 'true',
		amocrm_json_integer(item #> '{rights,group_id}'), item
	from amocrm_json_items(p_rows)
	order by id
	on conflict (account_id, id) do update set
		name = excluded.name, email = excluded.email, is_active = excluded.is_active,
		is_admin = excluded.is_admin, group_id = excluded.group_id, raw = excluded.raw,
		removed_at = null, stored_at = now();
	get diagnostics v_stored = row_count;

	update amocrm_users as present set removed_at = now()
	where account_id = p_account_id and removed_at is null and p_rows <> '[]'
		and not exists (
			select from amocrm_json_items(p_rows) where amocrm_json_integer(item -> 'id') = present.id
		);
	return v_stored;
end
$$;

comment on function amocrm_store_users is 'Part of amocrm_store_reference: users.';
