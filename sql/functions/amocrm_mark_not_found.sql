create or replace function amocrm_mark_not_found(p_work jsonb) returns void
language plpgsql
set search_path from current
as $$
declare
	v_missing jsonb;
begin
	select coalesce(jsonb_agg(to_jsonb(missing)), '[]') into v_missing
	from (
		select distinct subject_type, subject_id::text as id, account_id, asked_at
		from jsonb_to_recordset(p_work) as work (
			subject_type text, subject_id bigint, account_id bigint, asked_at timestamptz, is_missing boolean
		)
		where is_missing
	) as missing;
	if v_missing = '[]' then
		return;
	end if;

	-- An answer that is newer than this one has found it.
	update amocrm_deals as deal set metadata = metadata || '{"not_found": true}'
	from jsonb_to_recordset(v_missing) as missing (subject_type text, id text, account_id bigint, asked_at timestamptz)
	where subject_type = 'lead' and deal.amocrm_deal_id = id and deal.account_id = missing.account_id
		and coalesce(asked_at >= fetched_at, true) and not metadata ? 'not_found';

	update amocrm_contacts as contact set metadata = metadata || '{"not_found": true}'
	from jsonb_to_recordset(v_missing) as missing (subject_type text, id text, account_id bigint, asked_at timestamptz)
	where subject_type = 'contact' and contact.amocrm_contact_id = id and contact.account_id = missing.account_id
		and coalesce(asked_at >= fetched_at, true) and not metadata ? 'not_found';

	update amocrm_companies as company set metadata = metadata || '{"not_found": true}'
	from jsonb_to_recordset(v_missing) as missing (subject_type text, id text, account_id bigint, asked_at timestamptz)
	where subject_type = 'company' and company.amocrm_company_id = id and company.account_id = missing.account_id
		and coalesce(asked_at >= fetched_at, true) and not metadata ? 'not_found';
end
$$;

comment on function amocrm_mark_not_found is 'Notes in the metadata of leads, contacts and companies that amoCRM does not know their id (any more). p_work: rows of amocrm_read_items.';
