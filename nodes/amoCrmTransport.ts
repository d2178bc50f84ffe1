import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestOptions,
} from 'n8n-workflow';
import { longLivedTokenError, oauthAccessError } from '../src/client/accessRefusal';
import { accountBaseUrl } from '../src/client/accountUrl';
import { AmoCrmError } from '../src/client/errors';
import { followingRename, presentAddress } from '../src/client/followRename';
import { networkError } from '../src/client/networkError';
import { accountAddress } from '../src/client/presentAddress';
import { redirectUriOf } from '../src/client/redirectUrl';
import { requestShare } from '../src/client/requestShare';
import { createClient } from '../src/client/send';
import { readTokenClaims } from '../src/client/tokenClaims';
import { tokenRefusalError } from '../src/client/tokenRefusal';
import type { AmoCrmClient, ApiRequest, ApiResponse, Transport } from '../src/client/types';
import {
	accessTokenOf,
	credentialTypeOf,
	tokensOf,
	type Context,
	type Credential,
	type CredentialType,
} from './accountCredential';
import { readHttpFault } from './httpFault';
import { askForAddress, hintOfRename, tellRename } from './renamedAccount';
import { renewerBeforeExpiry } from './renewBeforeExpiry';

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
/** Of the token endpoint; there, too, the others mean what they mean everywhere. */
const tokenRefusalStatuses: readonly number[] = [400, 401, 404];

/**
 * A context whose OAuth2 refresh carries `redirect_uri`, which amoCRM demands and n8n 2.40 never sends
 * (n8n-io/n8n#24624). The client-credentials flow is the only one whose body takes additions; n8n keeps
 * its lock, its storage and the connect flow, which read the credential itself. (The credential says that
 * no status renews a token, so that n8n does not try without `redirect_uri` elsewhere.)
 */
function withRedirectUri(context: Context, baseUrl: string): Context {
	const derived = Object.create(context) as Context;
	derived.getCredentials = async <T extends object = ICredentialDataDecryptedObject>(
		type: string,
		itemIndex?: number,
	): Promise<T> => {
		const credential = await context.getCredentials<ICredentialDataDecryptedObject>(
			type,
			itemIndex,
		);
		const tokens = tokensOf(credential);
		// The stored address is hidden in the editor, but an import can set it to anything.
		const pinned = { ...credential, accessTokenUrl: `${baseUrl}/oauth2/access_token` };
		if (!tokens?.refresh_token) return pinned as unknown as T;
		const redirectUri = redirectUriOf(credential, context.getInstanceBaseUrl());
		return {
			...pinned,
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

/** What n8n gives with `returnFullResponse`. */
interface HttpAnswer {
	readonly statusCode: number;
	readonly headers: ApiResponse['headers'];
	readonly body: unknown;
}

type Renew = (caller: IExecuteFunctions) => Promise<void>;

const transportFor = (
	context: Context,
	type: CredentialType,
	baseUrl: string,
	renew: Renew,
): Transport => {
	const isOAuth = type === 'amoCrmOAuth2Api';
	const caller = isOAuth ? withRedirectUri(context, baseUrl) : context;
	const accessError = async (request: ApiRequest): Promise<AmoCrmError> => {
		const credential = await context.getCredentials<Credential>(type);
		if (isOAuth) {
			const { callbackQueryString } = tokensOf(credential) ?? {};
			return oauthAccessError(request, baseUrl, callbackQueryString?.referer);
		}
		const token = accessTokenOf(type, credential);
		return longLivedTokenError(request, token, baseUrl, Date.now() / 1000);
	};
	return async (request) => {
		const options: IHttpRequestOptions = {
			method: request.method,
			url: `${request.origin ?? baseUrl}${request.path}`,
			json: true,
			returnFullResponse: true,
			// n8n refreshes an OAuth2 token only when it sees the 401 as a thrown error. One of a long-lived
			// token, which nothing refreshes, it would send again as it is.
			ignoreHttpStatusErrors: { ignore: true, except: isOAuth ? [401] : [] },
			// A redirect would turn a POST into a GET and could lead the token to another host.
			disableFollowRedirect: true,
			timeout: request.isBinary || request.contentType ? fileTimeoutMs : timeoutMs,
			...(request.isBinary ? { encoding: 'arraybuffer' as const } : {}),
			...(request.contentType ? { headers: { 'Content-Type': request.contentType } } : {}),
			...(request.body === undefined ? {} : { body: request.body as object }),
		};
		if (isOAuth) await renew(caller as IExecuteFunctions);
		let answer: HttpAnswer;
		try {
			answer = (await context.helpers.httpRequestWithAuthentication.call(
				caller as IExecuteFunctions,
				type,
				options,
			)) as HttpAnswer;
		} catch (error) {
			const { status, body, isOfTokenEndpoint } = readHttpFault(error);
			if (status === null) throw networkError(request, error);
			if (isOfTokenEndpoint && tokenRefusalStatuses.includes(status)) {
				throw tokenRefusalError(request, status, body);
			}
			if (status === 401) throw await accessError(request);
			return { status, headers: {}, body: bodyOf(status, body ?? {}) };
		}
		const { statusCode: status, headers, body } = answer;
		if (status === 401) throw await accessError(request);
		return { status, headers, body: bodyOf(status, body) };
	};
};

/** Of the contexts only a run of the node can be stopped. */
const stopSignal = (context: Context): AbortSignal | undefined =>
	'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;

/** The transport of a credential, wherever its account is by now. */
function transportOf(
	context: Context,
	type: CredentialType,
	credential: Credential,
	given: string,
): { readonly transport: Transport; readonly baseUrl: string } {
	const accessToken = accessTokenOf(type, credential);
	const { id = '' } = context.getNode().credentials?.[type] ?? {};
	const { accountId } = readTokenClaims(accessToken) ?? {};
	const of = { credentialKey: `${id} ${accountId}`, baseUrl: given };
	const renew = renewerBeforeExpiry(credential);
	const transport = followingRename({
		...of,
		isConfirmed: accountAddress(tokensOf(credential)?.callbackQueryString?.referer) === given,
		transportTo: (address) => transportFor(context, type, address, renew),
		async ask() {
			// Read anew: the tokens may have been renewed since the node began.
			const present = await context.getCredentials<Credential>(type);
			const refreshToken = tokensOf(present)?.refresh_token ?? null;
			const tokens = [accessTokenOf(type, present), refreshToken && String(refreshToken)] as const;
			return await askForAddress(context.helpers, given, ...tokens);
		},
		tell: (present) => tellRename(context, given, present),
		now: Date.now,
	});
	const baseUrl = presentAddress(of);
	if (baseUrl !== given) hintOfRename(context, given, baseUrl);
	return { transport, baseUrl };
}

/** The account behind the node's credential, for every kind of context that n8n calls a node in. */
export async function amoCrmConnection(context: Context): Promise<AmoCrmConnection> {
	const type = credentialTypeOf(context);
	const credential = await context.getCredentials<Credential>(type);
	const given = accountBaseUrl(credential);
	if (type === 'amoCrmOAuth2Api' && !credential['oauthTokenData']) {
		throw new AmoCrmError({
			code: 'unauthorized',
			status: 401,
			message: 'The amoCRM credential is not connected',
			hint: 'Open the credential and press "Connect my account".',
		});
	}
	const { transport, baseUrl } = transportOf(context, type, credential, given);
	const client = createClient({
		transport,
		accountKey: given,
		requestsPerSecond: requestShare(credential),
		signal: stopSignal(context),
	});
	return { client, baseUrl, accountKey: given };
}
