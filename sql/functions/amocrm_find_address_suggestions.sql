create or replace function amocrm_find_address_suggestions(
	p_provider text,
	p_query text,
	p_user text,
	p_limits jsonb
) returns jsonb
language plpgsql
set search_path from current
as $$
declare
	v_suggestions jsonb;
begin
	select suggestions into v_suggestions
	from amocrm_address_suggestions
	where provider = p_provider and query = p_query
		and fetched_at > now() - make_interval(days => (p_limits ->> 'cacheDays')::int);
	if found then
		return jsonb_build_object('answer', 'known', 'suggestions', v_suggestions);
	end if;

	if not amocrm_count_address_request(
		'user ' || p_user, 'minute', (p_limits ->> 'perUserAndMinute')::int
	) then
		return jsonb_build_object('answer', 'wait', 'seconds', amocrm_seconds_left('minute'));
	end if;
	if not amocrm_count_address_request('provider', 'day', (p_limits ->> 'perDay')::int) then
		return jsonb_build_object('answer', 'wait', 'seconds', amocrm_seconds_left('day'));
	end if;
	return jsonb_build_object('answer', 'ask');
end
$$;

comment on function amocrm_find_address_suggestions is 'What to do with a query: {answer: known, suggestions} from the cache; {answer: ask}, counted as asked; or {answer: wait, seconds} where a limit is reached. p_limits: {perUserAndMinute, perDay, cacheDays}.';
