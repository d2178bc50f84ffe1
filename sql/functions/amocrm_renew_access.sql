create or replace function amocrm_renew_access() returns void
language plpgsql
set search_path from current
as $$
declare
	v_schema constant text := current_schema();
	v_function record;
	v_relation record;
begin
	for v_function in
		select oid::regprocedure::text as signature, provolatile = 'v' as writes
		from pg_proc
		where pronamespace = quote_ident(v_schema)::regnamespace and starts_with(proname, 'amocrm_')
	loop
		-- What writes does so with the owner's rights, so nobody but the owner needs rights on the tables;
		-- and nobody but writers may call it, which PUBLIC may by default.
		if v_function.writes then
			execute format('alter function %s security definer', v_function.signature);
			execute format('revoke execute on function %s from public', v_function.signature);
			if to_regrole('amocrm_reader') is not null then
				execute format('revoke execute on function %s from amocrm_reader', v_function.signature);
			end if;
		end if;
		if to_regrole('amocrm_writer') is not null then
			execute format('grant execute on function %s to amocrm_writer', v_function.signature);
		end if;
	end loop;

	for v_relation in
		select relname as name, role.rolname as role
		from pg_class, pg_roles as role
		where relnamespace = quote_ident(v_schema)::regnamespace
			and relkind in ('r', 'v')
			and (starts_with(relname, 'amocrm_') or relname = 'machine_instances')
			and role.rolname in ('amocrm_writer', 'amocrm_reader')
			and not (relname = 'amocrm_endpoints' and role.rolname = 'amocrm_reader')
	loop
		execute format('grant select on %I to %I', v_relation.name, v_relation.role);
		execute format('grant usage on schema %I to %I', v_schema, v_relation.role);
	end loop;
end
$$;

comment on function amocrm_renew_access is 'Gives the roles amocrm_writer and amocrm_reader, where they exist, their rights: both read, and only writers call the functions that write. Run after every migration.';
