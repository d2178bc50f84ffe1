import { randomUUID } from 'node:crypto';
import { credentialIds } from '../../../src/provision/credentials';
import type { N8nRest } from '../../../stack/n8nRest';

const amoCrm = { id: credentialIds.amoCrm, name: 'amoCRM' };
const postgres = { id: credentialIds.postgres, name: 'PostgreSQL' };

interface Draft {
	readonly name: string;
	readonly nodes: readonly object[];
	readonly connections: object;
}

/** Makes a workflow in n8n as the editor does, and publishes it; answers its id. */
async function publish(rest: N8nRest, draft: Draft): Promise<string> {
	const settings = { executionOrder: 'v1' };
	const { status, data } = await rest.http.post('/rest/workflows', { ...draft, settings });
	if (status !== 200) throw new Error(`"${draft.name}": ${status} ${JSON.stringify(data)}`);
	const { id } = data.data as { id: string };
	await rest.activate(id);
	return id;
}

/** A workflow with nothing but a durable trigger of its own webhook. */
export const publishTrigger = (rest: N8nRest, triggerName: string): Promise<string> =>
	publish(rest, {
		name: 'Another trigger',
		nodes: [
			{
				id: randomUUID(),
				webhookId: randomUUID(),
				name: triggerName,
				type: 'n8n-nodes-amocrm-pipeline.amoCrmTrigger',
				typeVersion: 2,
				position: [0, 0],
				parameters: { deliveryMode: 'durable', events: ['lead.update'], options: {} },
				credentials: { amoCrmApi: amoCrm, postgres },
			},
		],
		connections: {},
	});

/** n8n keeps a node's state under its name: the renamed trigger is a new one with a new secret. */
export async function renameTrigger(rest: N8nRest, id: string, triggerName: string): Promise<void> {
	const { data } = await rest.http.get(`/rest/workflows/${id}`);
	const workflow = data.data as { nodes: object[] };
	const nodes = workflow.nodes.map((node) => ({ ...node, name: triggerName }));
	const saved = await rest.http.patch(`/rest/workflows/${id}`, { ...workflow, nodes });
	if (saved.status !== 200)
		throw new Error(`renaming: ${saved.status} ${JSON.stringify(saved.data)}`);
	await rest.activate(id);
}

/** A workflow that asks amoCRM once for each call of its webhook; answers the webhook's path. */
export async function publishAsking(rest: N8nRest): Promise<string> {
	const path = 'ask-amocrm';
	await publish(rest, {
		name: 'Asks amoCRM',
		nodes: [
			{
				id: randomUUID(),
				webhookId: randomUUID(),
				name: 'Call',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				position: [0, 0],
				parameters: { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} },
			},
			{
				id: randomUUID(),
				name: 'Account',
				type: 'n8n-nodes-amocrm-pipeline.amoCrm',
				typeVersion: 1,
				position: [220, 0],
				parameters: { resource: 'account', operation: 'get' },
				credentials: { amoCrmApi: amoCrm },
			},
		],
		connections: { Call: { main: [[{ node: 'Account', type: 'main', index: 0 }]] } },
	});
	return `/webhook/${path}`;
}
