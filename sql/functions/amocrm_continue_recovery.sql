create or replace function amocrm_continue_recovery(
	p_run text,
	p_answer jsonb
) returns table (path text, query jsonb)
language plpgsql
set search_path from current
as $$
declare
	v_recovery amocrm_recoveries;
	v_rows jsonb;
	v_foreign text;
	v_has_more boolean := p_answer #> '{body,_links,next,href}' is not null;
	v_is_last boolean;
	v_changed_until timestamptz;
	v_request jsonb;
begin
	select * into v_recovery from amocrm_recoveries where run = p_run and state = 'open' for update;
	if not found then
		return query select null::text, null::jsonb;
		return;
	end if;
	v_rows := amocrm_list_rows(p_answer, v_recovery.phase);
	if v_rows is null then
		perform amocrm_pause_recovery(p_run, format('the answer to %s is not a list', v_recovery.phase));
		return query select null::text, null::jsonb;
		return;
	end if;
	v_is_last := v_recovery.phase = 'events' and not v_has_more;
	select max(amocrm_json_time(item -> 'updated_at')),
		max(item ->> 'account_id') filter (where amocrm_json_integer(item -> 'account_id') <> v_recovery.account_id)
	into v_changed_until, v_foreign
	from amocrm_json_items(v_rows);

	if v_foreign is null then
		insert into amocrm_recovery_finds (recovery_id, kind, key, data)
		select distinct on (find.kind, find.key) v_recovery.id, find.kind, find.key, find.data
		from (
			select item as data,
				case v_recovery.phase when 'events' then 'change' else 'entity' end as kind,
				case v_recovery.phase
					when 'leads' then 'lead ' when 'contacts' then 'contact ' when 'companies' then 'company '
					else '' end || (item ->> 'id') as key
			from amocrm_json_items(v_rows)
		) as find
		where find.key is not null
		on conflict (recovery_id, kind, key) do update set data = excluded.data;
	end if;

	update amocrm_recoveries as recovery set
		account_id = coalesce(account_id, amocrm_json_integer(v_rows #> '{0,account_id}')),
		requests = requests + 1,
		run_requests = run_requests + 1,
		leased_until = now() + interval '5 minutes',
		-- What changes while the list is read moves to its end: pages would shift and skip its neighbours.
		page = case
			when not v_has_more or (phase <> 'events' and v_changed_until > coalesce(changed_from, from_time)) then 1
			else page + 1 end,
		changed_from = case when v_has_more and phase <> 'events' then coalesce(v_changed_until, changed_from) end,
		phase = case
			when v_has_more then phase
			else case phase when 'leads' then 'contacts' when 'contacts' then 'companies' else 'events' end end
	where recovery.id = v_recovery.id
	returning * into v_recovery;
	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_recovery.account_id, 'requests', 1, 'source', 'recovery'
	));

	if v_foreign is not null then
		perform amocrm_finish_recovery(v_recovery.id, 'failed', format(
			'the credential of the workflow belongs to account %s, the webhook to %s', left(v_foreign, 20), v_recovery.account_id
		));
	elsif v_is_last then
		perform amocrm_finish_recovery(v_recovery.id, 'done');
	elsif v_recovery.requests - v_recovery.refused >= v_recovery.most_requests then
		perform amocrm_finish_recovery(v_recovery.id, 'incomplete', format(
			'stopped after %s requests: maxRequests', v_recovery.requests
		));
	elsif v_recovery.run_requests >= v_recovery.most_run_requests then
		update amocrm_recoveries set run = null, leased_until = null where id = v_recovery.id;
	else
		v_request := amocrm_recovery_request(v_recovery);
	end if;
	return query select v_request ->> 'path', v_request -> 'query';
end
$$;

comment on function amocrm_continue_recovery is 'Takes amoCRM''s answer to the request of the run p_run ({status, body}) and returns the next request; path is null when the run has no more to do: all is stored, or a limit is reached.';
