create view amocrm_manager_load as
with deal as (
	select account_id, responsible_user_id as user_id,
		count(*) filter (where status_label = 'in_progress') as open_leads,
		coalesce(sum(price) filter (where status_label = 'in_progress'), 0) as open_amount,
		count(*) filter (
			where status_label = 'in_progress' and updated_at < now() - interval '14 days'
		) as untouched_leads,
		count(*) filter (where created_at > now() - interval '30 days') as new_30_days,
		count(*) filter (
			where status_label = 'successful' and closed_at > now() - interval '30 days'
		) as won_30_days,
		count(*) filter (
			where status_label = 'unsuccessful' and closed_at > now() - interval '30 days'
		) as lost_30_days,
		coalesce(sum(price) filter (
			where status_label = 'successful' and closed_at > now() - interval '30 days'
		), 0) as revenue_30_days
	from amocrm_deals
	where deleted_at is null and responsible_user_id is not null
	group by account_id, responsible_user_id
),
move as (
	select account_id, changed_by as user_id, count(*) as moves_30_days
	from amocrm_deal_status_changes
	where changed_at > now() - interval '30 days'
	group by account_id, changed_by
),
member as (
	select account_id, id as user_id, name, is_active and removed_at is null as is_active
	from amocrm_users
)
select account_id, user_id, coalesce(member.name, user_id::text) as user_name, member.is_active,
	coalesce(deal.open_leads, 0) as open_leads, coalesce(deal.open_amount, 0) as open_amount,
	coalesce(deal.untouched_leads, 0) as untouched_leads,
	coalesce(deal.new_30_days, 0) as new_30_days,
	coalesce(deal.won_30_days, 0) as won_30_days, coalesce(deal.lost_30_days, 0) as lost_30_days,
	coalesce(deal.revenue_30_days, 0) as revenue_30_days,
	coalesce(move.moves_30_days, 0) as moves_30_days
from member
full join deal using (account_id, user_id)
left join move using (account_id, user_id)
-- Who left is of interest only while leads are still theirs.
where member.is_active or deal.open_leads > 0;

comment on view amocrm_manager_load is 'What each user has on the table now and did within 30 days. Users who may not sign in any more are listed while they are responsible for open leads.';
comment on column amocrm_manager_load.account_id is 'The amoCRM account.';
comment on column amocrm_manager_load.user_id is 'The user.';
comment on column amocrm_manager_load.user_name is 'The user''s name; the id while amocrm_users does not know it.';
comment on column amocrm_manager_load.is_active is 'May sign in; null while amocrm_users does not know the user.';
comment on column amocrm_manager_load.open_leads is 'Leads the user is responsible for that are neither won nor lost.';
comment on column amocrm_manager_load.open_amount is 'Sum of their prices, in the currency of the account.';
comment on column amocrm_manager_load.untouched_leads is 'Of these: not changed in amoCRM for 14 days.';
comment on column amocrm_manager_load.new_30_days is 'Leads created within 30 days.';
comment on column amocrm_manager_load.won_30_days is 'Leads won within 30 days.';
comment on column amocrm_manager_load.lost_30_days is 'Leads lost within 30 days.';
comment on column amocrm_manager_load.revenue_30_days is 'Sum of the prices of those won, in the currency of the account.';
comment on column amocrm_manager_load.moves_30_days is 'Moves from stage to stage that the user made within 30 days, whoever was responsible.';
