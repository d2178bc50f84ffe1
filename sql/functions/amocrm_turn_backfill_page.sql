create or replace function amocrm_turn_backfill_page(p_backfill amocrm_backfills, p_rows jsonb, p_has_more boolean) returns void
language plpgsql
set search_path from current
as $$
declare
	v_earliest timestamptz;
	v_latest timestamptz;
	v_is_past_second boolean;
begin
	select min(amocrm_json_time(item -> 'updated_at')), max(amocrm_json_time(item -> 'updated_at'))
	into v_earliest, v_latest
	from amocrm_json_items(p_rows);
	v_is_past_second := not p_has_more or coalesce(v_latest > p_backfill.changed_from, p_backfill.changed_from is null);

	update amocrm_backfills set first_changed = coalesce(first_changed, v_earliest) where id = p_backfill.id;

	if p_backfill.walks_back and p_backfill.page = 1 then
		update amocrm_backfills set walks_back = false, changed_from = changed_from + interval '1 second'
		where id = p_backfill.id;
	elsif p_backfill.walks_back or p_backfill.page > 1 and v_is_past_second then
		-- A lead of this second that is changed meanwhile leaves it, and those behind it move up into pages
		-- that were read already. From the last page to the first they only move towards what is still to come.
		update amocrm_backfills set walks_back = true, page = page - 1 where id = p_backfill.id;
	elsif not v_is_past_second then
		update amocrm_backfills set page = page + 1 where id = p_backfill.id;
	elsif p_has_more then
		update amocrm_backfills set changed_from = v_latest where id = p_backfill.id;
	elsif p_backfill.by_time = 'updated_at' and p_backfill.until_time < p_backfill.opened_at
		and not p_backfill.is_catching_up
	then
		-- Changed before they were read, they are out of the wanted time; our clock may differ from amoCRM's.
		update amocrm_backfills set is_catching_up = true, changed_from = opened_at - interval '1 minute'
		where id = p_backfill.id;
	else
		update amocrm_backfills set is_listed = true where id = p_backfill.id;
	end if;
end
$$;

comment on function amocrm_turn_backfill_page is 'Which page of leads comes next, such that none is skipped however many change meanwhile (docs/decisions/0019).';
