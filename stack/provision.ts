import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { runN8nCommand } from './n8nProcess';
import type { N8nRest } from './n8nRest';
import type { ShippedWorkflow } from './workflows';

interface Provisioned {
	readonly credentials?: string;
	/** Per workflow: the hash of what we imported, and the version n8n gave it. */
	readonly workflows: Readonly<Record<string, { readonly hash: string; readonly version: string }>>;
}

const hash = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('hex');

const memory = (dataDir: string) => join(dataDir, 'provisioned.json');

function recall(dataDir: string): Provisioned {
	if (!existsSync(memory(dataDir))) return { workflows: {} };
	return JSON.parse(readFileSync(memory(dataDir), 'utf8')) as Provisioned;
}

async function currentVersions(n8nDatabaseUrl: string): Promise<ReadonlyMap<string, string>> {
	const client = new Client({ connectionString: n8nDatabaseUrl });
	await client.connect();
	try {
		const { rows: tables } = await client.query(`select to_regclass('workflow_entity') as found`);
		if (tables[0]?.found === null) return new Map();
		const { rows } = await client.query<{ id: string; versionId: string }>(
			'select id, "versionId" from workflow_entity',
		);
		return new Map(rows.map(({ id, versionId }) => [id, versionId]));
	} finally {
		await client.end();
	}
}

export interface Plan {
	readonly dataDir: string;
	readonly env: Record<string, string>;
	readonly n8nDatabaseUrl: string;
	readonly credentials: readonly object[];
	readonly workflows: readonly ShippedWorkflow[];
	readonly log: (line: string) => void;
}

/**
 * Imports what is new or has changed in the repository since the last start. A workflow that ops
 * have edited in n8n stays as they left it: importing over it would throw their work away.
 */
export async function importIntoN8n(plan: Plan): Promise<void> {
	const { dataDir, env, log } = plan;
	const before = recall(dataDir);
	const versions = await currentVersions(plan.n8nDatabaseUrl);
	const due = plan.workflows.filter((workflow) => {
		const known = before.workflows[workflow.id];
		const version = versions.get(workflow.id);
		if (!known || version === undefined) return true;
		if (known.hash === hash(workflow)) return false;
		if (known.version === version) return true;
		log(
			`"${workflow.name}" was edited in n8n and stays as it is there, although the project has a newer one.`,
		);
		return false;
	});
	const credentialsHash = hash(plan.credentials);
	const folder = mkdtempSync(join(dataDir, 'import-'));
	try {
		if (before.credentials !== credentialsHash) {
			log('Putting the credentials into n8n …');
			const file = join(folder, 'credentials.json');
			writeFileSync(file, JSON.stringify(plan.credentials), { mode: 0o600 });
			await runN8nCommand(['import:credentials', `--input=${file}`], env);
		}
		if (due.length > 0) {
			log(`Putting ${due.length} workflow${due.length > 1 ? 's' : ''} into n8n …`);
			const file = join(folder, 'workflows.json');
			writeFileSync(file, JSON.stringify(due));
			await runN8nCommand(['import:workflow', `--input=${file}`], env);
		}
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
	const after = await currentVersions(plan.n8nDatabaseUrl);
	const imported = Object.fromEntries(
		due.map((workflow) => [
			workflow.id,
			{ hash: hash(workflow), version: after.get(workflow.id) ?? '' },
		]),
	);
	const now: Provisioned = {
		credentials: credentialsHash,
		workflows: { ...before.workflows, ...imported },
	};
	writeFileSync(memory(dataDir), JSON.stringify(now, null, '\t'));
}

/** Publishes every shipped workflow that ops have not deleted; revives activations that n8n gave up on. */
export async function activateAll(
	rest: N8nRest,
	workflows: readonly ShippedWorkflow[],
): Promise<void> {
	for (const { id } of workflows) {
		if (await rest.workflow(id)) await rest.activate(id);
	}
}
