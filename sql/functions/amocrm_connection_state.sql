create or replace function amocrm_connection_state(p_account_id bigint) returns jsonb
language sql
stable
set search_path from current
-- The times of the answer, whatever the zone of the server.
set timezone to 'UTC'
as $$
	select jsonb_build_object(
		'account', p_account_id,
		-- An account that nobody ever connected here is none that was disconnected.
		'connected', disconnected_at is null and is_heard,
		'disconnected_at', disconnected_at,
		'disconnected_by', source,
		-- Asked one by one, each is read from the small index of its status.
		'events_waiting', (
			select count(*) from amocrm_webhook_events
			where account_id = p_account_id and status = 'pending'
		) + (
			select count(*) from amocrm_webhook_events
			where account_id = p_account_id and status = 'processing'
		),
		'messages_waiting', (
			select count(*) from amocrm_backend_messages where account_id = p_account_id and told_at is null
		)
	)
	from (
		-- The row of a trigger outlives it, so that what was missed can be fetched: then its webhook is missing.
		select exists (
			select from amocrm_endpoints as endpoint
			left join amocrm_webhook_states as webhook using (queue)
			where endpoint.account_id = p_account_id and coalesce(webhook.condition, 'active') = 'active'
		) as is_heard
	) as heard
	left join amocrm_disconnections on account_id = p_account_id and reconnected_at is null
$$;

comment on function amocrm_connection_state is 'What the application is told of an account''s connection: {account, connected, disconnected_at, disconnected_by, events_waiting, messages_waiting}. connected: a trigger is the account''s, its webhook was active when it was looked at last, and nobody has disconnected the account.';
