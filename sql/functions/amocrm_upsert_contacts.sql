create or replace function amocrm_upsert_contacts(p_rows jsonb) returns int
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
		insert into amocrm_contacts as contact (
			account_id, amocrm_contact_id,
			name, first_name, last_name, phones, emails, company_id, responsible_user_id, group_id,
			created_by, updated_by, created_at, updated_at, tags, custom_fields, raw, fetched_at,
			deleted_at,
			deletion_known_at
		)
		select account_id, id,
			details ->> 'name',
			details ->> 'first_name',
			details ->> 'last_name',
			amocrm_field_texts(details -> 'custom_fields_values', 'PHONE'),
			amocrm_field_texts(details -> 'custom_fields_values', 'EMAIL'),
			amocrm_json_integer(details #> '{_embedded,companies,0,id}'),
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
		on conflict (amocrm_contact_id, account_id) do update set
				name = excluded.name,
				first_name = excluded.first_name,
				last_name = excluded.last_name,
				phones = excluded.phones,
				emails = excluded.emails,
				company_id = excluded.company_id,
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
					when excluded.deletion_known_at > coalesce(contact.deletion_known_at, '-infinity')
						-- The first time it was seen deleted is closer to the truth than the last.
						then case when excluded.deleted_at is null then null
							else coalesce(contact.deleted_at, excluded.deleted_at) end
					else contact.deleted_at
				end,
				deletion_known_at = greatest(contact.deletion_known_at, excluded.deletion_known_at),
				metadata = contact.metadata - 'not_found',
				stored_at = now()
			where contact.updated_at is null
				or excluded.updated_at > contact.updated_at
				or (excluded.updated_at = contact.updated_at
					and excluded.fetched_at > coalesce(contact.fetched_at, '-infinity'))
		returning 1
	)
	select count(*)::int from stored;
$$;

comment on function amocrm_upsert_contacts is 'Stores contacts. p_rows: [{account_id, asked_at, details}] with details as API v4 gives them. An answer that is older by amoCRM''s updated_at changes nothing; returns how many rows were written.';
