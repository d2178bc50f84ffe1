create or replace function amocrm_refresh_reference(p jsonb)
returns table (pipelines int, users int, custom_fields int, requests int, error text)
language plpgsql
set search_path from current
as $$
declare
	v_account_id constant bigint := amocrm_json_integer(p #> '{account,id}');
	v_fields jsonb;
	v_problems text;
	v_unreadable text;
begin
	select coalesce(jsonb_agg(field.item || jsonb_build_object('entity_type', list.key)), '[]') into v_fields
	from jsonb_each(p -> 'custom_fields') as list, amocrm_json_items(list.value) as field
	where jsonb_typeof(field.item) = 'object';

	-- A list that amoCRM refused holds no row with an id, and changes nothing.
	if v_account_id is not null then
		begin
			pipelines := amocrm_store_reference('pipelines', v_account_id, p -> 'pipelines');
			users := amocrm_store_reference('users', v_account_id, p -> 'users');
			custom_fields := amocrm_store_reference('custom_fields', v_account_id, v_fields);
		exception when data_exception then
			-- Else nobody would know that it was asked, and every look would ask again.
			v_unreadable := sqlerrm;
		end;
	end if;

	-- So many rows amoCRM gives at once; an empty list, or a refusal, is one request too. An account
	-- that does not answer is asked for nothing else.
	select 1 + case when v_account_id is null then 0
			else sum(greatest(1, ceil(jsonb_array_length(list.rows) / list.page))) end,
		string_agg(list.name || ': ' || refusal.text, '; ' order by list.name)
	into requests, v_problems
	from (
		select 'pipelines' as name, p -> 'pipelines' as rows, 250.0 as page
		union all
		select 'users', p -> 'users', 250.0
		union all
		select 'fields of ' || key, value, 50.0 from jsonb_each(p -> 'custom_fields')
	) as list
	left join lateral (
		select item ->> 'error' as text
		from amocrm_json_items(list.rows)
		where not item ? 'id' and item ? 'error'
		limit 1
	) as refusal on true;

	error := amocrm_record_api_check(jsonb_build_object(
		'watcher', p -> 'watcher', 'account', p -> 'account', 'every', p -> 'every',
		'source', 'reference', 'requests', requests,
		'error', coalesce('not stored: ' || v_unreadable, v_problems)
	));
	return next;
end
$$;

comment on function amocrm_refresh_reference is 'Stores what amoCRM answered to a look at its reference data: {watcher, every, account, pipelines, users, custom_fields: {leads, contacts, …}}, lists as API v4 gives them or [{error}]. Counts the requests (source reference) and records failures for the alarm api_failing. One row: how many were stored, requests, and what failed.';
