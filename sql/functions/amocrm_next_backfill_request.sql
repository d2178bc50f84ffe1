create or replace function amocrm_next_backfill_request(p_run text)
returns table (path text, query jsonb, wait_seconds int)
language plpgsql
set search_path from current
as $$
declare
	v_backfill amocrm_backfills;
	v_list text;
	v_request jsonb;
	v_wait int;
begin
	select * into v_backfill from amocrm_backfills where run = p_run and state = 'open' for update;
	if not found then
		return query select null::text, null::jsonb, null::int;
		return;
	end if;
	v_list := amocrm_backfill_list(v_backfill);
	v_wait := amocrm_backfill_wait(v_backfill);

	if v_list is null then
		perform amocrm_end_backfill(v_backfill.id, 'done');
	elsif exists (
		select from amocrm_disconnections as gone
		where gone.account_id = v_backfill.account_id and gone.reconnected_at is null
	) then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', format(
			'account %s is disconnected: connect it again, then resume', v_backfill.account_id
		));
	elsif v_backfill.requests >= v_backfill.most_requests then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', format(
			'its %s requests are used up: resume to go on', v_backfill.most_requests
		));
	elsif v_wait > 0 and v_backfill.run_waits then
		update amocrm_backfills set
			leased_until = now() + make_interval(secs => v_wait + 300),
			last_error = coalesce(last_error, 'the other requests of the account have used up the budget')
		where id = v_backfill.id;
	elsif v_wait > 0 or v_backfill.run_requests >= v_backfill.most_run_requests then
		update amocrm_backfills set
			run = null,
			leased_until = null,
			due_at = now() + make_interval(secs => v_wait),
			last_error = case when v_wait > 0
				then coalesce(last_error, 'the other requests of the account have used up the budget') end
		where id = v_backfill.id;
	else
		update amocrm_backfills set asked_at = now(), leased_until = now() + interval '5 minutes'
		where id = v_backfill.id;
		v_request := amocrm_backfill_request(v_backfill, v_list);
	end if;
	return query select v_request ->> 'path', v_request -> 'query',
		case when v_request is null and v_backfill.run_waits and v_wait > 0
			and exists (select from amocrm_backfills where run = p_run) then v_wait end;
end
$$;

comment on function amocrm_next_backfill_request is 'The next request of the run p_run. Without path: wait_seconds says when to call again, or, null, that the run has no more to do.';
