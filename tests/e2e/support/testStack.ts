import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios, { type AxiosInstance } from 'axios';
import { Pool } from 'pg';
import { connectToN8n, type N8nRest } from '../../../stack/n8nRest';
import { freePort } from '../../../stack/ports';
import type { StackSettings } from '../../../stack/settings';
import { eventually } from '../../support/eventually';
import { startStack, type Detours, type Stack } from '../../../stack/start';

export const pipelineWorkflow = 'amocrmPipeline01';
export const triggerNode = 'События amoCRM';

export interface TestStack {
	readonly stack: Stack;
	/** The analysts' database. Survives a restart of PostgreSQL. */
	readonly pool: Pool;
	/** The sandbox's control API (`/_sandbox`). */
	readonly control: AxiosInstance;
	n8n(): Promise<N8nRest>;
	/** Sends a raw body to the subscribed URL, as amoCRM would. */
	post(
		body: string | Buffer,
		headers?: Record<string, string>,
	): Promise<{ status: number; data: unknown }>;
	/**
	 * Waits until the webhook answers 200 for two seconds: n8n publishes a changed workflow a moment
	 * after it said so, until then the old webhook answers, and in between none.
	 */
	answersSteadily(): Promise<void>;
	close(): Promise<void>;
}

type Chosen = Partial<
	Pick<StackSettings, 'queue' | 'postgresPort' | 'sandboxPort' | 'jarvisUrl' | 'systems'>
>;

/** A whole stack in a folder of its own: real PostgreSQL, real n8n, the sandbox. */
export async function startTestStack(
	settings: Chosen = {},
	detours: Detours = {},
): Promise<TestStack> {
	const dataDir = mkdtempSync(join(tmpdir(), 'amocrm-e2e-'));
	// Else PostgreSQL, which does not run as root, would keep its data outside and leave it there.
	chmodSync(dataDir, 0o755);
	const lines: string[] = [];
	const stack = await startStack(
		{
			dataDir,
			n8nPort: await freePort(2),
			postgresPort: await freePort(),
			sandboxPort: await freePort(),
			publicUrl: null,
			jarvisUrl: null,
			account: null,
			...settings,
		},
		(line) => lines.push(line),
		undefined,
		detours,
	);
	const facts = stack.facts();
	const pool = new Pool({ connectionString: facts.postgres.url, max: 4 });
	pool.on('error', () => undefined); // PostgreSQL is restarted under it
	const control = axios.create({ baseURL: `${facts.sandbox?.url}/_sandbox`, timeout: 60_000 });
	const post: TestStack['post'] = async (body, headers = {}) => {
		const { status, data } = await axios.post(facts.webhookUrl ?? '', body, {
			headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
			timeout: 30_000,
			maxBodyLength: Infinity,
			validateStatus: () => true,
		});
		return { status, data };
	};
	let session: N8nRest | undefined;
	return {
		stack,
		pool,
		control,
		// Signed in once: n8n refuses the sixth sign-in of a minute.
		n8n: async () => (session ??= await connectToN8n(facts.n8n.url, facts.n8n)),
		post,
		async answersSteadily() {
			let inARow = 0;
			await eventually('the webhook answers steadily', async () => {
				const { status } = await post('leads[add][0][id]=12345&leads[add][0][updated_at]=1');
				inARow = status === 200 ? inARow + 1 : 0;
				return inARow === 20;
			});
		},
		async close() {
			await pool.end();
			await stack.stop();
			rmSync(dataDir, { recursive: true, force: true });
		},
	};
}

type Parameters = Readonly<Record<string, unknown>>;

/** Changes a node as ops do: edit, save, publish. */
export async function editNode(
	rest: N8nRest,
	workflowId: string,
	nodeName: string,
	edit: (parameters: Parameters) => Parameters,
): Promise<void> {
	const { data } = await rest.http.get(`/rest/workflows/${workflowId}`);
	const workflow = data.data as { nodes: Array<{ name: string; parameters: Parameters }> };
	const nodes = workflow.nodes.map((node) =>
		node.name === nodeName ? { ...node, parameters: edit(node.parameters) } : node,
	);
	const saved = await rest.http.patch(`/rest/workflows/${workflowId}`, { ...workflow, nodes });
	if (saved.status !== 200) {
		throw new Error(`saving the workflow: ${saved.status} ${JSON.stringify(saved.data)}`);
	}
	await rest.activate(workflowId);
}

export const setTriggerOptions = (rest: N8nRest, options: Parameters): Promise<void> =>
	editNode(rest, pipelineWorkflow, triggerNode, (parameters) => ({
		...parameters,
		options: { ...(parameters['options'] as Parameters), ...options },
	}));
