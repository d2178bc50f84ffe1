import { Client } from 'pg';
import type { N8nSession } from './n8nSession';
import { recall, remember } from './provisioned';
import type { ShippedWorkflow } from './workflows';

/**
 * Publishes what was imported and not published since, and what is switched on, which revives an
 * activation that n8n gave up on. What ops have switched off or deleted stays so. Answers the names
 * of those that were not published before.
 */
export async function publishImported(
	n8n: N8nSession,
	workflows: readonly ShippedWorkflow[],
	dataDir: string,
): Promise<readonly string[]> {
	const first: string[] = [];
	for (const { id, name } of workflows) {
		const current = await n8n.workflow(id);
		const before = recall(dataDir);
		const known = before.workflows[id];
		const isNew = known !== undefined && !known.published;
		if (!current) continue;
		if (!isNew) {
			// The version that runs: a draft that ops have not published is none of our business.
			if (current.activeVersionId) await n8n.activate(id, current.activeVersionId);
			continue;
		}
		await n8n.activate(id);
		first.push(name);
		remember(dataDir, {
			...before,
			workflows: { ...before.workflows, [id]: { ...known, published: true } },
		});
	}
	return first;
}

/** Ids of the workflows whose activation n8n 2.40 has given up; it does not try them again by itself. */
export async function failedActivations(n8nDatabaseUrl: string): Promise<readonly string[]> {
	const client = new Client({ connectionString: n8nDatabaseUrl, connectionTimeoutMillis: 10_000 });
	await client.connect();
	try {
		const { rows } = await client.query<{ workflowId: string }>(
			`select distinct "workflowId" from workflow_publication_trigger_status where status = 'failed'`,
		);
		return rows.map(({ workflowId }) => workflowId);
	} finally {
		await client.end();
	}
}
