create or replace function amocrm_chat_days(p_settings jsonb) returns interval
language sql
immutable parallel safe
set search_path from current
as $$
	-- amocrm_chat_events forgets after 30 days; what is forgotten must not be counted again.
	select least(coalesce(amocrm_json_number(p_settings -> 'withinDays'), 3), 14) * interval '1 day'
$$;

comment on function amocrm_chat_days is 'How long a conversation is followed after its last event: withinDays of the Settings, 14 at the most.';
