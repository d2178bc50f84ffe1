create or replace function amocrm_store_reference(p_kind text, p_account_id bigint, p_rows jsonb)
returns int
language plpgsql
set search_path from current
as $$
declare
	v_rows jsonb;
begin
	if p_account_id is null then
		raise exception 'amocrm_store_reference: p_account_id is null: give the id of the amoCRM account'
			using errcode = 'AM001';
	end if;
	if jsonb_typeof(p_rows) is distinct from 'array' then
		raise exception 'amocrm_store_reference: p_rows is not an array but %', coalesce(jsonb_typeof(p_rows), 'null')
			using errcode = 'AM001';
	end if;
	select coalesce(jsonb_agg(item order by amocrm_json_integer(item -> 'id')), '[]') into v_rows
	from amocrm_json_items(p_rows)
	where amocrm_json_integer(item -> 'id') is not null;

	case p_kind
		when 'pipelines' then return amocrm_store_pipelines(p_account_id, v_rows);
		when 'users' then return amocrm_store_users(p_account_id, v_rows);
		when 'custom_fields' then return amocrm_store_custom_fields(p_account_id, v_rows);
		else
			raise exception 'amocrm_store_reference: unknown kind "%": use pipelines, users or custom_fields', p_kind
				using errcode = 'AM001';
	end case;
end
$$;

comment on function amocrm_store_reference is 'Stores the whole list of pipelines (with their stages), users or custom_fields (each with entity_type) of an account as API v4 gives it. What is missing in the list gets removed_at; an empty list changes nothing. Returns how many were stored.';
