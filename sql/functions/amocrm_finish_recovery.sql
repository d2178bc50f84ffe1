create or replace function amocrm_finish_recovery(
	p_recovery bigint,
	p_state text,
	p_note text default null
) returns int
language plpgsql
set search_path from current
as $$
declare
	v_recovery amocrm_recoveries;
	v_events jsonb;
	v_found int;
	v_stored int := 0;
begin
	select * into strict v_recovery from amocrm_recoveries where id = p_recovery;
	select count(*) into v_found from amocrm_recovery_finds where recovery_id = p_recovery;

	if p_state <> 'failed' then
		-- In the order in which it happened, which is the order an entity's events are worked off in.
		for v_events in
			select jsonb_agg(event.row order by event.place)
			from (
				select row_number() over ordered as place,
					jsonb_build_object(
						'content_hash', encode(sha256(convert_to(
							concat_ws(e'\n', 'recovered', v_recovery.account_id, missed.content_key), 'UTF8')), 'hex'),
						'event_type', missed.event_type,
						'entity_type', missed.entity_type,
						'amocrm_entity_id', missed.entity_id,
						'account_id', v_recovery.account_id,
						'occurred_at', missed.happened_at,
						'payload', missed.payload,
						'changes', missed.changes,
						'changed_by', missed.changed_by,
						'status', case when verdict.skip_reason is null then 'pending' else 'skipped' end,
						'metadata', jsonb_strip_nulls(jsonb_build_object(
							'recovered', true,
							'recovery_id', p_recovery,
							'change_id', missed.content_key,
							'skip_reason', verdict.skip_reason
						))
					) as row
				from amocrm_missed_events(p_recovery) as missed
				left join amocrm_endpoints as endpoint on endpoint.queue = v_recovery.queue
				cross join lateral (
					select coalesce(
						missed.obsolete,
						amocrm_skip_reason(endpoint.settings, missed.event_type, missed.changed_by, missed.payload)
					) as skip_reason
				) as verdict
				window ordered as (
					order by missed.happened_at, missed.event_type like '%.add' desc, missed.event_type like '%.delete',
						missed.content_key
				)
			) as event
			group by (event.place - 1) / 500
			order by (event.place - 1) / 500
		loop
			v_stored := v_stored + (
				-- Whatever was recovered once is never a new event, however late it is found again.
				select count(*) filter (where not duplicate)
				from amocrm_enqueue_events(v_recovery.queue, v_events, interval '100 years')
			);
		end loop;
	end if;

	delete from amocrm_recovery_finds where recovery_id = p_recovery;
	update amocrm_recoveries set
		state = p_state,
		finished_at = now(),
		run = null,
		leased_until = null,
		found = v_found,
		stored = v_stored,
		last_error = p_note
	where id = p_recovery;
	return v_stored;
end
$$;

comment on function amocrm_finish_recovery is 'Ends a recovery: what it found and no webhook told becomes events of the queue, marked metadata.recovered. Returns how many.';
