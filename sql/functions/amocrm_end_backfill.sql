create or replace function amocrm_end_backfill(p_backfill bigint, p_state text, p_note text default null) returns boolean
language sql
set search_path from current
as $$
	with ended as (
		update amocrm_backfills set
			state = p_state,
			finished_at = now(),
			run = null,
			leased_until = null,
			last_error = left(amocrm_without_secrets(p_note), 1000),
			told_at = null,
			next_telling_at = case when p_state <> 'cancelled' then now() end
		where id = p_backfill and (state = 'open' or p_state = 'cancelled' and state = 'stopped')
		returning id, state
	),
	emptied as (
		-- One that stopped needs them to go on.
		delete from amocrm_backfills_found using ended
		where backfill_id = ended.id and ended.state <> 'stopped'
	)
	select exists (select from ended);
$$;

comment on function amocrm_end_backfill is 'Ends an import. p_state: done, stopped (amocrm_resume_backfill goes on) or cancelled, which keeps the rows that are stored. False when there was nothing to end.';
