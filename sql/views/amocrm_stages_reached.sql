create view amocrm_stages_reached as
with stage as (
	select account_id, pipeline_id, id, name, sort,
		case
			-- Lost is no step forward: who is lost got at least into the first stage.
			when id = 143 then 1
			when type = 1 then 0
			else row_number() over (
				partition by account_id, pipeline_id, id = 143 or type is not distinct from 1 order by sort
			)
		end as place
	from amocrm_statuses
	where removed_at is null
),
seen as (
	select account_id, amocrm_deal_id, pipeline_id, status_id from amocrm_deals
	union all
	select account_id, amocrm_deal_id, to_pipeline_id, to_status_id from amocrm_deal_status_changes
	union all
	select account_id, amocrm_deal_id, coalesce(from_pipeline_id, to_pipeline_id), from_status_id
	from amocrm_deal_status_changes
),
furthest as (
	select seen.account_id, seen.amocrm_deal_id, stage.pipeline_id, max(stage.place) as place
	from seen
	join stage on stage.account_id = seen.account_id and stage.id = seen.status_id
		and stage.pipeline_id = coalesce(seen.pipeline_id, stage.pipeline_id)
	group by seen.account_id, seen.amocrm_deal_id, stage.pipeline_id
),
-- Counted before the stages are joined: a lead times its stages would be sorted on disk.
counted as (
	select deal.account_id, date_trunc('month', deal.created_at)::date as month, deal.pipeline_id,
		coalesce(furthest.place, 0) as place, count(*) as leads
	from amocrm_deals as deal
	left join furthest using (account_id, amocrm_deal_id, pipeline_id)
	where deal.deleted_at is null and deal.created_at is not null
	group by 1, 2, 3, 4
),
reached as (
	select counted.account_id, counted.month, counted.pipeline_id, stage.id as status_id,
		stage.name as status, stage.place,
		sum(counted.leads)::bigint as leads_created,
		coalesce(sum(counted.leads) filter (where counted.place >= stage.place), 0)::bigint as leads
	from counted
	join stage on stage.account_id = counted.account_id and stage.pipeline_id = counted.pipeline_id
	where stage.id <> 143 and stage.place > 0
	group by 1, 2, 3, 4, 5, 6
)
select reached.account_id, reached.month, reached.pipeline_id, pipeline.name as pipeline,
	reached.status_id, reached.status, reached.place, reached.leads,
	round(100.0 * reached.leads / reached.leads_created, 1) as percent_of_created,
	round(100.0 * reached.leads / nullif(lag(reached.leads) over (
		partition by reached.account_id, reached.month, reached.pipeline_id order by reached.place
	), 0), 1) as percent_of_previous
from reached
left join amocrm_pipelines as pipeline
	on pipeline.account_id = reached.account_id and pipeline.id = reached.pipeline_id;

comment on view amocrm_stages_reached is 'The funnel stage by stage: of the leads created in a month, how many got at least this far. A lead that skipped a stage has passed it. Moves from before the pipeline was set up are not known.';
comment on column amocrm_stages_reached.account_id is 'The amoCRM account.';
comment on column amocrm_stages_reached.month is 'First day of the month in which the leads were created.';
comment on column amocrm_stages_reached.pipeline_id is 'The pipeline the leads are in now.';
comment on column amocrm_stages_reached.pipeline is 'Name of the pipeline.';
comment on column amocrm_stages_reached.status_id is 'The stage; 142 is won. Lost and incoming leads are no stages here.';
comment on column amocrm_stages_reached.status is 'Name of the stage.';
comment on column amocrm_stages_reached.place is '1 for the first stage of the pipeline, 2 for the next, …';
comment on column amocrm_stages_reached.leads is 'Leads that were in this stage or a later one.';
comment on column amocrm_stages_reached.percent_of_created is 'The same in percent of the leads created in the month.';
comment on column amocrm_stages_reached.percent_of_previous is 'Conversion: the same in percent of those that reached the stage before; null for the first.';
