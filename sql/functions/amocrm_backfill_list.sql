create or replace function amocrm_backfill_list(p_backfill amocrm_backfills) returns text
language sql
stable
set search_path from current
as $$
	select case
		-- Each run: with a credential of another account nothing would be found, and all would seem to be read.
		when p_backfill.account_id is null or p_backfill.run_requests = 0 then 'account'
		-- Full pages of contacts as soon as there is one: fewer requests, and no long tail at the end.
		when unread.contacts >= case when p_backfill.is_listed then 1 else 250 end then 'contacts'
		when unread.companies >= case when p_backfill.is_listed then 1 else 250 end then 'companies'
		when not p_backfill.is_listed then 'leads'
	end
	from (
		select count(*) filter (where list = 'contacts') as contacts,
			count(*) filter (where list = 'companies') as companies
		from amocrm_backfills_found
		where backfill_id = p_backfill.id and not is_read
	) as unread
$$;

comment on function amocrm_backfill_list is 'What is read next: account, leads, contacts or companies; null when all is read. The same until an answer is stored.';
