create or replace function amocrm_chat_attribution(
	p_account_id bigint,
	p_messenger text,
	p_session text,
	p_settings jsonb
) returns jsonb
language sql
stable
set search_path from current
as $$
	select jsonb_strip_nulls(case
		when p_session is not null then jsonb_build_object('by', 'session')
		when known.messenger is not null then jsonb_build_object(
			'by', 'messenger', 'campaign', known.campaign, 'source', known.source, 'site', known.site
		)
		when p_settings ->> 'withoutSession' = 'source' and p_settings ->> 'defaultSource' <> '' then
			jsonb_build_object('by', 'default', 'source', p_settings ->> 'defaultSource',
				'site', nullif(p_settings ->> 'defaultSite', ''))
		when p_settings ->> 'withoutSession' is distinct from 'source' and p_settings ->> 'defaultCampaign' <> '' then
			jsonb_build_object('by', 'default', 'campaign', p_settings ->> 'defaultCampaign')
		else jsonb_build_object('by', 'none')
	end)
	from (select) as always
	left join lateral (
		select mapped.*
		from amocrm_messenger_sources as mapped
		where mapped.account_id in (0, p_account_id)
			and case when right(mapped.messenger, 1) = '*'
				then starts_with(p_messenger, left(mapped.messenger, -1))
				else p_messenger = mapped.messenger end
		-- The account's own row before the common one, the exact name before the longest beginning.
		order by mapped.account_id <> 0 desc, right(mapped.messenger, 1) <> '*' desc, length(mapped.messenger) desc
		limit 1
	) as known on true
$$;

comment on function amocrm_chat_attribution is 'What the analytics counts a chat to: {by: session | messenger | default | none, campaign?, source?, site?}. Without a session the row of amocrm_messenger_sources decides, else the switch withoutSession (campaign or source) of the Settings with {defaultCampaign} or {defaultSource, defaultSite}.';
