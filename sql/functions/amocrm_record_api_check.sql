create or replace function amocrm_record_api_check(p jsonb) returns text
language plpgsql
set search_path from current
as $$
declare
	v_account_id constant bigint := amocrm_json_integer(p #> '{account,id}');
	v_known_account_id bigint;
	v_error constant text := left(amocrm_without_secrets(
		case
			when v_account_id is null then coalesce(p #>> '{account,error}', 'amoCRM gave no answer')
			else p ->> 'error'
		end
	), 2000);
begin
	insert into amocrm_api_checks as present (
		watcher, account_id, asked_at, asked_every, answered_at, failing_since, error
	)
	values (
		coalesce(nullif(left(p ->> 'watcher', 200), ''), 'watch'), v_account_id, now(),
		coalesce((p ->> 'every')::interval, interval '5 minutes'),
		case when v_error is null then now() end, case when v_error is not null then now() end, v_error
	)
	on conflict (watcher) do update set
		account_id = coalesce(excluded.account_id, present.account_id),
		asked_at = excluded.asked_at,
		asked_every = excluded.asked_every,
		answered_at = coalesce(excluded.answered_at, present.answered_at),
		failing_since = case when excluded.error is not null then coalesce(present.failing_since, now()) end,
		error = excluded.error
	returning account_id into v_known_account_id;

	-- A refused request counts with amoCRM as well.
	perform amocrm_record_api_usage(jsonb_build_object(
		'accountId', v_known_account_id,
		'source', coalesce(p ->> 'source', 'watch'),
		'requests', coalesce(amocrm_json_integer(p -> 'requests'), 1)
	));
	return v_error;
end
$$;

comment on function amocrm_record_api_check is 'Remembers what amoCRM answered to GET account: {watcher, account: {id} or {error}, error?, every?, requests?, source?}; error: what failed besides, every: an interval, how often the watcher asks (5 minutes). Counts the requests (1, source watch). Returns why it failed, null when it did not.';
