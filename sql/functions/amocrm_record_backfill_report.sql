create or replace function amocrm_record_backfill_report(p_backfill bigint) returns boolean
language sql
set search_path from current
as $$
	with told as (
		update amocrm_backfills set told_at = now(), next_telling_at = null
		where id = p_backfill and next_telling_at is not null
		returning 1
	)
	select exists (select from told);
$$;

comment on function amocrm_record_backfill_report is 'Telegram has the message of amocrm_claim_backfill_report.';
