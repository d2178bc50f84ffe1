create or replace function amocrm_upsert_companies(p_rows jsonb) returns int
language sql
set search_path from current
as $$
	with given as (
		select account_id, asked_at, details, amocrm_json_integer(details -> 'id')::text as id,
			amocrm_json_time(details -> 'updated_at') as updated_at
		from jsonb_to_recordset(p_rows) as answer (account_id bigint, asked_at timestamptz, details jsonb)
	),
	latest as (
		select distinct on (id, account_id) *
		from given
		where id is not null and account_id is not null
		order by id, account_id, updated_at desc nulls last, asked_at desc
	),
	stored as (
		insert into amocrm_companies as company (
			account_id, amocrm_company_id,
			name, phones, emails, responsible_user_id, group_id, created_by, updated_by, created_at,
			updated_at, tags, custom_fields, raw, fetched_at,
			deleted_at,
			deletion_known_at
		)
		select account_id, id,
			details ->> 'name',
			amocrm_field_texts(details -> 'custom_fields_values', 'PHONE'),
			amocrm_field_texts(details -> 'custom_fields_values', 'EMAIL'),
			amocrm_json_integer(details -> 'responsible_user_id'),
			amocrm_json_integer(details -> 'group_id'),
			amocrm_json_integer(details -> 'created_by'),
			amocrm_json_integer(details -> 'updated_by'),
			amocrm_json_time(details -> 'created_at'),
			updated_at,
			amocrm_tag_names(details),
			amocrm_custom_fields_by_name(details -> 'custom_fields_values'),
			details,
			asked_at,
			case when details -> 'is_deleted' = 'true' then coalesce(updated_at, asked_at) end,
			case when jsonb_typeof(details -> 'is_deleted') = 'boolean' then asked_at end
		from latest
		-- Two runs that share rows lock them in the same order: no deadlock.
		order by id, account_id
		on conflict (amocrm_company_id, account_id) do update set
				name = excluded.name,
				phones = excluded.phones,
				emails = excluded.emails,
				responsible_user_id = excluded.responsible_user_id,
				group_id = excluded.group_id,
				created_by = excluded.created_by,
				updated_by = excluded.updated_by,
				created_at = excluded.created_at,
				updated_at = excluded.updated_at,
				tags = excluded.tags,
				custom_fields = excluded.custom_fields,
				raw = excluded.raw,
				fetched_at = excluded.fetched_at,
				deleted_at = case
					when excluded.deletion_known_at > coalesce(company.deletion_known_at, '-infinity')
						-- The first time it was seen deleted is closer to the truth than the last.
						then case when excluded.deleted_at is null then null
							else coalesce(company.deleted_at, excluded.deleted_at) end
					else company.deleted_at
				end,
				deletion_known_at = greatest(company.deletion_known_at, excluded.deletion_known_at),
				metadata = company.metadata - 'not_found',
				stored_at = now()
			where company.updated_at is null
				or excluded.updated_at > company.updated_at
				or (excluded.updated_at = company.updated_at
					and excluded.fetched_at > coalesce(company.fetched_at, '-infinity'))
		returning 1
	)
	select count(*)::int from stored;
$$;

comment on function amocrm_upsert_companies is 'Stores companies. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';
