import { escapeIdentifier, escapeLiteral, type Pool, type PoolClient } from 'pg';
import { defaultSchema } from './pool';

/** The two group roles; `sql/functions/amocrm_renew_access.sql` says what they may do. */
export const accessRoles = { writer: 'amocrm_writer', reader: 'amocrm_reader' } as const;

/** A role that a program or a person signs in with. */
export interface Login {
	readonly name: string;
	readonly password: string;
	readonly access: keyof typeof accessRoles;
}

async function ensureRole(client: PoolClient, name: string): Promise<void> {
	const { rowCount } = await client.query('select from pg_roles where rolname = $1', [name]);
	if (rowCount === 0) await client.query(`create role ${escapeIdentifier(name)} nologin`);
}

/** Where PUBLIC may not connect (docker/postgres) the logins could not sign in. Others than its owner change nothing. */
async function grantConnect(client: PoolClient): Promise<void> {
	const { rows } = await client.query<{ name: string }>('select current_database() as name');
	const roles = Object.values(accessRoles).join(', ');
	await client.query(
		`grant connect on database ${escapeIdentifier(rows[0]?.name ?? '')} to ${roles}`,
	);
}

/**
 * Makes the group roles and the logins (again with the given password, if they exist) and gives them
 * their rights in the schema. Needs the owner of the tables with CREATEROLE.
 */
export async function grantAccess(
	pool: Pool,
	logins: readonly Login[] = [],
	schema = defaultSchema,
): Promise<void> {
	const client = await pool.connect();
	try {
		for (const role of Object.values(accessRoles)) await ensureRole(client, role);
		for (const { name, password, access } of logins) {
			const login = escapeIdentifier(name);
			await ensureRole(client, name);
			await client.query(`alter role ${login} with login password ${escapeLiteral(password)}`);
			await client.query(`grant ${accessRoles[access]} to ${login}`);
		}
		await grantConnect(client);
		await client.query(`select ${escapeIdentifier(schema)}.amocrm_renew_access()`);
	} finally {
		client.release();
	}
}
