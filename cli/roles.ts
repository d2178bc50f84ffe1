import { parseArgs } from 'node:util';
import { accessRoles, grantAccess, type Login } from '../src/inbox/access';
import { databaseOptions, schemaOf, withDatabase } from './database';
import type { Io } from './io';

const usage = `Usage: amocrm-pipeline roles [--writer <login>] [--reader <login>] [--database-url <url>] [--schema <name>]

Makes the roles ${accessRoles.writer} (n8n and the receiver: reads, writes through functions only) and
${accessRoles.reader} (analysts: reads), and the given logins in them. Passwords come from the environment:
AMOCRM_WRITER_PASSWORD, AMOCRM_READER_PASSWORD. Sign in as the owner of the tables, who runs migrate.
Safe to run again; the logins then have the passwords given now.
`;

const passwords = { writer: 'AMOCRM_WRITER_PASSWORD', reader: 'AMOCRM_READER_PASSWORD' } as const;

function loginFor(
	access: keyof typeof accessRoles,
	name: string | undefined,
	env: Io['env'],
): readonly Login[] {
	if (name === undefined) return [];
	const password = env[passwords[access]];
	if (!password) throw new Error(`Set ${passwords[access]}: the password of "${name}".`);
	return [{ name, password, access }];
}

/** Exit code 0 when roles, logins and rights are there. */
export async function rolesCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			...databaseOptions,
			writer: { type: 'string' },
			reader: { type: 'string' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		io.stdout.write(usage);
		return 0;
	}
	const logins = [
		...loginFor('writer', values.writer, io.env),
		...loginFor('reader', values.reader, io.env),
	];
	await withDatabase(values, io.env, (pool) => grantAccess(pool, logins, schemaOf(values, io.env)));
	for (const role of Object.values(accessRoles)) io.stdout.write(`role   ${role}\n`);
	for (const { name, access } of logins) io.stdout.write(`login  ${name} (${access})\n`);
	return 0;
}
