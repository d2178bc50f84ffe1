create or replace function amocrm_claim_alerts(
	p_health jsonb,
	p_remind_hours numeric,
	p_can_tell boolean default true
) returns table (alert_id bigint, lease uuid, kind text, message text)
language plpgsql
set search_path from current
as $$
#variable_conflict use_column
declare
	v_lease constant uuid := gen_random_uuid();
begin
	-- Nothing to look at would read as "everything has ended".
	if jsonb_typeof(p_health) is distinct from 'array' or p_health = '[]' then
		raise exception 'amocrm_claim_alerts needs the rows of amocrm_pipeline_health';
	end if;
	-- Two runs at once would both find the same alarm untold.
	lock table amocrm_alerts in share row exclusive mode;

	insert into amocrm_alerts (name, subject, is_alarming, since, health)
	select item ->> 'name', item ->> 'subject', true, now(), item
	from amocrm_json_items(p_health)
	where item ->> 'state' = 'alarm'
	on conflict (name, subject) do nothing;

	-- What is not looked at any more (a queue without events, a removed account) is no alarm either.
	update amocrm_alerts as alert
	set is_alarming = seen.is_alarming,
		since = case when alert.is_alarming = seen.is_alarming then alert.since else now() end,
		health = coalesce(seen.item, alert.health)
	from (
		select known.id, item, coalesce(item ->> 'state' = 'alarm', false) as is_alarming
		from amocrm_alerts as known
		left join amocrm_json_items(p_health)
			on item ->> 'name' = known.name and item ->> 'subject' = known.subject
	) as seen
	where seen.id = alert.id
		and (alert.is_alarming <> seen.is_alarming or alert.is_alarming or alert.told_alarming);

	-- An alarm that began and ended untold is over: an error of its telling would stay for ever.
	update amocrm_alerts set last_error = null
	where not is_alarming and not told_alarming and last_error is not null;

	if not p_can_tell then
		return;
	end if;

	return query
	with due as (
		select id,
			case
				when not is_alarming then 'ended'
				when told_alarming then 'reminder'
				else 'started'
			end as kind
		from amocrm_alerts
		where (leased_until is null or leased_until < now())
			and (
				is_alarming <> told_alarming
				or is_alarming and told_at < now() - p_remind_hours * interval '1 hour'
			)
	)
	update amocrm_alerts as alert
	set lease = v_lease, leased_until = now() + interval '10 minutes', is_telling_alarm = alert.is_alarming
	from due
	where due.id = alert.id
	returning alert.id, v_lease, due.kind, amocrm_alert_text(due.kind, alert.health, now() - alert.since);
end
$$;

comment on function amocrm_claim_alerts is 'Takes the rows of amocrm_pipeline_health and gives the messages to send now: an alarm started, goes on (again after p_remind_hours), ended. A message is given to one run only; end it with amocrm_record_alert. Not ended within 10 minutes, it is given out again. p_can_tell false: only remembers what it sees.';
