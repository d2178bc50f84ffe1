create or replace function amocrm_reconnect_account(p_account_id bigint, p_source text) returns boolean
language sql
set search_path from current
as $$
	with ended as (
		update amocrm_disconnections
		set reconnected_at = now(), reconnected_by = p_source
		where account_id = p_account_id and reconnected_at is null
		returning account_id
	),
	-- Else the consumers would sleep on: nothing new has come.
	woken as materialized (
		select pg_notify('amocrm_events', left(queue, 1000))
		from (
			select distinct event.queue
			from amocrm_webhook_events as event
			join ended using (account_id)
			where event.status = 'pending'
		) as queues
	)
	select exists (select from ended) from (select count(*) from woken) as notified;
$$;

comment on function amocrm_reconnect_account is 'The account''s kept events are claimed again, oldest first. p_source: who says so (amocrm, backend, operator). False when it was not disconnected.';
