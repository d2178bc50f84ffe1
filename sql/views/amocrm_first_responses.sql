create view amocrm_first_responses as
select deal.account_id, deal.amocrm_deal_id, deal.name,
	deal.pipeline_id, pipeline.name as pipeline,
	deal.responsible_user_id, coalesce(responsible.name, deal.responsible_user_id::text) as responsible_user,
	coalesce(author.name, deal.created_by::text) as created_by,
	deal.created_at, first.responded_at, first.kind as response,
	coalesce(responder.name, first.user_id::text) as responded_by,
	round(extract(epoch from first.responded_at - deal.created_at) / 60, 1) as minutes
from amocrm_deals as deal
-- Lead by lead: the leads of a month need not wait for the answers of all years. Robots and integrations do not
-- answer, and what a lead brought with it was there before: hence > 0 and >= in each of the three.
left join lateral (
	select response.*
	from (
		(
			select changed_at as responded_at, 'move' as kind, changed_by as user_id
			from amocrm_deal_status_changes as move
			where move.amocrm_deal_id = deal.amocrm_deal_id and move.account_id = deal.account_id
				and changed_at >= deal.created_at and changed_by > 0
			order by changed_at
			limit 1
		)
		union all
		(
			select created_at, 'note' as kind, created_by
			from amocrm_deal_notes as note
			where note.amocrm_deal_id = deal.amocrm_deal_id and note.account_id = deal.account_id
				and note.created_at >= deal.created_at and note.created_by > 0
				-- What a service wrote in somebody's name is no answer of theirs.
				and note_type is distinct from '25'
			order by created_at
			limit 1
		)
		union all
		-- What we send names the contact, never the lead: each lead of the contact is answered by it.
		select message.told_at, 'message' as kind, message.changed_by
		from unnest(deal.contact_ids) as contact (id)
		cross join lateral (
			select coalesce(event.occurred_at, event.ts) as told_at, event.changed_by
			from amocrm_webhook_events as event
			where event.event_type = 'message.outgoing' and event.parent_type = 'contact'
				and event.parent_id = contact.id::text and event.account_id = deal.account_id
				and coalesce(event.occurred_at, event.ts) >= deal.created_at and event.changed_by > 0
			order by coalesce(event.occurred_at, event.ts)
			limit 1
		) as message
	) as response
	order by response.responded_at
	limit 1
) as first on true
left join amocrm_pipelines as pipeline
	on pipeline.account_id = deal.account_id and pipeline.id = deal.pipeline_id
left join amocrm_users as responsible
	on responsible.account_id = deal.account_id and responsible.id = deal.responsible_user_id
left join amocrm_users as author
	on author.account_id = deal.account_id and author.id = deal.created_by
left join amocrm_users as responder
	on responder.account_id = deal.account_id and responder.id = first.user_id
where deal.deleted_at is null
	-- Of older leads the first answer may have come before we listened.
	and exists (
		select
		from amocrm_webhook_events as event
		where event.amocrm_entity_id = deal.amocrm_deal_id and event.account_id = deal.account_id
			and event.entity_type = 'lead' and event.event_type = 'lead.add'
	);

comment on view amocrm_first_responses is 'First-response time: one row for each lead whose creation is in the event log, with the first thing a person did about it: moved it, wrote a note (calls are notes, what a service wrote is not) or a message to one of its contacts. responded_at is null while nobody did.';
comment on column amocrm_first_responses.account_id is 'The amoCRM account.';
comment on column amocrm_first_responses.amocrm_deal_id is 'The lead.';
comment on column amocrm_first_responses.name is 'Title of the lead.';
comment on column amocrm_first_responses.pipeline_id is 'The pipeline it is in now.';
comment on column amocrm_first_responses.pipeline is 'Name of the pipeline.';
comment on column amocrm_first_responses.responsible_user_id is 'Who is responsible now.';
comment on column amocrm_first_responses.responsible_user is 'The user''s name.';
comment on column amocrm_first_responses.created_by is 'Who made the lead: a user''s name; 0 is a robot or an integration, as for leads from a site or a messenger.';
comment on column amocrm_first_responses.created_at is 'When the lead was created.';
comment on column amocrm_first_responses.responded_at is 'When a person did something about it first; null while nobody did.';
comment on column amocrm_first_responses.response is 'What it was: move, note or message.';
comment on column amocrm_first_responses.responded_by is 'Who it was.';
comment on column amocrm_first_responses.minutes is 'Minutes from the creation to the response, nights and holidays included.';
