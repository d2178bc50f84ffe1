import { grantAccess } from '../src/inbox/access';
import { createPool } from '../src/inbox/pool';
import { migrate } from '../src/inbox/migrate';
import { credentialsToImport } from '../src/provision/credentials';
import { importIntoN8n } from '../src/provision/importIntoN8n';
import { shippedWorkflows, withPublicUrl, withSettings } from '../src/provision/workflows';
import { systemSettings } from '../src/provision/systems';
import type { Io } from './io';
import { runN8n } from './n8nBinary';
import { importSettings, type ImportSettings } from './provisionSettings';
import { waitForDatabase } from './waitFor';

const connectionTimeoutMs = 10_000;

async function migrateData({ databaseUrl, logins, schema }: ImportSettings): Promise<string> {
	const pool = createPool({ connectionString: databaseUrl, schema, connectionTimeoutMs });
	try {
		const { applied, version } = await migrate(pool, { schema });
		if (logins.length > 0) await grantAccess(pool, logins, schema);
		return `The schema "${schema}" is at version ${version}, ${applied.length} files applied.`;
	} finally {
		await pool.end();
	}
}

/** Before n8n starts: the database, the credentials, the workflows. Again and again without harm. */
export async function provisionImport(io: Io, waitSeconds: number): Promise<number> {
	const settings = importSettings(io.env);
	const log = (line: string) => io.stdout.write(`${line}\n`);
	await waitForDatabase('The database of DATABASE_URL', settings.databaseUrl, waitSeconds);
	await waitForDatabase('The database of N8N_DATABASE_URL', settings.n8nDatabaseUrl, waitSeconds);
	log(await migrateData(settings));
	const { jarvisUrl, telegram, systems, webhookUrl } = settings;
	const values = {
		...(jarvisUrl ? { jarvisUrl } : {}),
		...(telegram ? { telegramChatId: telegram.chatId } : {}),
		...systemSettings(systems),
	};
	const workflows = shippedWorkflows()
		.map((workflow) => withSettings(workflow, values))
		.map((workflow) => (webhookUrl ? withPublicUrl(workflow, webhookUrl) : workflow));
	await importIntoN8n({
		dataDir: settings.dataDir,
		n8n: (args) => runN8n(args, io.env),
		n8nDatabaseUrl: settings.n8nDatabaseUrl,
		credentials: credentialsToImport(settings, settings.sandbox, settings.database, telegram),
		workflows,
		log,
	});
	log('n8n has its credentials and workflows.');
	return 0;
}
