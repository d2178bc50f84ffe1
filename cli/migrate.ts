import { parseArgs } from 'node:util';
import { migrate } from '../src/inbox/migrate';
import { databaseOptions, schemaOf, withDatabase } from './database';
import type { Io } from './io';

const usage = `Usage: amocrm-pipeline migrate [--database-url <url>] [--schema <name>] [--json]

Brings the database to the version of this package. Safe to run again and from many places at once.
Address: --database-url, or DATABASE_URL, or PGHOST and its kin, or a running npm start.
`;

/** Exit code 0 when the schema is up to date afterwards. */
export async function migrateCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			...databaseOptions,
			json: { type: 'boolean' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		io.stdout.write(usage);
		return 0;
	}
	const schema = schemaOf(values, io.env);
	const { applied, version } = await withDatabase(values, io.env, (pool) =>
		migrate(pool, { schema }),
	);
	if (values.json) {
		io.stdout.write(`${JSON.stringify({ applied, version, schema })}\n`);
		return 0;
	}
	for (const name of applied) io.stdout.write(`applied  sql/${name}\n`);
	io.stdout.write(
		`The schema "${schema}" is at version ${version}${applied.length === 0 ? ', nothing to do' : ''}.\n`,
	);
	return 0;
}
