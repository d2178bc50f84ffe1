-- The analysts' views look for these two kinds of events; without an index that reads every body ever sent.

create index amocrm_webhook_events_lead_added on amocrm_webhook_events (amocrm_entity_id, account_id, id)
	where entity_type = 'lead' and event_type = 'lead.add';
create index amocrm_webhook_events_answers on amocrm_webhook_events
	(parent_id, account_id, (coalesce(occurred_at, ts)))
	where event_type = 'message.outgoing' and parent_type = 'contact' and changed_by > 0;

comment on index amocrm_webhook_events_lead_added is 'Do we know the lead from its beginning?';
comment on index amocrm_webhook_events_answers is 'When was a contact first answered?';
