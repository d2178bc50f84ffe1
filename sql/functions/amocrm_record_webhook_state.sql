create or replace function amocrm_record_webhook_state(p jsonb) returns jsonb
language plpgsql
set search_path from current
as $$
declare
	v_watcher constant text := coalesce(nullif(left(p ->> 'watcher', 200), ''), 'watch');
	v_account_id constant bigint := amocrm_json_integer(p #> '{account,id}');
	v_known_account_id bigint;
	v_count int;
	v_error text;
begin
	select count(*) filter (where item <> '{}'),
		-- An empty list reaches us as one empty item; what has no address is not of a list.
		case
			when v_account_id is null then coalesce(p #>> '{account,error}', 'amoCRM gave no answer')
			when jsonb_typeof(p -> 'webhooks') is distinct from 'array' then 'amoCRM gave no list of webhooks'
			when bool_or(item <> '{}' and coalesce(item ->> 'keyHash', item ->> 'destination') is null)
				then coalesce(max(item ->> 'error'), 'amoCRM gave no list of webhooks')
		end
	into v_count, v_error
	from amocrm_json_items(p -> 'webhooks');
	v_error := left(amocrm_without_secrets(v_error), 2000);

	insert into amocrm_api_checks as present (watcher, account_id, asked_at, answered_at, failing_since, error)
	values (
		v_watcher, v_account_id, now(),
		case when v_error is null then now() end, case when v_error is not null then now() end, v_error
	)
	on conflict (watcher) do update set
		account_id = coalesce(excluded.account_id, present.account_id),
		asked_at = excluded.asked_at,
		answered_at = coalesce(excluded.answered_at, present.answered_at),
		failing_since = case when excluded.error is not null then coalesce(present.failing_since, now()) end,
		error = excluded.error
	returning account_id into v_known_account_id;

	-- The account and the list, 250 webhooks a page; a refused request counts with amoCRM as well.
	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_known_account_id, 'source', 'watch',
		'requests', 1 + greatest(1, ceil(v_count / 250.0))
	));

	if v_error is null then
		perform amocrm_record_subscription(
			endpoint.queue,
			v_account_id,
			case
				when found.is_active is null then 'missing' when found.is_active then 'active' else 'disabled'
			end
		)
		from amocrm_endpoints as endpoint
		left join (
			-- The key in the address tells whose webhook it is; here is only its hash. Whole addresses come from
			-- watches that were imported before: a statement that fails writes them into the server's log.
			select coalesce(
					item ->> 'keyHash',
					encode(sha256(convert_to(substring(item ->> 'destination' from '[?&]key=([^&#]+)'), 'UTF8')), 'hex')
				) as key_hash,
				bool_or(item -> 'disabled' is distinct from 'true') as is_active
			from amocrm_json_items(p -> 'webhooks')
			group by 1
		) as found on found.key_hash = endpoint.key_hash
		where endpoint.account_id is null or endpoint.account_id = v_account_id;
	end if;

	return jsonb_build_object('error', v_error, 'webhooks', (
		select coalesce(jsonb_object_agg(queue, state.condition), '{}')
		from amocrm_webhook_states as state
		join amocrm_endpoints using (queue)
	));
end
$$;

comment on function amocrm_record_webhook_state is 'Remembers what amoCRM answered to GET account and GET webhooks: {watcher, account: {id} or {error}, webhooks: [{keyHash, disabled}] or [{error}]}, keyHash being the SHA-256 (hex) of the key in the address. Each trigger in amocrm_endpoints becomes active, disabled or missing (amocrm_record_subscription); without an answer only the failure is noted. Counts the requests (source watch). Returns {error, webhooks: {queue: condition}}.';
