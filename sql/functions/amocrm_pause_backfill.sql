create or replace function amocrm_pause_backfill(p_run text, p_error text, p_facts jsonb default '{}')
returns table (path text, query jsonb, wait_seconds int)
language plpgsql
set search_path from current
as $$
declare
	v_backfill amocrm_backfills;
	v_requests constant int := coalesce(amocrm_json_integer(p_facts -> 'requests'), 1);
	v_limited constant int := coalesce(amocrm_json_integer(p_facts -> 'limited'), 0);
	v_retry_after constant int := least(coalesce(amocrm_json_integer(p_facts -> 'retryAfter'), 0), 86400);
begin
	update amocrm_backfills set
		requests = requests + v_requests,
		limited = limited + v_limited,
		refused = refused + 1,
		due_at = now() + make_interval(secs => greatest(v_retry_after, least(15 * power(2, least(refused, 10)), 1800))),
		last_error = left(amocrm_without_secrets(p_error), 1000)
	where run = p_run and state = 'open'
	returning * into v_backfill;
	if not found then
		return;
	end if;
	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_backfill.account_id, 'requests', v_requests, 'limited', v_limited, 'source', 'backfill'
	));
	-- Nothing that waiting could change: the words are those of our own client.
	if p_error ~ '\(HTTP (3[0-9]{2}|40[0-57]|422)\)|did not accept the credential'
		or v_backfill.refused >= 20
	then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', p_error);
	end if;
	return query select next.path, next.query, next.wait_seconds from amocrm_next_backfill_request(p_run) as next;
end
$$;

comment on function amocrm_pause_backfill is 'Takes down that amoCRM did not answer the run p_run: it is asked again after 15 s, then after twice as long, up to half an hour. What needs a person (token, payment, rights, address) stops the import, and so do 20 refusals in a row. p_facts: {requests, limited, retryAfter}, the last in seconds. Returns what amocrm_next_backfill_request does.';
