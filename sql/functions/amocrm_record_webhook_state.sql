create or replace function amocrm_record_webhook_state(p jsonb) returns jsonb
language plpgsql
set search_path from current
as $$
declare
	v_account_id constant bigint := amocrm_json_integer(p #> '{account,id}');
	v_count int;
	v_error text;
begin
	select count(*) filter (where item <> '{}'),
		-- An empty list reaches us as one empty item; what has no address is not of a list.
		case
			when jsonb_typeof(p -> 'webhooks') is distinct from 'array' then 'amoCRM gave no list of webhooks'
			when bool_or(item <> '{}' and coalesce(item ->> 'keyHash', item ->> 'destination') is null)
				then coalesce(max(item ->> 'error'), 'amoCRM gave no list of webhooks')
		end
	into v_count, v_error
	from amocrm_json_items(p -> 'webhooks');
	-- The account and the list, 250 webhooks a page.
	v_error := amocrm_record_api_check(jsonb_build_object(
		'watcher', p -> 'watcher',
		'account', p -> 'account',
		'error', v_error,
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
