create or replace function amocrm_lead_state(p_account_id bigint, p_deal_id text) returns jsonb
language sql
stable
set search_path from current
as $$
	select jsonb_build_object('id', p_deal_id::bigint) || coalesce((
		select jsonb_build_object(
			'name', deal.name,
			'pipeline_id', deal.pipeline_id,
			'pipeline', pipeline.name,
			'status_id', deal.status_id,
			'status', status.name,
			'status_label', deal.status_label,
			'price', deal.price,
			'responsible_user_id', deal.responsible_user_id,
			'responsible_user', responsible.name,
			'main_contact_id', deal.main_contact_id,
			'company_id', deal.company_id,
			'tags', deal.tags,
			'custom_fields', deal.custom_fields,
			'created_at', deal.created_at,
			'updated_at', deal.updated_at,
			'closed_at', deal.closed_at,
			'deleted_at', deal.deleted_at
		)
		from amocrm_deals as deal
		left join amocrm_pipelines as pipeline
			on pipeline.account_id = deal.account_id and pipeline.id = deal.pipeline_id
		left join amocrm_statuses as status on status.account_id = deal.account_id
			and status.pipeline_id = deal.pipeline_id and status.id = deal.status_id
		left join amocrm_users as responsible
			on responsible.account_id = deal.account_id and responsible.id = deal.responsible_user_id
		where deal.account_id = p_account_id and deal.amocrm_deal_id = p_deal_id
	), '{}')
$$;

comment on function amocrm_lead_state is 'A lead as the back end is told of it: columns of amocrm_deals by their names, with the names of pipeline, status and user where they are known; {id} alone where there is no such row.';
