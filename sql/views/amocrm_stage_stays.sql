create view amocrm_stage_stays as
with entry as (
	select account_id, amocrm_deal_id, 1 as turn, changed_at as at, event_id,
		to_pipeline_id as pipeline_id, to_status_id as status_id,
		coalesce(from_pipeline_id, to_pipeline_id) as from_pipeline_id, from_status_id,
		changed_by as moved_by, null::timestamptz as closed_at
	from amocrm_deal_status_changes
	union all
	-- The stage it was created in. Without its lead.add we came later, and moves before that are unknown.
	select deal.account_id, deal.amocrm_deal_id, 0, deal.created_at, null as event_id,
		coalesce(added.pipeline_id, deal.pipeline_id), coalesce(added.status_id, deal.status_id),
		null as from_pipeline_id, null as from_status_id, deal.created_by, null as closed_at
	from amocrm_deals as deal
	left join lateral (
		select move.from_status_id
		from amocrm_deal_status_changes as move
		where move.amocrm_deal_id = deal.amocrm_deal_id and move.account_id = deal.account_id
		order by move.changed_at, move.event_id
		limit 1
	) as first_move on true
	left join lateral (
		select amocrm_json_integer(event.payload -> 'pipeline_id') as pipeline_id,
			amocrm_json_integer(event.payload -> 'status_id') as status_id
		from amocrm_webhook_events as event
		-- Else the first move says which stage it left, and the event, a kilobyte, need not be read.
		where first_move.from_status_id is null
			and event.amocrm_entity_id = deal.amocrm_deal_id and event.account_id = deal.account_id
			and event.entity_type = 'lead' and event.event_type = 'lead.add'
		order by event.id
		limit 1
	) as added on true
	where exists (
		select
		from amocrm_webhook_events as event
		where event.amocrm_entity_id = deal.amocrm_deal_id and event.account_id = deal.account_id
			and event.entity_type = 'lead' and event.event_type = 'lead.add'
	)
	union all
	-- The stage it is in.
	select account_id, amocrm_deal_id, 2, updated_at, null as event_id, pipeline_id, status_id,
		null as from_pipeline_id, null as from_status_id, null as moved_by, closed_at
	from amocrm_deals
),
neighbour as (
	select *,
		lag(at) over lead_in_order as at_before, lag(status_id) over lead_in_order as status_before,
		lead(from_pipeline_id) over lead_in_order as pipeline_left,
		lead(from_status_id) over lead_in_order as status_left
	from entry
	window lead_in_order as (partition by account_id, amocrm_deal_id order by turn, at, event_id)
),
stay as (
	select account_id, amocrm_deal_id, moved_by,
		case when turn = 0 and status_left is not null then pipeline_left else pipeline_id end as pipeline_id,
		case when turn = 0 then coalesce(status_left, status_id) else status_id end as status_id,
		entered_at,
		-- In the order of neighbour, so that PostgreSQL sorts once.
		lead(entered_at) over (partition by account_id, amocrm_deal_id order by turn, at, event_id) as left_at
	from neighbour
	cross join lateral (
		select case turn when 2 then greatest(coalesce(closed_at, at), at_before) else at end as entered_at
	) as place
	-- A move that nobody told us of: without this row the lead would be in the stage before it for ever.
	where turn < 2 or status_id <> status_before and at > at_before
)
select stay.account_id, stay.amocrm_deal_id, deal.name,
	coalesce(status.pipeline_id, stay.pipeline_id, deal.pipeline_id) as pipeline_id,
	pipeline.name as pipeline,
	stay.status_id, status.name as status, status.sort as stage_order,
	stay.entered_at, stay.left_at,
	coalesce(member.name, stay.moved_by::text) as moved_by,
	case when stay.left_at is not null or stay.status_id not in (142, 143)
		then round(extract(epoch from coalesce(stay.left_at, now()) - stay.entered_at) / 86400, 2)
	end as days
from stay
join amocrm_deals as deal using (account_id, amocrm_deal_id)
-- A webhook says the stage that a lead left, not its pipeline; only 142 and 143 are in several.
left join amocrm_statuses as status
	-- Few accounts, many stages: with a plain = PostgreSQL compares each stay with every stage of its account.
	on status.id = stay.status_id and status.account_id is not distinct from stay.account_id
		and (stay.status_id not in (142, 143)
			or status.pipeline_id = coalesce(stay.pipeline_id, deal.pipeline_id))
left join amocrm_pipelines as pipeline
	on pipeline.account_id = stay.account_id
		and pipeline.id = coalesce(status.pipeline_id, stay.pipeline_id, deal.pipeline_id)
left join amocrm_users as member on member.account_id = stay.account_id and member.id = stay.moved_by
where deal.deleted_at is null;

comment on view amocrm_stage_stays is 'Time in stage: one row for each time a lead was in a stage, without deleted leads. What happened before the pipeline was set up is not known; of a lead whose creation we were told of, the first stage is in it too. A move that amoCRM did not tell us of counts from the closing, or from the last change, of the lead.';
comment on column amocrm_stage_stays.account_id is 'The amoCRM account.';
comment on column amocrm_stage_stays.amocrm_deal_id is 'The lead.';
comment on column amocrm_stage_stays.name is 'Title of the lead.';
comment on column amocrm_stage_stays.pipeline_id is 'The pipeline it was in then.';
comment on column amocrm_stage_stays.pipeline is 'Name of the pipeline.';
comment on column amocrm_stage_stays.status_id is 'The stage; 142 is won, 143 is lost.';
comment on column amocrm_stage_stays.status is 'Name of the stage.';
comment on column amocrm_stage_stays.stage_order is 'Place of the stage within its pipeline.';
comment on column amocrm_stage_stays.entered_at is 'When it came into the stage; where nobody told us, when it was closed or changed last.';
comment on column amocrm_stage_stays.left_at is 'When it left the stage; null while it is there.';
comment on column amocrm_stage_stays.moved_by is 'Who brought it there: a user''s name; 0 is a robot or an integration; null where nobody told us.';
comment on column amocrm_stage_stays.days is 'How long it was there, until now where it still is; null in won and lost, which are no waiting.';
