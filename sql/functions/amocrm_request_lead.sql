create or replace function amocrm_request_lead(p_id bigint, p_lease uuid, p_contact_id bigint, p_settings jsonb)
returns table (id bigint, name text, fields jsonb, model jsonb)
language sql
set search_path from current
as $$
	with request as (
		update amocrm_site_requests as request
		set amocrm_contact_id = p_contact_id,
			leased_until = greatest(leased_until, now() + interval '10 minutes')
		where request.id = p_id and lease = p_lease
		returning body, amocrm_deal_id
	)
	select amocrm_deal_id,
		-- Its number is in the name: by it a run that makes up for a dead one finds the lead.
		case body ->> 'type' when 'parts' then 'Заказ запчастей' else 'Заявка на сервис' end
			|| ' № ' || (body ->> 'request_id'),
		(
			select coalesce(jsonb_object_agg(field, value), '{}')
			from (values
				(p_settings ->> 'serialField', btrim(body #>> '{machine,serial_number}')),
				(p_settings ->> 'modelField', btrim(body #>> '{machine,model}')),
				(p_settings ->> 'telegramField', body #>> '{contact,telegram_id}')
			) as wanted (field, value)
			where field <> '' and value <> ''
		),
		jsonb_strip_nulls(jsonb_build_object(
			-- Else amoCRM names the token's user, and a site's lead looks like a manager's own.
			'created_by', 0,
			'pipeline_id', nullif(amocrm_json_integer(p_settings -> 'pipelineId'), 0),
			'status_id', nullif(amocrm_json_integer(p_settings -> 'newStatusId'), 0),
			'responsible_user_id', nullif(amocrm_json_integer(p_settings -> 'responsibleUserId'), 0),
			'price', (
				select round(sum(coalesce(amocrm_json_number(item -> 'quantity'), 1)
					* amocrm_json_number(item -> 'price')))
				from amocrm_json_items(body -> 'items')
			),
			'_embedded', jsonb_build_object('contacts', jsonb_build_array(jsonb_build_object('id', p_contact_id)))
		))
	from request
$$;

comment on function amocrm_request_lead is 'Remembers the request''s contact and gives the lead to find or make: its id where an earlier run has made it, its name, custom fields by name, the rest as API v4 takes it. p_settings: {serialField, modelField, telegramField, pipelineId, newStatusId, responsibleUserId}; an id of 0 leaves the choice to amoCRM.';
