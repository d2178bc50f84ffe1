create or replace function amocrm_disconnect_account(
	p_account_id bigint,
	p_source text,
	p_client_id text default null
) returns boolean
language sql
set search_path from current
as $$
	with written as (
		insert into amocrm_disconnections as present (account_id, source, client_id)
		values (p_account_id, p_source, p_client_id)
		on conflict (account_id) where reconnected_at is null do update
			set source = excluded.source, client_id = coalesce(excluded.client_id, present.client_id)
			-- amoCRM's hook can be replayed by whoever has seen its address: it must not turn what a person
			-- ended into something that the next token brings back.
			where present.source = 'amocrm' and excluded.source <> 'amocrm'
		returning xmax = 0 as is_new
	)
	select coalesce((select is_new from written), false);
$$;

comment on function amocrm_disconnect_account is 'From now on the account''s events are stored and not claimed. p_source: amocrm (needs p_client_id; ended by amocrm_confirm_authorisation), backend or operator (ended by amocrm_reconnect_account only). False when it was disconnected already.';
