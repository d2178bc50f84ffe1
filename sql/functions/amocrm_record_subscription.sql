create or replace function amocrm_record_subscription(
	p_queue text,
	p_account_id bigint,
	p_condition text,
	p_outage interval default interval '30 minutes'
) returns bigint
language plpgsql
set search_path from current
as $$
declare
	-- amoCRM counts the bad answers of two hours before it switches a webhook off: these are lost too.
	v_counted constant interval := interval '2 hours';
	-- amoCRM's last repetition of a call; one that comes after the recovery would be a second event.
	v_repeats constant interval := interval '100 minutes';
	-- Between two clocks, and for calls that are on their way.
	v_margin constant interval := interval '30 seconds';
	v_longest constant interval := interval '30 days';
	v_before amocrm_webhook_states;
	v_last_sign timestamptz;
	v_reason text;
	v_id bigint;
begin
	-- The trigger's check, its activation and the watch may tell at the same time.
	perform pg_advisory_xact_lock(hashtextextended('amocrm_recoveries ' || p_queue, 0));
	select * into v_before from amocrm_webhook_states where queue = p_queue;
	v_reason := case
		when p_condition <> 'active' then p_condition
		when v_before.active_at < now() - p_outage and v_before.condition = 'active' then 'outage'
	end;

	if v_reason is not null then
		v_last_sign := coalesce((
			select ts
			from amocrm_webhook_events
			where queue = p_queue
				and ts <= case v_reason when 'outage' then v_before.active_at + p_outage else now() end
				and not metadata ? 'recovered'
			order by ts desc
			limit 1
		), v_before.active_at);
		-- A trigger that never worked has missed nothing that it was there for.
		if v_last_sign is not null then
			insert into amocrm_recoveries as recovery (queue, account_id, reason, from_time)
			values (
				p_queue, coalesce(p_account_id, v_before.account_id), v_reason,
				greatest(least(v_last_sign, coalesce(v_before.active_at, 'infinity')) - v_counted, now() - v_longest)
			)
			on conflict (queue) where state = 'open' do update set
				until_time = null,
				due_at = null,
				from_time = least(recovery.from_time, excluded.from_time),
				phase = default,
				page = default,
				changed_from = null
				-- Found again before it could be mended: nothing new.
				where recovery.until_time is not null;
		end if;
	end if;

	insert into amocrm_webhook_states as present (queue, account_id, condition, since, checked_at, active_at)
	values (p_queue, p_account_id, p_condition, now(), now(), case p_condition when 'active' then now() end)
	on conflict (queue) do update set
		account_id = coalesce(excluded.account_id, present.account_id),
		condition = excluded.condition,
		since = case when present.condition = excluded.condition then present.since else now() end,
		checked_at = excluded.checked_at,
		active_at = coalesce(excluded.active_at, present.active_at);

	if p_condition = 'active' then
		update amocrm_recoveries set
			account_id = coalesce(account_id, p_account_id),
			until_time = now() + v_margin,
			due_at = now() + case reason when 'outage' then v_repeats else v_margin end
		where queue = p_queue and state = 'open' and until_time is null;
	end if;
	select id into v_id from amocrm_recoveries where queue = p_queue and state = 'open';
	return v_id;
end
$$;

comment on function amocrm_record_subscription is 'Takes down how the trigger or the watch found a trigger''s webhook: active, disabled or missing. Opens a recovery when events may be missing (also when nobody looked for p_outage) and lets it begin once the webhook is active. Returns the open recovery, if any.';
