-- Accounts whose owner took the access away: their events are kept and not worked off.

create table amocrm_disconnections (
	id bigserial primary key,
	account_id bigint not null,
	source text not null check (source in ('amocrm', 'backend', 'operator')),
	client_id text,
	disconnected_at timestamptz not null default now(),
	reconnected_at timestamptz,
	reconnected_by text check (reconnected_by in ('amocrm', 'backend', 'operator')),
	check ((reconnected_at is null) = (reconnected_by is null)),
	-- Whose token would end it, if nobody knows which integration it was?
	check (source <> 'amocrm' or client_id is not null)
);

create unique index amocrm_disconnections_open on amocrm_disconnections (account_id)
	where reconnected_at is null;

comment on table amocrm_disconnections is 'Every time an account was disconnected, one row each; written by amocrm_disconnect_account.';
comment on column amocrm_disconnections.id is 'Number of ours.';
comment on column amocrm_disconnections.account_id is 'The amoCRM account whose events wait.';
comment on column amocrm_disconnections.source is 'Who said so: amocrm, its uninstall hook; backend, a call with a JWT; operator, by hand.';
comment on column amocrm_disconnections.client_id is 'The integration (client_uuid) that was removed; null where only the account was named.';
comment on column amocrm_disconnections.disconnected_at is 'Since when; by our clock.';
comment on column amocrm_disconnections.reconnected_at is 'Until when; null while it lasts.';
comment on column amocrm_disconnections.reconnected_by is 'Who ended it: amocrm, by accepting a new token; backend or operator.';
comment on index amocrm_disconnections_open is 'Claiming: whose events wait? One row an account at the most.';

create table amocrm_used_states (
	id text primary key,
	expires_at timestamptz not null
);

create index amocrm_used_states_expiry on amocrm_used_states (expires_at);

comment on table amocrm_used_states is 'States of amoCRM''s button that were redeemed; kept until they would have run out.';
comment on column amocrm_used_states.id is 'The claim jti.';
comment on column amocrm_used_states.expires_at is 'The claim exp: from then on the signature''s check refuses it.';
comment on index amocrm_used_states_expiry is 'Which can be forgotten?';
