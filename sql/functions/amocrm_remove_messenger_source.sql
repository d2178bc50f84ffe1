create or replace function amocrm_remove_messenger_source(p_messenger text, p_account_id bigint default 0)
returns boolean
language sql
set search_path from current
as $$
	with removed as (
		delete from amocrm_messenger_sources
		where messenger = lower(btrim(p_messenger)) and account_id = p_account_id
		returning 1
	)
	select exists (select from removed)
$$;

comment on function amocrm_remove_messenger_source is 'Leaves a messenger to the default of the Settings again; false when it had no row.';
