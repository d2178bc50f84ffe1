import type { AxiosInstance } from 'axios';
import type { INodeParameters } from 'n8n-workflow';
import type { N8nRest } from '../../../stack/n8nRest';
import { eventually } from '../../support/eventually';
import { amoCrmType, type Credential } from './editor';

export interface Integration {
	readonly client_id: string;
	readonly client_secret: string;
}

interface Answer {
	readonly status: number;
	readonly data: unknown;
}

export interface ConnectionPlace {
	readonly rest: N8nRest;
	/** The sandbox's control API. */
	readonly control: AxiosInstance;
	/** What amoCRM calls the account on connecting: `example.amocrm.ru`. */
	readonly referer: string;
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

/** Credentials as a person connects them in n8n, and workflows that use them. */
export function connectionsOf({ rest, control, referer }: ConnectionPlace) {
	async function call<T>(path: string, body?: object): Promise<T> {
		const { status, data } = await (body ? rest.http.post(path, body) : rest.http.get(path));
		if (status >= 300) throw new Error(`${path}: HTTP ${status} ${JSON.stringify(data)}`);
		return (data as { data: T }).data;
	}

	const integrationFor = async (n8nUrl: string): Promise<Integration> => {
		const redirect_uri = `${n8nUrl}/rest/oauth2-credential/callback`;
		return (await control.post('/integrations', { name: 'n8n', redirect_uri })).data;
	};

	/** Connect, agree at amoCRM, come back with the code; answers the address of the consent page. */
	async function connect(credentialId: string, clientId: string): Promise<URL> {
		const auth = `/rest/oauth2-credential/auth?id=${credentialId}`;
		const consent = new URL(await call<string>(auth));
		const { data: issued } = await control.post('/oauth/codes', { client_id: clientId });
		const callback = new URL(consent.searchParams.get('redirect_uri') ?? '');
		const query = new URLSearchParams({
			code: (issued as { code: string }).code,
			state: consent.searchParams.get('state') ?? '',
			referer,
			client_id: clientId,
		});
		const { status, data } = await rest.http.get(`${callback.pathname}?${query}`);
		const page = String(data);
		// n8n answers 200 with its page of errors, too.
		if (status !== 200 || /\berror\b/i.test(page)) throw new Error(`not connected: ${page}`);
		return consent;
	}

	const createCredential = async (type: string, data: object): Promise<Credential> =>
		await call<Credential>('/rest/credentials', { name: type, type, data });

	return {
		createCredential,
		integrationFor,
		connect,
		/** A connected `amoCrmOAuth2Api`; `fields` name the account. */
		async connected(fields: object, { client_id, client_secret }: Integration) {
			const secrets = { clientId: client_id, clientSecret: client_secret };
			const credential = await createCredential('amoCrmOAuth2Api', { ...fields, ...secrets });
			await connect(credential.id, client_id);
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

interface LoggedRequest {
	readonly seq: number;
	readonly method: string;
	readonly path: string;
	readonly status: number;
}

/** What reached the sandbox after the request with that number. */
export const requestsSince = async (
	control: AxiosInstance,
	seq = 0,
): Promise<readonly LoggedRequest[]> => (await control.get(`/requests?since=${seq}`)).data;

/** The statuses that the token endpoint gave after the request with that number. */
export const tokenAnswers = async (control: AxiosInstance, seq = 0): Promise<readonly number[]> =>
	(await requestsSince(control, seq))
		.filter(({ path }) => path.startsWith('/oauth2/access_token'))
		.map(({ status }) => status);
