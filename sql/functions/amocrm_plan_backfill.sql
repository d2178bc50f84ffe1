create or replace function amocrm_plan_backfill(p_wanted jsonb, p_page int) returns table (path text, query jsonb)
language sql
stable
set search_path from current
as $$
	select request ->> 'path', request -> 'query' || jsonb_build_object('page', p_page)
	from amocrm_backfill_request(amocrm_read_backfill(p_wanted), 'leads') as request
$$;

comment on function amocrm_plan_backfill is 'The request for a page of the leads that an import would read; nothing is opened. For counting them beforehand. p_wanted: see amocrm_read_backfill.';
