create or replace function amocrm_record_notice(p_notice_id bigint, p_lease uuid, p_error text default null)
returns text
language sql
set search_path from current
as $$
	with ended as (
		update amocrm_notices
		set lease = null, leased_until = null,
			told_at = case when p_error is null then now() end,
			given_up_at = case
				when p_error is null then null
				-- Nothing that waiting could change: the client has blocked the bot or never wrote to it.
				when channel = 'telegram'
					and p_error ~* 'forbidden|chat not found|bot was blocked|user is deactivated' then now()
				-- A message can become a task; a task has nothing to become, so it outlasts a weekend without a token.
				when attempts >= case channel when 'telegram' then 15 else 100 end then now()
			end,
			next_attempt_at = now() + least(power(2, attempts - 1), 60) * interval '1 minute',
			-- The address of a Telegram bot holds its token.
			last_error = left(regexp_replace(
				amocrm_without_secrets(p_error), '\mbot[0-9]+:[A-Za-z0-9_-]+', 'bot***', 'g'
			), 2000)
		where id = p_notice_id and lease = p_lease
		returning *
	),
	instead as (
		insert into amocrm_notices (account_id, kind, channel, subject, message, task)
		select account_id, 'client_untold', 'task', 'notice ' || id,
			E'Telegram не передал клиенту сообщение, передайте сами:\n' || message, task
		from ended
		where channel = 'telegram' and given_up_at is not null
		on conflict do nothing
	)
	select case
		when p_error is null then 'told'
		when given_up_at is null then 'again'
		when channel = 'telegram' then 'task instead'
		else 'given up'
	end
	from ended;
$$;

comment on function amocrm_record_notice is 'Ends the telling of one notice of amocrm_claim_notices: taken, or not because of p_error; then it is tried again, later each time and every hour in the end: a message 15 times, a task 100 times. What Telegram refuses for good becomes a task for the manager. Returns told, again, task instead or given up; null when another run has taken it over.';
