create or replace function amocrm_record_alert(p_alert_id bigint, p_lease uuid, p_error text default null)
returns boolean
language sql
set search_path from current
as $$
	with ended as (
		update amocrm_alerts
		set told_alarming = case when p_error is null then is_telling_alarm else told_alarming end,
			told_at = case when p_error is null then now() else told_at end,
			lease = null, leased_until = null, is_telling_alarm = null,
			-- The address of a Telegram bot holds its token.
			last_error = left(regexp_replace(
				amocrm_without_secrets(p_error), '\mbot[0-9]+:[A-Za-z0-9_-]+', 'bot***', 'g'
			), 2000)
		where id = p_alert_id and lease = p_lease
		returning 1
	)
	select exists (select from ended);
$$;

comment on function amocrm_record_alert is 'Ends the telling of one message of amocrm_claim_alerts: delivered, or not delivered because of p_error, then it is given out again. False when another run has taken it over.';
