create or replace function amocrm_store_custom_fields(p_account_id bigint, p_rows jsonb) returns int
language plpgsql
set search_path from current
as $$
declare
	v_stored int;
begin
	if exists (select from amocrm_json_items(p_rows) where coalesce(item ->> 'entity_type', '') = '') then
		raise exception 'amocrm_store_reference: a custom field has no entity_type: add leads, contacts or companies to each row'
			using errcode = 'AM001';
	end if;
	insert into amocrm_custom_fields (account_id, entity_type, id, name, code, type, sort, enums, raw)
	select distinct on (entity_type, id) p_account_id, item ->> 'entity_type' as entity_type,
		amocrm_json_integer(item -> 'id') as id, item ->> 'name', item ->> 'code', item ->> 'type',
		amocrm_json_integer(item -> 'sort'), nullif(item -> 'enums', 'null'), item
	from amocrm_json_items(p_rows)
	order by entity_type, id
	on conflict (account_id, entity_type, id) do update set
		name = excluded.name, code = excluded.code, type = excluded.type, sort = excluded.sort,
		enums = excluded.enums, raw = excluded.raw, removed_at = null, stored_at = now();
	get diagnostics v_stored = row_count;

	-- Lists come by entity type: one of leads' fields says nothing about those of contacts.
	update amocrm_custom_fields as field set removed_at = now()
	where account_id = p_account_id and removed_at is null
		and exists (
			select from amocrm_json_items(p_rows) where item ->> 'entity_type' = field.entity_type
		)
		and not exists (
			select from amocrm_json_items(p_rows)
			where item ->> 'entity_type' = field.entity_type
				and amocrm_json_integer(item -> 'id') = field.id
		);
	return v_stored;
end
$$;

comment on function amocrm_store_custom_fields is 'Part of amocrm_store_reference: custom fields of the entity types in the list.';
