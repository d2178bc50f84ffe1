create or replace function amocrm_claim_backfill_report(p_can_tell boolean)
returns table (backfill_id bigint, message text)
language sql
set search_path from current
as $$
	with due as (
		select id from amocrm_backfills
		where p_can_tell and next_telling_at <= now() and finished_at > now() - interval '1 day'
		order by id
		limit 1
		for update skip locked
	)
	update amocrm_backfills as backfill set next_telling_at = now() + interval '10 minutes'
	from due
	where due.id = backfill.id
	returning backfill.id, concat_ws(E'\n',
		format('%s <b>Загрузка истории amoCRM № %s: %s</b>',
			case backfill.state when 'done' then '✅' else '🔴' end, backfill.id,
			case backfill.state when 'done' then 'закончена' else 'остановлена' end),
		format('Сделок: %s, контактов: %s, компаний: %s', backfill.leads, backfill.contacts, backfill.companies),
		format('Запросов: %s из %s, длилась: %s', backfill.requests, backfill.most_requests,
			amocrm_in_russian(round(extract(epoch from backfill.finished_at - backfill.opened_at)), 's')),
		case when backfill.state <> 'done' then '<i>' || amocrm_html(left(backfill.last_error, 500)) || '</i>' end,
		case when backfill.state <> 'done' then
			format('Продолжить: <code>select amocrm_resume_backfill(%s)</code>', backfill.id) end
	)
$$;

comment on function amocrm_claim_backfill_report is 'Gives one import that ended within a day and the Telegram message (HTML, Russian) that says so; told with amocrm_record_backfill_report, else it is given out again in ten minutes. p_can_tell false: none.';
