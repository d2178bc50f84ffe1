create or replace function amocrm_request_note(p_id bigint, p_lease uuid, p_deal_id bigint)
returns table (lead_id bigint, note text, mark text)
language sql
set search_path from current
as $$
	update amocrm_site_requests
	set amocrm_deal_id = p_deal_id, leased_until = greatest(leased_until, now() + interval '10 minutes')
	where id = p_id and lease = p_lease
	returning amocrm_deal_id, coalesce(amocrm_note_text(body), ''), 'Заявка № ' || request_id
$$;

comment on function amocrm_request_note is 'Remembers the request''s lead and gives the note that belongs to it: empty where there is nothing to note; mark is the part of it by which it is known again.';
