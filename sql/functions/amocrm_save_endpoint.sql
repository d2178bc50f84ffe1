create or replace function amocrm_save_endpoint(
	p_queue text,
	p_key_hash text,
	p_account_id bigint,
	p_settings jsonb
) returns void
language sql
set search_path from current
as $$
	-- A trigger whose queue was renamed keeps its key.
	delete from amocrm_endpoints where key_hash = p_key_hash and queue <> p_queue;
	insert into amocrm_endpoints as present (queue, key_hash, account_id, settings)
	values (p_queue, p_key_hash, p_account_id, p_settings)
	on conflict (queue) do update
		set key_hash = excluded.key_hash,
			-- Several parts of n8n tell at once: one that does not know the account must not make it forgotten.
			account_id = coalesce(excluded.account_id, present.account_id),
			settings = case
				when excluded.account_id is not null then excluded.settings
				else excluded.settings || jsonb_build_object('userId', present.settings -> 'userId')
			end,
			updated_at = now()
		where (present.key_hash, present.account_id, present.settings)
			is distinct from (excluded.key_hash, excluded.account_id, excluded.settings);
$$;

comment on function amocrm_save_endpoint is 'Remembers how the webhooks of one published trigger are answered, for the receiver.';
