create or replace function amocrm_reference_due(p_watcher text, p_max_age_hours numeric)
returns boolean
language sql
stable
set search_path from current
as $$
	select not exists (
		select
		from amocrm_api_checks as present
		where present.watcher = p_watcher
			and present.asked_at > now() - p_max_age_hours * interval '1 hour'
			-- Once an hour at the most: what amoCRM does not list would else be asked for in every run.
			and (present.asked_at > now() - interval '1 hour' or (
				present.error is null
				and not exists (
					select
					from amocrm_deals as deal
					where deal.account_id = present.account_id and deal.stored_at > present.asked_at
						and deal.deleted_at is null and deal.status_id is not null
						and (
							not exists (
								select
								from amocrm_statuses as status
								where status.account_id = deal.account_id
									and status.pipeline_id = deal.pipeline_id and status.id = deal.status_id
							)
							or deal.responsible_user_id is not null and not exists (
								select
								from amocrm_users as member
								where member.account_id = deal.account_id and member.id = deal.responsible_user_id
							)
						)
				)
			))
	)
$$;

comment on function amocrm_reference_due is 'Whether pipelines, users and fields are to be asked for again: never asked, older than p_max_age_hours, or an hour old and amoCRM failed then or a lead came since in a stage or with a user that we do not know. p_watcher: as in amocrm_api_checks.';
