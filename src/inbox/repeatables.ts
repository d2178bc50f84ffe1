import { escapeIdentifier, type PoolClient } from 'pg';
import { messageOf } from '../messageOf';
import type { SqlFile, SqlFiles } from './sqlFiles';

const renewAccess = 'amocrm_renew_access';

interface Grant {
	readonly statement: string;
}

/** Rights that analysts were given on a view would be lost when it is made anew. */
async function grantsOn(client: PoolClient, views: readonly string[]): Promise<readonly Grant[]> {
	const { rows } = await client.query<Grant>(
		`select format('grant %s on %I to %s', acl.privilege_type, relname,
		        case acl.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end) as statement
		 from pg_class, aclexplode(relacl) as acl
		 where relnamespace = quote_ident(current_schema())::regnamespace and relkind = 'v' and relname = any($1)
		       and acl.grantee <> relowner`,
		[views],
	);
	return rows;
}

/** Every signature, so that a function whose arguments changed leaves no namesake to call by mistake. */
async function dropFunction(client: PoolClient, name: string): Promise<void> {
	const { rows } = await client.query<{ signature: string }>(
		`select oid::regprocedure::text as signature from pg_proc
		 where pronamespace = quote_ident(current_schema())::regnamespace and proname = $1`,
		[name],
	);
	for (const { signature } of rows) await client.query(`drop function ${signature}`);
}

async function make(client: PoolClient, file: SqlFile): Promise<void> {
	try {
		await client.query(file.text);
	} catch (error) {
		throw new Error(`sql/${file.name} could not be applied: ${messageOf(error)}`, { cause: error });
	}
	await client.query(
		`insert into amocrm_migrations (name, hash) values ($1, $2)
		 on conflict (name) do update set hash = excluded.hash, applied_at = now()`,
		[file.name, file.hash],
	);
}

/**
 * Makes the functions that changed anew, and all views when anything changed (a view may read a
 * function or another view, and its columns cannot change in place). Runs in the caller's transaction.
 */
export async function applyRepeatables(
	client: PoolClient,
	files: SqlFiles,
	known: ReadonlyMap<string, string>,
): Promise<readonly string[]> {
	const isChanged = ({ name, hash }: SqlFile): boolean => known.get(name) !== hash;
	const functions = files.functions.filter(isChanged);
	if (functions.length === 0 && !files.views.some(isChanged)) return [];
	const views = files.views.map(({ object }) => object);
	const grants = await grantsOn(client, views);
	for (const view of [...views].reverse()) {
		await client.query(`drop view if exists ${escapeIdentifier(view)}`);
	}
	for (const file of functions) {
		await dropFunction(client, file.object);
		await make(client, file);
	}
	for (const file of files.views) await make(client, file);
	for (const { statement } of grants) await client.query(statement);
	// A function made anew may be called by everybody.
	if (files.functions.some(({ object }) => object === renewAccess)) {
		await client.query(`select ${renewAccess}()`);
	}
	return [...functions, ...files.views.filter(isChanged)].map(({ name }) => name);
}
