create or replace function amocrm_use_state(p_id text, p_expires_at timestamptz) returns boolean
language sql
set search_path from current
as $$
	-- An hour more than needed: the clocks of n8n and of the database may differ.
	delete from amocrm_used_states where expires_at < now() - interval '1 hour';
	with used as (
		insert into amocrm_used_states (id, expires_at)
		values (p_id, p_expires_at)
		on conflict (id) do nothing
		returning 1
	)
	select exists (select from used);
$$;

comment on function amocrm_use_state is 'Redeems the state of one press of amoCRM''s button, whose signature and end (p_expires_at) were checked. False when it was redeemed before.';
