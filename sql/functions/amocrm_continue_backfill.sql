create or replace function amocrm_continue_backfill(p_run text, p_answer jsonb)
returns table (path text, query jsonb, wait_seconds int)
language plpgsql
set search_path from current
as $$
declare
	v_backfill amocrm_backfills;
	v_list text;
	v_rows jsonb;
	v_account bigint;
	v_foreign bigint;
begin
	select * into v_backfill from amocrm_backfills where run = p_run and state = 'open' for update;
	if not found then
		return;
	end if;
	v_list := amocrm_backfill_list(v_backfill);
	if v_list = 'account' then
		v_account := amocrm_json_integer(p_answer #> '{body,id}');
	else
		v_account := v_backfill.account_id;
		v_rows := amocrm_list_rows(p_answer, v_list);
	end if;
	if v_account is null or v_list <> 'account' and v_rows is null then
		return query select paused.* from amocrm_pause_backfill(
			p_run, format('the answer to %s is not what amoCRM documents', v_list), p_answer - 'body'
		) as paused;
		return;
	end if;

	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_account,
		'requests', greatest(coalesce(amocrm_json_integer(p_answer -> 'requests'), 1), 1),
		'limited', coalesce(amocrm_json_integer(p_answer -> 'limited'), 0),
		'source', 'backfill'
	));
	update amocrm_backfills set
		account_id = coalesce(account_id, v_account),
		requests = requests + greatest(coalesce(amocrm_json_integer(p_answer -> 'requests'), 1), 1)::int,
		limited = limited + coalesce(amocrm_json_integer(p_answer -> 'limited'), 0)::int,
		run_requests = run_requests + 1,
		refused = 0,
		last_error = null
	where id = v_backfill.id;

	select max(named.account_id) into v_foreign
	from (
		select v_account as account_id
		union all
		select amocrm_json_integer(item -> 'account_id') from amocrm_json_items(v_rows)
	) as named
	where named.account_id <> coalesce(v_backfill.account_id, v_account);
	if v_foreign is not null then
		perform amocrm_end_backfill(v_backfill.id, 'stopped', format(
			'the credential belongs to account %s, the import to %s', v_foreign, v_backfill.account_id
		));
		return query select null::text, null::jsonb, null::int;
		return;
	end if;
	if v_list <> 'account' then
		perform amocrm_store_backfill_page(v_backfill, v_list, v_rows);
	end if;
	if v_list = 'leads' then
		perform amocrm_turn_backfill_page(v_backfill, v_rows, p_answer #> '{body,_links,next,href}' is not null);
	end if;
	return query select next.path, next.query, next.wait_seconds from amocrm_next_backfill_request(p_run) as next;
end
$$;

comment on function amocrm_continue_backfill is 'Stores amoCRM''s answer to the request of the run p_run, and how far it is read, in one transaction, and returns the next request as amocrm_next_backfill_request does. p_answer: {status, body, requests?, limited?}, the last two where it took more than one try.';
