import type { INodeParameters } from 'n8n-workflow';
import type { N8nRest } from '../../../stack/n8nRest';
import { eventually } from '../../support/eventually';
import { amoCrmType, type Credential } from './editor';
import { connect } from './oauthCredential';
import type { TestStack } from './testStack';

export interface Integration {
	readonly client_id: string;
	readonly client_secret: string;
}

interface Answer {
	readonly status: number;
	readonly data: unknown;
}

const amoCrmNode = (parameters: INodeParameters, { id, name, type }: Credential) => ({
	name: type,
	type: amoCrmType,
	typeVersion: 1,
	parameters: {
		authentication: type === 'amoCrmOAuth2Api' ? 'oAuth2' : 'accessToken',
		...parameters,
	},
	credentials: { [type]: { id, name } },
});

export type Connections = ReturnType<typeof connectionsOf>;

/**
 * Credentials as a person connects them in n8n, and workflows that use them.
 * `referer` is what amoCRM calls the account; the sandbox's own address when left out.
 */
export function connectionsOf(test$: TestStack, rest: N8nRest, referer?: string) {
	const { control } = test$;

	async function call<T>(path: string, body?: object): Promise<T> {
		const { status, data } = await (body ? rest.http.post(path, body) : rest.http.get(path));
		if (status >= 300) throw new Error(`${path}: HTTP ${status} ${JSON.stringify(data)}`);
		return (data as { data: T }).data;
	}

	const integrationFor = async (n8nUrl: string): Promise<Integration> => {
		const redirect_uri = `${n8nUrl}/rest/oauth2-credential/callback`;
		return (await control.post('/integrations', { name: 'n8n', redirect_uri })).data;
	};

	const createCredential = async (type: string, data: object): Promise<Credential> =>
		await call<Credential>('/rest/credentials', { name: type, type, data });

	return {
		createCredential,
		integrationFor,
		/** Answers the address of the consent page. */
		connect: async (id: string, clientId: string): Promise<URL> =>
			await connect(test$, rest, { id, clientId }, referer),
		/** A connected `amoCrmOAuth2Api`; `fields` name the account. */
		async connected(fields: object, { client_id, client_secret }: Integration) {
			const secrets = { clientId: client_id, clientSecret: client_secret };
			const credential = await createCredential('amoCrmOAuth2Api', { ...fields, ...secrets });
			await connect(test$, rest, { id: credential.id, clientId: client_id }, referer);
			return credential;
		},
		/**
		 * A published workflow whose webhook answers with what the last node gives: the same call with each
		 * of the credentials, one after the other.
		 */
		async publish(
			path: string,
			parameters: INodeParameters,
			...credentials: readonly Credential[]
		): Promise<void> {
			const webhook = {
				name: 'Call',
				type: 'n8n-nodes-base.webhook',
				typeVersion: 2,
				webhookId: path,
				parameters: { path, responseMode: 'lastNode', responseData: 'allEntries' },
			};
			const nodes = [webhook, ...credentials.map((one) => amoCrmNode(parameters, one))];
			const { id } = await call<{ id: string }>('/rest/workflows', {
				name: path,
				nodes: nodes.map((node, i) => ({
					...node,
					id: `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`,
					position: [i * 200, 0],
				})),
				connections: Object.fromEntries(
					nodes
						.slice(1)
						.map(({ name }, i) => [
							nodes[i]?.name,
							{ main: [[{ node: name, type: 'main', index: 0 }]] },
						]),
				),
				settings: {},
			});
			await rest.activate(id);
		},
		/** n8n registers a webhook a moment after it has answered the publishing; until then it says 404. */
		run: async (path: string, base = ''): Promise<Answer> =>
			await eventually(`the webhook ${path} is registered`, async () => {
				const { status, data } = await rest.http.get(`${base}/webhook/${path}`);
				return status === 404 ? null : { status, data };
			}),
	};
}
