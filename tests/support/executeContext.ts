import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	INode,
	NodeExecutionHint,
} from 'n8n-workflow';
import { binaryHelpers, type BinaryInput } from './binaryHelpers';

type Parameters = Readonly<Record<string, unknown>>;

export interface HttpAnswer {
	readonly statusCode: number;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
}

export type Http = (
	this: IExecuteFunctions,
	type: string,
	options: IHttpRequestOptions,
) => Promise<HttpAnswer>;

/** `binary` is every item's. */
export interface ExecuteSettings extends BinaryInput {
	/** What the user set; of each item where an expression would differ. */
	readonly parameters: Parameters | ((itemIndex: number) => Parameters);
	readonly items?: readonly IDataObject[];
	readonly credential: ICredentialDataDecryptedObject;
	/** Stands for n8n's HTTP helper, which is not a module of ours. */
	readonly http: Http;
	/** Others of n8n's helpers. */
	readonly helpers?: Partial<IExecuteFunctions['helpers']>;
	/** What n8n shows under the output of the node is put here. */
	readonly hints?: string[];
	readonly continueOnFail?: boolean;
	/** What the node keeps of an account is kept by credential. */
	readonly credentialId?: string;
	/** Aborted when somebody stops the execution. */
	readonly signal?: AbortSignal;
}

const node: INode = {
	id: 'n1',
	name: 'AmoCRM',
	type: 'n8n-nodes-amocrm-pipeline.amoCrm',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** As much of n8n's context as a node's `execute` uses: parameters, items, files, credential, HTTP. */
export function executeContext(settings: ExecuteSettings): IExecuteFunctions {
	const { parameters, items = [{}], credential, http, continueOnFail = false } = settings;
	const { credentialId = 'c1' } = settings;
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		getNode: () => ({
			...node,
			credentials: Object.fromEntries(
				['amoCrmApi', 'amoCrmOAuth2Api'].map((type) => [
					type,
					{ id: credentialId, name: 'amoCRM' },
				]),
			),
		}),
		getTimezone: () => 'Europe/Moscow',
		continueOnFail: () => continueOnFail,
		getExecutionCancelSignal: () => settings.signal,
		getInstanceBaseUrl: () => 'https://n8n.example.test/',
		getCredentials: async () => credential,
		getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) => {
			const own = typeof parameters === 'function' ? parameters(itemIndex) : parameters;
			const value = own[name] ?? fallback;
			if (value === undefined) throw new Error(`Could not get parameter ${name}`);
			return value;
		},
		addExecutionHints: ({ message }: NodeExecutionHint) => settings.hints?.push(message),
		logger: { warn: () => undefined },
		helpers: {
			httpRequestWithAuthentication: http,
			...binaryHelpers(settings),
			...settings.helpers,
		},
	};
	return context as unknown as IExecuteFunctions;
}

/** n8n's helper over `fetch`, as far as our transport relies on it: it throws what `except` names. */
export const fetchHttp: Http = async function (_type, options) {
	const credential = await this.getCredentials<ICredentialDataDecryptedObject>('amoCrmApi');
	const { body } = options;
	const sent = Buffer.isBuffer(body) ? Uint8Array.from(body) : JSON.stringify(body);
	const response = await fetch(options.url, {
		method: options.method ?? 'GET',
		redirect: 'manual',
		headers: {
			authorization: `Bearer ${String(credential['accessToken'])}`,
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...(options.headers as Readonly<Record<string, string>> | undefined),
		},
		...(body === undefined ? {} : { body: sent }),
	});
	const bytes = Buffer.from(await response.arrayBuffer());
	const text = bytes.toString('utf8');
	const { ignoreHttpStatusErrors: ignored } = options;
	if (typeof ignored === 'object' && ignored.except?.includes(response.status)) {
		throw Object.assign(new Error(`Request failed with status code ${response.status}`), {
			response: { status: response.status },
		});
	}
	const headers = Object.fromEntries(response.headers.entries());
	if (options.encoding === 'arraybuffer') {
		return { statusCode: response.status, headers, body: bytes };
	}
	const isJson = (response.headers.get('content-type') ?? '').includes('json');
	return {
		statusCode: response.status,
		headers,
		body: isJson && text !== '' ? (JSON.parse(text) as unknown) : text,
	};
};
