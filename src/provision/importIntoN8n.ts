import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import type { ImportedCredential } from './credentials';
import { hashOf, recall, remember, type Provisioned } from './provisioned';
import { waitsForCredential, type ShippedWorkflow } from './workflows';

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
	/** Where this installation remembers what it has imported. */
	readonly dataDir: string;
	/** Runs one command of n8n's own command line to its end, e.g. `['import:workflow', …]`. */
	readonly n8n: (args: readonly string[]) => Promise<unknown>;
	readonly n8nDatabaseUrl: string;
	readonly credentials: readonly ImportedCredential[];
	readonly workflows: readonly ShippedWorkflow[];
	readonly log: (line: string) => void;
}

/** Those that n8n lacks, and those of ours that it has as we left them while the project has moved on. */
function dueWorkflows(
	{ workflows, log }: Plan,
	before: Provisioned,
	versions: ReadonlyMap<string, string>,
): readonly ShippedWorkflow[] {
	return workflows.filter((workflow) => {
		const known = before.workflows[workflow.id];
		const version = versions.get(workflow.id);
		if (version === undefined) return true;
		if (!known) {
			log(`"${workflow.name}" is in n8n already and stays as it is there.`);
			return false;
		}
		if (known.version === '') return true; // an import that was cut off
		if (known.hash === hashOf(workflow)) return false;
		if (known.version === version) return true;
		log(
			`"${workflow.name}" was edited in n8n and stays as it is there, although the project has a newer one.`,
		);
		return false;
	});
}

async function importFile(
	{ dataDir, n8n }: Plan,
	command: 'import:credentials' | 'import:workflow',
	content: readonly object[],
): Promise<void> {
	const folder = mkdtempSync(join(dataDir, 'import-'));
	try {
		const file = join(folder, 'import.json');
		writeFileSync(file, JSON.stringify(content), { mode: 0o600 });
		await n8n([command, `--input=${file}`]);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

/**
 * Imports what is new or has changed in the project or its settings since the last start. A workflow
 * edited in n8n, or that we did not import, stays: importing over it would throw their work away.
 * An import leaves a workflow switched off. n8n itself may not run yet on an empty database.
 */
export async function importIntoN8n(plan: Plan): Promise<void> {
	const { dataDir, log } = plan;
	let now = recall(dataDir);
	const keep = (change: Partial<Provisioned>): void => {
		now = { ...now, ...change };
		remember(dataDir, now);
	};
	const due = dueWorkflows(plan, now, await currentVersions(plan.n8nDatabaseUrl));
	const entries = (versions?: ReadonlyMap<string, string>) =>
		Object.fromEntries(
			due.map((workflow) => [
				workflow.id,
				{ hash: hashOf(workflow), version: versions?.get(workflow.id) ?? '' },
			]),
		);

	keep({}); // makes the folder
	// One by one: a new port of the database must not wipe the keys that a person entered in another one.
	const credentials = plan.credentials.filter(
		(credential) => now.credentialHashes?.[credential.id] !== hashOf(credential),
	);
	if (credentials.length > 0) {
		log('Putting the credentials into n8n …');
		await importFile(plan, 'import:credentials', credentials);
		const hashes = credentials.map((credential) => [credential.id, hashOf(credential)] as const);
		keep({ credentialHashes: { ...now.credentialHashes, ...Object.fromEntries(hashes) } });
	}
	if (due.length === 0) return;
	log(`Putting ${due.length} workflow${due.length > 1 ? 's' : ''} into n8n …`);
	keep({ workflows: { ...now.workflows, ...entries() } });
	await importFile(plan, 'import:workflow', due);
	const versions = await currentVersions(plan.n8nDatabaseUrl);
	keep({ workflows: { ...now.workflows, ...entries(versions) } });
	for (const { name } of due.filter(waitsForCredential)) {
		log(`"${name}" stays switched off until somebody chooses its credential in n8n.`);
	}
}
