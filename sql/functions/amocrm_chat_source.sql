create or replace function amocrm_chat_source(p_application amocrm_chat_applications)
returns setof amocrm_chat_sources
language sql
stable
set search_path from current
rows 1
as $$
	select *
	from (
		select * from amocrm_chat_sources
		where chat_id = p_application.chat_id and account_id = p_application.account_id
		union all
		select * from amocrm_chat_sources
		where amocrm_deal_id = p_application.amocrm_deal_id and account_id = p_application.account_id
	) as source
	-- A chat goes on with other leads: a later one of it is the next conversation's.
	order by coalesce(amocrm_deal_id = p_application.amocrm_deal_id, false) desc,
		abs(extract(epoch from stored_at - p_application.opened_at)), uid
	limit 1
$$;

comment on function amocrm_chat_source is 'What the incoming lead («Неразобранное») of the application''s lead, else that of its chat that came nearest to its beginning, says of its source; no row when there was none.';
