create or replace function amocrm_choose_contact(p_id bigint, p_candidates jsonb, p_settings jsonb)
returns bigint
language sql
stable
set search_path from current
as $$
	select coalesce(
		(
			select amocrm_json_integer(item -> 'id')
			from amocrm_site_requests as request
			cross join amocrm_json_items(p_candidates)
			cross join lateral (
				select case
					when amocrm_phone_digits(request.body #>> '{contact,phone}') in (
						select nullif(amocrm_phone_digits(phone), '')
						from unnest(amocrm_field_texts(item -> 'custom_fields_values', 'PHONE')) as phone
					) then 1
					when lower(btrim(request.body #>> '{contact,email}')) in (
						select lower(btrim(email))
						from unnest(amocrm_field_texts(item -> 'custom_fields_values', 'EMAIL')) as email
					) then 2
					when request.body #>> '{contact,telegram_id}'
						= amocrm_named_field(item, p_settings ->> 'contactTelegramField') then 3
				end as rank
			) as judged
			where request.id = p_id and rank is not null and amocrm_json_integer(item -> 'id') is not null
			order by rank, amocrm_json_integer(item -> 'created_at') nulls last, amocrm_json_integer(item -> 'id')
			limit 1
		),
		-- amoCRM's search does not know yet whom the same person's last request has made.
		(
			select earlier.amocrm_contact_id
			from amocrm_site_requests as request
			join amocrm_site_requests as earlier
				on amocrm_sender_keys(earlier.body) && amocrm_sender_keys(request.body)
			where request.id = p_id
				and earlier.completed_at > now() - interval '10 minutes'
				and earlier.amocrm_contact_id is not null
			order by earlier.completed_at desc
			limit 1
		)
	)
$$;

comment on function amocrm_choose_contact is 'Which of amoCRM''s contacts a request means: by phone, else by e-mail, else by Telegram ID; of several the oldest; else the one of the same person''s request of the last ten minutes. Null when none does. p_candidates: rows of API v4. p_settings: {contactTelegramField}.';
