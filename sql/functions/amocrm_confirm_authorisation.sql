create or replace function amocrm_confirm_authorisation(
	p_account_id bigint,
	p_client_id text,
	p_issued_at timestamptz
) returns boolean
language sql
set search_path from current
as $$
	with ended as materialized (
		select account_id
		from amocrm_disconnections
		where account_id = p_account_id
			and reconnected_at is null
			and source = 'amocrm'
			-- The token of another integration works on and says nothing.
			and client_id = p_client_id
			-- A token from before may live a little longer than the hook; the minute is for two clocks.
			and p_issued_at > disconnected_at - interval '1 minute'
		-- Else the disconnect that an operator is just making his own would be ended all the same.
		for update
	)
	select coalesce((select amocrm_reconnect_account(account_id, 'amocrm') from ended), false);
$$;

comment on function amocrm_confirm_authorisation is 'amoCRM has just accepted a token of this account: p_client_id and p_issued_at are its claims aud and iat. Reconnects the account when amoCRM''s hook had disconnected that integration and the token is newer: the owner has installed it again. True when it did.';
