create or replace function amocrm_alert_text(p_kind text, p_health jsonb, p_lasting interval) returns text
language sql
immutable parallel safe
set search_path from current
as $$
	select concat_ws(E'\n',
		format('%s <b>%s</b>%s',
			case p_kind when 'started' then '🔴' when 'reminder' then '🔁' else '✅' end,
			known.title,
			case p_kind when 'reminder' then ': всё ещё' when 'ended' then ': снова в порядке' else '' end),
		case when p_kind <> 'ended' then
			known.measure || ': ' || amocrm_in_russian(amocrm_json_number(p_health -> 'value'), p_health ->> 'unit') end,
		case when p_kind = 'reminder' then
			'Длится: ' || amocrm_in_russian(extract(epoch from p_lasting)::numeric, 's') end,
		known.subject_title || ': <code>' || amocrm_html(nullif(p_health ->> 'subject', '')) || '</code>',
		-- The only check whose finding is somebody else's words.
		case when p_kind <> 'ended' and p_health ->> 'name' = 'api_failing' then
			'<i>' || amocrm_html(left(p_health ->> 'finding', 500)) || '</i>' end,
		case when p_kind <> 'ended' then 'Что делать: ' || known.what_to_do end
	)
	from (select p_health ->> 'name' as name) as wanted
	left join (
		values
			('lag', 'События ждут обработки', 'Самое старое ждёт', 'Очередь',
				'опубликован ли «Обработка вебхуков AmoCRM», без ошибок ли запуски, отвечает ли Jarvis. <code>amocrm-pipeline events list --status pending</code>'),
			('dead', 'События, от которых отказались', 'Всего', null,
				'<code>amocrm-pipeline events list --status dead</code>, устранить причину, затем <code>events replay</code>'),
			('unreadable', 'Нечитаемые вебхуки', 'За сутки', null,
				'<code>amocrm-pipeline events list --status dead</code> и <code>events show</code>: это прислала amoCRM или кто-то, кто знает адрес?'),
			('silence', 'От amoCRM нет событий', 'Тишина', null,
				'если в amoCRM работали — включён ли вебхук и доходит ли его адрес до нас'),
			('workflow_failures', 'Процессы n8n завершаются с ошибкой', 'Сбоев за час', null,
				'<code>select * from amocrm_workflow_failures order by ts desc limit 20</code>'),
			('api_minute', 'Лимит запросов amoCRM за минуту', 'Израсходовано', 'Аккаунт',
				'<code>select * from amocrm_api_usage order by minute desc limit 20</code>: кто столько спрашивает'),
			('api_hour', 'Лимит запросов amoCRM за час', 'Израсходовано', 'Аккаунт',
				'<code>select * from amocrm_api_usage order by minute desc limit 20</code>: кто столько спрашивает'),
			('api_limited', 'amoCRM отказывает: слишком много запросов (429)', 'Отказов за час', 'Аккаунт',
				'не больше 7 запросов в секунду от всех интеграций вместе: запускать меньше процессов одновременно'),
			('api_failing', 'amoCRM не отвечает на запросы', 'Длится', 'Процесс n8n',
				'401 — новый токен в credential, а при OAuth2 — подключить его заново и запустить «Поддержание доступа amoCRM» вручную; 403 — права или блокировка аккаунта; нет ответа — сеть или сама amoCRM'),
			('webhook_disabled', 'amoCRM отключила вебхук', 'Вебхуков', 'Очередь',
				'устранить причину ошибок, затем выключить и снова включить процесс с AmoCRM Trigger'),
			('webhook_missing', 'В amoCRM нет нашего вебхука', 'Вебхуков', 'Очередь',
				'опубликовать процесс с AmoCRM Trigger; если он больше не нужен — удалить его строку в <code>amocrm_endpoints</code>'),
			('webhook_unchecked', 'Вебхук давно не проверялся', 'Без проверки', 'Очередь',
				'посмотреть последние запуски «Наблюдение за AmoCRM»'),
			('account_disconnected', 'Аккаунт amoCRM отключён', 'Ждёт событий', 'Аккаунт',
				'события сохраняются, но не обрабатываются. Подключить credential заново или <code>select amocrm_reconnect_account(номер аккаунта, ''operator'')</code>'),
			('analytics_waiting', 'Аналитика не принимает чаты', 'Самый старый ждёт', null,
				'отвечает ли аналитика, верны ли её адрес и ключ: <code>select talk_id, attempts, last_error from amocrm_chat_applications where version &gt; delivered_version</code>'),
			('backend_messages', 'Приложение не принимает сообщения о сделках', 'Самое старое ждёт', null,
				'отвечает ли его сервер 2xx: <code>select amocrm_deal_id, attempts, last_error from amocrm_backend_messages where told_at is null</code>')
	) as told (name, title, measure, subject_title, what_to_do) on told.name = wanted.name
	cross join lateral (
		-- A check that has no text yet must be told all the same.
		select coalesce(told.title, amocrm_html(wanted.name)) as title,
			coalesce(told.measure, 'Значение') as measure,
			case when told.name is null then 'О чём' else told.subject_title end as subject_title,
			coalesce(told.what_to_do, amocrm_html(p_health ->> 'what_to_do')) as what_to_do
	) as known
$$;

comment on function amocrm_alert_text is 'The Telegram message (HTML, Russian) for a row of amocrm_pipeline_health. p_kind: started, reminder or ended; p_lasting: how long it has been so.';
