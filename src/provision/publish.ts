import { Client } from 'pg';
import { messageOf } from '../messageOf';
import type { N8nSession } from './n8nSession';
import { recall, remember } from './provisioned';
import { waitsForCredential, type ShippedWorkflow } from './workflows';

/** Answers whether it was published for the first time since its import. */
async function publishOne(
	n8n: N8nSession,
	workflow: ShippedWorkflow,
	dataDir: string,
): Promise<boolean> {
	const { id } = workflow;
	const current = await n8n.workflow(id);
	if (!current) return false;
	const before = recall(dataDir);
	const known = before.workflows[id];
	if (!known || known.published) {
		// The version that runs: a draft that ops have not published is none of our business.
		if (current.activeVersionId) await n8n.activate(id, current.activeVersionId);
		return false;
	}
	const isOurs = !waitsForCredential(workflow);
	if (isOurs) await n8n.activate(id);
	const workflows = { ...before.workflows, [id]: { ...known, published: true } };
	remember(dataDir, { ...before, workflows });
	return isOurs;
}

/**
 * Publishes what was imported and not published since, and what is switched on, which revives an
 * activation that n8n gave up on. What ops have switched off or deleted stays so, and what waits for
 * its credential is left to whoever chooses one. Answers the names of those that were not published
 * before; throws after all others when n8n refuses some.
 */
export async function publishImported(
	n8n: N8nSession,
	workflows: readonly ShippedWorkflow[],
	dataDir: string,
): Promise<readonly string[]> {
	const first: string[] = [];
	const problems: string[] = [];
	for (const workflow of workflows) {
		try {
			if (await publishOne(n8n, workflow, dataDir)) first.push(workflow.name);
		} catch (error) {
			// One workflow that n8n refuses must not keep the others from running.
			problems.push(messageOf(error));
		}
	}
	if (problems.length > 0) throw new Error(problems.join('\n'));
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
