create or replace function amocrm_resume_backfill(p_backfill bigint, p_more_requests int default null) returns boolean
language plpgsql
set search_path from current
as $$
begin
	update amocrm_backfills set
		state = 'open',
		finished_at = null,
		refused = 0,
		due_at = now(),
		next_telling_at = null,
		most_requests = case
			when p_more_requests is not null then requests + least(greatest(p_more_requests, 1), 100000)
			when requests >= most_requests then requests + 1000
			else most_requests
		end
	where id = p_backfill and state in ('open', 'stopped');
	return found;
exception when unique_violation then
	raise exception 'Import % is open: wait for it, or cancel it', (select id from amocrm_backfills where state = 'open')
		using errcode = 'AM002';
end
$$;

comment on function amocrm_resume_backfill is 'Opens an import that stopped again, where it was; one that waits is due at once. p_more_requests: so many from now on; by default what was left, or 1,000 when nothing was. False when it is done or cancelled, or unknown; raises AM002 while another one is open.';
