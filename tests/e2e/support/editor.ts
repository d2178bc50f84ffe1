import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import type { N8nRest } from '../../../stack/n8nRest';
import { repositoryRoot } from '../../../stack/paths';
import { eventually } from '../../support/eventually';

/** n8n packs the data of an execution with its own `flatted`. */
const { parse } = createRequire(join(repositoryRoot, 'stack', 'package.json'))('flatted') as {
	parse: (text: string) => unknown;
};

export const amoCrmType = 'n8n-nodes-amocrm-pipeline.amoCrm';
const startNode = 'Start';

export interface Credential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
}

export interface Step {
	readonly name: string;
	readonly credential: Credential;
	readonly parameters: INodeParameters;
	/** On Error, where it is not left as it is. */
	readonly onError?: 'continueErrorOutput';
}

export interface Execution {
	readonly status: string;
	/** The message of the node that ended it. */
	readonly error: string | null;
	/** What a node gave, by its name; of one that did not run, nothing. */
	readonly items: (name: string) => ReadonlyArray<Readonly<Record<string, unknown>>>;
	/** What went out by its error output. */
	readonly failed: Execution['items'];
}

interface PackedExecution {
	readonly resultData: {
		readonly error?: { readonly message: string; readonly description?: string };
		readonly runData: Readonly<Record<string, readonly NodeRun[]>>;
	};
}

interface NodeRun {
	readonly data?: { readonly main: ReadonlyArray<ReadonlyArray<{ json: object }>> };
}

const credentialsOf = ({ id, name, type }: Credential) => ({ [type]: { id, name } });

/** Steps one after the other, begun by hand. */
function workflowOf(name: string, steps: readonly Step[]): object {
	const names = [startNode, ...steps.map((step) => step.name)];
	const start = { type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, parameters: {} };
	const nodes = steps.map(({ credential, parameters, onError }) => ({
		type: amoCrmType,
		typeVersion: 1,
		parameters,
		credentials: credentialsOf(credential),
		...(onError ? { onError } : {}),
	}));
	return {
		name,
		settings: { executionOrder: 'v1' },
		nodes: [start, ...nodes].map((node, i) => ({
			...node,
			id: `c0000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
			name: names[i],
			position: [i * 220, 0],
		})),
		connections: Object.fromEntries(
			names.slice(1).map((node, i) => [names[i], { main: [[{ node, type: 'main', index: 0 }]] }]),
		),
	};
}

export type Editor = ReturnType<typeof editorOf>;

/** What n8n's editor does for the AmoCRM node, by the same REST calls. */
export function editorOf({ http }: N8nRest) {
	async function call<T>(path: string, body?: object): Promise<T> {
		const { status, data } = await (body ? http.post(path, body) : http.get(path));
		if (status >= 300) throw new Error(`${path}: HTTP ${status} ${JSON.stringify(data)}`);
		return (data as { data: T }).data;
	}

	const ask = async <T>(
		what: string,
		methodName: string,
		{ credential, parameters }: Omit<Step, 'name'>,
		more: object = {},
	): Promise<T> =>
		await call<T>(`/rest/dynamic-node-parameters/${what}`, {
			path: 'parameters.field',
			methodName,
			nodeTypeAndVersion: { name: amoCrmType, version: 1 },
			// The editor sends the defaults, too; n8n chooses the credential by this one.
			currentNodeParameters: { authentication: 'accessToken', ...parameters },
			credentials: credentialsOf(credential),
			...more,
		});

	async function ended(id: string): Promise<Execution> {
		const { status, data } = await eventually('the execution has ended', async () => {
			const execution = await call<{ status: string; data: string }>(`/rest/executions/${id}`);
			return !['new', 'running'].includes(execution.status) && execution;
		});
		const { resultData } = parse(data) as PackedExecution;
		const { error, runData } = resultData;
		const outputOf = (name: string, output: number) =>
			(runData[name]?.[0]?.data?.main[output] ?? []).map(({ json }) => ({ ...json }));
		return {
			status,
			error: error ? `${error.message} ${error.description ?? ''}`.trim() : null,
			items: (name) => outputOf(name, 0),
			failed: (name) => outputOf(name, 1),
		};
	}

	return {
		ask,
		createCredential: async (name: string, type: string, data: object): Promise<Credential> =>
			await call<Credential>('/rest/credentials', { name, type, data }),
		/** All that the editor knows about node types. */
		async nodeTypes(): Promise<readonly NodeType[]> {
			const { data } = await http.get('/types/nodes.json');
			return data as readonly NodeType[];
		},
		save: async (name: string, steps: readonly Step[]): Promise<string> =>
			(await call<{ id: string }>('/rest/workflows', workflowOf(name, steps))).id,
		/** The button Execute Workflow; answers when the execution has ended, however it did. */
		async execute(workflowId: string): Promise<Execution> {
			const { executionId } = await call<{ executionId: string }>(
				`/rest/workflows/${workflowId}/run`,
				{ triggerToStartFrom: { name: startNode } },
			);
			return await ended(executionId);
		},
	};
}

export interface NodeType {
	readonly name: string;
	readonly displayName: string;
	readonly properties: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}
