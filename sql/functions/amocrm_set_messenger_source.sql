create or replace function amocrm_set_messenger_source(
	p_messenger text,
	p_campaign text default null,
	p_source text default null,
	p_site text default null,
	p_account_id bigint default 0
) returns amocrm_messenger_sources
language plpgsql
set search_path from current
as $$
declare
	v_messenger constant text := lower(btrim(p_messenger));
	v_campaign constant text := nullif(btrim(p_campaign), '');
	v_source constant text := nullif(btrim(p_source), '');
	v_site constant text := nullif(btrim(p_site), '');
	v_row amocrm_messenger_sources;
begin
	if v_messenger is null or v_messenger !~ '^[a-z0-9][a-z0-9._-]{0,99}\*?$' then
		raise exception 'messenger is "%": amoCRM''s origin is expected, as telegram, waba or com.wazzup24.*',
			p_messenger using errcode = 'AM001';
	end if;
	if num_nonnulls(v_campaign, v_source) <> 1 then
		raise exception 'one of campaign and source is expected for "%"', v_messenger using errcode = 'AM001';
	end if;
	if v_site is not null and v_source is null then
		raise exception 'a site belongs to a source, and "%" is given a campaign', v_messenger
			using errcode = 'AM001';
	end if;
	if greatest(length(v_campaign), length(v_source), length(v_site)) > 255 then
		raise exception 'campaign, source and site have up to 255 characters' using errcode = 'AM001';
	end if;
	if p_account_id is null or p_account_id < 0 then
		raise exception 'account_id is an amoCRM account, or 0 for every one' using errcode = 'AM001';
	end if;

	insert into amocrm_messenger_sources (account_id, messenger, campaign, source, site)
	values (p_account_id, v_messenger, v_campaign, v_source, v_site)
	on conflict (messenger, account_id) do update set
		campaign = excluded.campaign, source = excluded.source, site = excluded.site, changed_at = now()
	returning * into v_row;
	return v_row;
end
$$;

comment on function amocrm_set_messenger_source is 'What the analytics counts the chats of a messenger to where there is no session: a campaign, or a source with its site; replaces what was set. Conversations get it when they grow next. Raises AM001 with what is wrong.';
