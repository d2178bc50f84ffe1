create or replace function amocrm_health_checks()
returns table (place int, name text, unit text, warning_from numeric, alarm_from numeric, what_to_do text)
language sql
immutable parallel safe
as $$
	values
		(1, 'lag', 's', 120, 600,
			'is the workflow published, does it end without errors, does Jarvis answer? amocrm-pipeline events list --status pending'),
		(2, 'dead', 'events', null, 1,
			'amocrm-pipeline events list --status dead; remove the cause, then events replay'),
		(3, 'unreadable', 'deliveries', 1, 10,
			'amocrm-pipeline events list --status dead, then events show: did amoCRM send it, or somebody who knows the address?'),
		(4, 'silence', 's', 86400, 259200,
			'did nobody work in amoCRM? If somebody did: is the webhook active, does its address reach this installation?'),
		(5, 'workflow_failures', 'runs', 1, 5,
			'select * from amocrm_workflow_failures order by ts desc limit 20'),
		(6, 'api_minute', '%', 50, 80,
			'select * from amocrm_api_usage order by minute desc limit 20: which source asks so much?'),
		(7, 'api_hour', '%', 50, 80,
			'select * from amocrm_api_usage order by minute desc limit 20: which source asks so much?'),
		(8, 'api_limited', 'answers', 1, 10,
			'amoCRM takes 7 requests a second from all integrations together: run fewer workflows at the same time'),
		(9, 'api_failing', 's', null, 1,
			'401: enter a new token in the credential, or connect it anew (OAuth2) and run amocrm-keep-alive by hand; 403: rights, or the account is blocked; no answer: the network, or amoCRM itself'),
		(10, 'webhook_disabled', 'webhooks', null, 1,
			'remove the cause of the bad answers, then switch the workflow with the trigger off and on again, which subscribes anew'),
		(11, 'webhook_missing', 'webhooks', null, 1,
			'publish the workflow with the AmoCRM Trigger; if it is gone for good, delete its row in amocrm_endpoints'),
		(12, 'webhook_unchecked', 's', 1200, 7200,
			'publish the workflow amocrm-watch and look at its last runs'),
		(13, 'telegram', 'messages', 1, null,
			'check token, address and chat of the bot: select name, last_error from amocrm_alerts where last_error is not null'),
		(14, 'account_disconnected', 'events', null, 0,
			'did the owner mean it? Connect the credential anew, or: select amocrm_reconnect_account(<account id>, ''operator'')'),
		(15, 'analytics_waiting', 's', 600, 3600,
			'does the analytics answer? select talk_id, attempts, last_error from amocrm_chat_applications where version > delivered_version'),
		(16, 'backend_messages', 's', 600, 1800,
			'does the back end answer 2xx? select amocrm_deal_id, attempts, last_error from amocrm_backend_messages where told_at is null')
$$;

comment on function amocrm_health_checks is 'What amocrm_pipeline_health looks at: name, unit of the value, from which value on it is a warning or an alarm (null: never), and what to do then. amocrm_health_limits overrules the limits.';
