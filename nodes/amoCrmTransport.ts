import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import { accountBaseUrl } from '../src/client/accountUrl';
import { AmoCrmError } from '../src/client/errors';
import { networkError } from '../src/client/networkError';
import { requestShare } from '../src/client/requestShare';
import { createClient } from '../src/client/send';
import type { AmoCrmClient, ApiRequest, ApiResponse, Transport } from '../src/client/types';

type Context =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| ITriggerFunctions
	| IWebhookFunctions;

export interface AmoCrmConnection {
	readonly client: AmoCrmClient;
	/** `https://example.amocrm.ru` */
	readonly baseUrl: string;
	/** Names the account among all accounts. */
	readonly accountKey: string;
}

const timeoutMs = 20_000;
/** 300 MB, the largest file, at 1 MB/s. */
const fileTimeoutMs = 300_000;

const credentialTypes = { accessToken: 'amoCrmApi', oAuth2: 'amoCrmOAuth2Api' } as const;
type CredentialType = (typeof credentialTypes)[keyof typeof credentialTypes];

function credentialTypeOf(context: Context): CredentialType {
	// Only IExecuteFunctions takes an item index here; the others would read it as the default value.
	const value =
		'getInputData' in context && 'continueOnFail' in context
			? (context as IExecuteFunctions).getNodeParameter('authentication', 0, 'accessToken')
			: (context as IHookFunctions).getNodeParameter('authentication', 'accessToken');
	return value === 'oAuth2' ? credentialTypes.oAuth2 : credentialTypes.accessToken;
}

/**
 * A context whose OAuth2 refresh carries `redirect_uri`, which amoCRM demands and n8n 2.40 never sends
 * (n8n-io/n8n#24624). The client-credentials flow is the only one whose body takes additions; n8n keeps
 * its lock, its storage and the connect flow, which read the credential itself. (The credential says that
 * no status renews a token, so that n8n does not try without `redirect_uri` elsewhere.)
 */
function withRedirectUri(context: Context): Context {
	const derived = Object.create(context) as Context;
	derived.getCredentials = async <T extends object = ICredentialDataDecryptedObject>(
		type: string,
		itemIndex?: number,
	): Promise<T> => {
		const credential = await context.getCredentials<ICredentialDataDecryptedObject>(
			type,
			itemIndex,
		);
		const tokens = credential['oauthTokenData'] as { refresh_token?: string } | undefined;
		if (!tokens?.refresh_token) return credential as T;
		const redirectUri = `${context.getInstanceBaseUrl()}rest/oauth2-credential/callback`;
		return {
			...credential,
			grantType: 'clientCredentials',
			tokenExpiredStatusCode: 401,
			additionalBodyProperties: JSON.stringify({
				grant_type: 'refresh_token',
				refresh_token: tokens.refresh_token,
				redirect_uri: redirectUri,
			}),
		} as T;
	};
	return derived;
}

interface HttpFault {
	readonly httpCode?: unknown;
	readonly status?: unknown;
	readonly message?: unknown;
	readonly response?: { readonly status?: unknown; readonly statusCode?: unknown };
	readonly cause?: unknown;
}

/** n8n throws a 401 as an axios error, as a NodeApiError or, when the refresh is refused, as text. */
function statusOf(fault: unknown, depth = 0): number | null {
	if (typeof fault !== 'object' || fault === null || depth > 4) return null;
	const { httpCode, status, response, cause } = fault as HttpFault;
	const found = [response?.status, response?.statusCode, httpCode, status]
		.map(Number)
		.find((code) => code >= 300 && code < 600);
	return found ?? statusOf(cause, depth + 1);
}

function reconnectError(request: ApiRequest, type: CredentialType, words: string): AmoCrmError {
	return new AmoCrmError({
		code: 'unauthorized',
		status: 401,
		message: `amoCRM did not accept the credential${words}`,
		hint:
			type === 'amoCrmOAuth2Api'
				? 'Open the credential and connect it anew; also check the subdomain, and that the integration is not switched off in amoCRM.'
				: 'Create a new long-lived token in the integration and put it into the credential; also check the subdomain and the domain.',
		request: { method: request.method, path: request.path },
	});
}

/** The bytes of a success; what explains a failure is JSON all the same. */
function bodyOf(status: number, body: unknown): unknown {
	const bytes = body instanceof ArrayBuffer ? Buffer.from(body) : body;
	if (!Buffer.isBuffer(bytes) || (status >= 200 && status < 300)) return bytes;
	const text = bytes.toString('utf8');
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}

const transportFor = (context: Context, type: CredentialType, baseUrl: string): Transport => {
	const caller = type === 'amoCrmOAuth2Api' ? withRedirectUri(context) : context;
	return async (request) => {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: `${request.origin ?? baseUrl}${request.path}`,
			json: true,
			returnFullResponse: true,
			// n8n refreshes an OAuth2 token only when it sees the 401 as a thrown error.
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			// A redirect would turn a POST into a GET and could lead the token to another host.
			disableFollowRedirect: true,
			timeout: request.isBinary || request.contentType ? fileTimeoutMs : timeoutMs,
			...(request.isBinary ? { encoding: 'arraybuffer' as const } : {}),
			...(request.contentType ? { headers: { 'Content-Type': request.contentType } } : {}),
			...(request.body === undefined ? {} : { body: request.body as object }),
		};
		try {
			const answer = (await context.helpers.httpRequestWithAuthentication.call(
				caller as IExecuteFunctions,
				type,
				options,
			)) as { statusCode: number; headers: ApiResponse['headers']; body: unknown };
			const { statusCode: code, headers } = answer;
			return { status: code, headers, body: bodyOf(code, answer.body) };
		} catch (error) {
			const { message } = error as HttpFault;
			const status = statusOf(error);
			// The token endpoint's refusal reaches us as the text "HTTP status 400" of n8n's client.
			const isRefused = type === 'amoCrmOAuth2Api' && /HTTP status 4\d\d/.test(String(message));
			if (status === 401 || isRefused) {
				throw reconnectError(request, type, isRefused ? ': its tokens could not be renewed' : '');
			}
			if (status !== null) return { status, headers: {}, body: {} };
			throw networkError(request, error);
		}
	};
};

/** Of the contexts only a run of the node can be stopped. */
const stopSignal = (context: Context): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** The account behind the node's credential, for every kind of context that n8n calls a node in. */
export async function amoCrmConnection(context: Context): Promise<AmoCrmConnection> {
	const type = credentialTypeOf(context);
	const credential = await context.getCredentials<ICredentialDataDecryptedObject>(type);
	const baseUrl = accountBaseUrl(credential);
	if (type === 'amoCrmOAuth2Api' && !credential['oauthTokenData']) {
		throw new AmoCrmError({
			code: 'unauthorized',
			status: 401,
			message: 'The amoCRM credential is not connected',
			hint: 'Open the credential and press "Connect my account".',
		});
	}
	const client = createClient({
		transport: transportFor(context, type, baseUrl),
		accountKey: baseUrl,
		requestsPerSecond: requestShare(credential),
		signal: stopSignal(context),
	});
	return { client, baseUrl, accountKey: baseUrl };
}
