import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { sign } from 'jsonwebtoken';
import {
	Workflow as N8nWorkflow,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';
import { repositoryRoot } from '../../stack/paths';

/** What the shipped workflows believe of a token that the application has signed, with n8n's own nodes. */
interface Node {
	readonly name: string;
	readonly type: string;
	readonly parameters: {
		readonly operation?: string;
		readonly options?: object;
		readonly conditions?: { readonly conditions: ReadonlyArray<{ readonly leftValue: string }> };
	};
}

const nodeOf = (file: string, type: string): Node => {
	const text = readFileSync(join(repositoryRoot, 'workflows', file), 'utf8');
	const { nodes } = JSON.parse(text) as { readonly nodes: readonly Node[] };
	const found = nodes.find((node) => node.type === `n8n-nodes-base.${type}`);
	if (!found) throw new Error(`${file} has no node ${type}`);
	return found;
};

const stack = createRequire(join(repositoryRoot, 'stack', 'package.json'));
const { Jwt } = stack('n8n-nodes-base/dist/nodes/Jwt/Jwt.node.js') as {
	readonly Jwt: new () => INodeType;
};
const secret = 'what the back end signs with';

/** Whether the workflow's node takes the token; n8n's node throws when it does not. */
async function isVerified(file: string, claims: object): Promise<boolean> {
	const { parameters } = nodeOf(file, 'jwt');
	const given: Readonly<Record<string, unknown>> = { ...parameters, token: sign(claims, secret) };
	const context = {
		getInputData: () => [{ json: {} }],
		getNodeParameter: (name: string) => given[name],
		getCredentials: async () => ({ keyType: 'passphrase', secret, algorithm: 'HS256' }),
		getNode: () => ({ name: 'JWT', type: 'jwt', typeVersion: 1 }),
		continueOnFail: () => false,
	} as unknown as IExecuteFunctions;
	try {
		const output = await new Jwt().execute?.call(context);
		return Array.isArray(output) && output[0]?.length === 1;
	} catch {
		return false;
	}
}

const { expression } = new N8nWorkflow({
	nodes: [{ id: '1', name: 'if', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} }],
	...{ connections: {}, active: false },
	nodeTypes: { getByNameAndVersion: () => undefined } as unknown as INodeTypes,
});
const isTrue = (condition: string, payload: object): boolean => {
	const items: INodeExecutionData[] = [{ json: { payload } }];
	return expression.getParameterValue(condition, null, 0, 0, 'if', items, 'manual', {}) === true;
};

const files = [
	'amocrm-backend-disconnect.json',
	'amocrm-backend-status.json',
	'amocrm-service-done.json',
	'amocrm-site-requests.json',
	'amocrm-external-integration.json',
	'amocrm-address-suggest.json',
];
const now = () => Math.floor(Date.now() / 1000);

it.each(files)('%s leaves half a minute to two clocks, and no more', async (file) => {
	const verified = (nbf: number, exp: number) =>
		isVerified(file, { iat: now(), nbf: now() + nbf, exp: now() + exp });
	expect(await verified(0, 60)).toBe(true);
	// amoCRM's one-time tokens begin in the second they are made in.
	expect(await verified(15, 60)).toBe(true);
	expect(await verified(-60, -15)).toBe(true);
	expect(await verified(60, 120)).toBe(false);
	expect(await verified(-120, -60)).toBe(false);
});

it.each(files.slice(0, 2))('%s refuses an account that is no whole number', (file) => {
	const conditions = nodeOf(file, 'if').parameters.conditions?.conditions ?? [];
	const [condition = ''] = conditions
		.map(({ leftValue }) => leftValue)
		.filter((text) => text.includes('account_id'));
	const taken = (account_id: unknown) => isTrue(condition, { account_id });
	expect([28805383, '28805383'].map(taken)).toEqual([true, true]);
	const wrong = [
		[28805383],
		['28805383'],
		{},
		null,
		undefined,
		0,
		-1,
		1.5,
		'05',
		' 5',
		'5\n',
		1e21,
	];
	expect(wrong.filter(taken)).toEqual([]);
});
