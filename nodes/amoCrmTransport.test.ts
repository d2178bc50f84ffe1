import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { NodeApiError, type INode } from 'n8n-workflow';
import { sign } from 'jsonwebtoken';
import { apiFixture } from '../tests/support/amoCrmScript';
import { executeContext, type Http } from '../tests/support/executeContext';
import { amoCrmConnection } from './amoCrmTransport';

const account = { domain: 'amocrm.ru', subdomain: 'transport', accessToken: 't0ken' };
const tokens = { access_token: 'old', refresh_token: 'r3fresh' };
const connected: ICredentialDataDecryptedObject = {
	...account,
	accessTokenUrl: 'https://evil.invalid/oauth2/access_token',
	grantType: 'authorizationCode',
	tokenExpiredStatusCode: 0,
	oauthTokenData: tokens,
};

const ok = { statusCode: 200, headers: {}, body: { id: 1 } };
const read = { method: 'GET', path: '/api/v4/account' } as const;

const connect = async (
	authentication: 'accessToken' | 'oAuth2',
	http: Http,
	credential: ICredentialDataDecryptedObject = connected,
) => await amoCrmConnection(executeContext({ parameters: { authentication }, credential, http }));

it('asks the account of the credential, for JSON, without following redirects', async () => {
	const asked: Array<readonly [string, IHttpRequestOptions]> = [];
	const { client, baseUrl } = await connect('accessToken', async (type, options) => {
		asked.push([type, options]);
		return ok;
	});
	const write = { method: 'POST', path: '/api/v4/leads', body: [{ price: 0 }] } as const;
	await client.send(write);
	expect(baseUrl).toBe('https://transport.amocrm.ru');
	expect(asked[0]?.[0]).toBe('amoCrmApi');
	expect(asked[0]?.[1]).toMatchObject({
		url: 'https://transport.amocrm.ru/api/v4/leads',
		method: 'POST',
		body: [{ price: 0 }],
		json: true,
		returnFullResponse: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: { ignore: true, except: [] },
		timeout: 20_000,
	});
});

it('gives the OAuth2 refresh its redirect_uri, and only to the request, not to the credential', async () => {
	let seen: ICredentialDataDecryptedObject = {};
	const asked: IHttpRequestOptions[] = [];
	const { client } = await connect('oAuth2', async function (type, options) {
		asked.push(options);
		seen = await this.getCredentials<ICredentialDataDecryptedObject>(type);
		return ok;
	});
	await client.send(read);
	expect(asked[0]?.ignoreHttpStatusErrors).toEqual({ ignore: true, except: [401] });
	expect(seen).toMatchObject({
		grantType: 'clientCredentials',
		tokenExpiredStatusCode: 401,
		accessTokenUrl: 'https://transport.amocrm.ru/oauth2/access_token',
	});
	expect(JSON.parse(String(seen['additionalBodyProperties']))).toEqual({
		grant_type: 'refresh_token',
		refresh_token: 'r3fresh',
		redirect_uri: 'https://n8n.example.test/rest/oauth2-credential/callback',
	});
	expect(connected['grantType']).toBe('authorizationCode');
});

it.each([
	[' https://api.example.ru/api/amo-crm/callback ', 'https://api.example.ru/api/amo-crm/callback'],
	['', 'https://n8n.example.test/rest/oauth2-credential/callback'],
])('with the Redirect URL %j the refresh carries %s', async (redirectUrl, sent) => {
	let seen: ICredentialDataDecryptedObject = {};
	const { client } = await connect(
		'oAuth2',
		async function (type) {
			seen = await this.getCredentials<ICredentialDataDecryptedObject>(type);
			return ok;
		},
		{ ...connected, redirectUrl },
	);
	await client.send(read);
	const body: unknown = JSON.parse(String(seen['additionalBodyProperties']));
	expect(body).toMatchObject({ grant_type: 'refresh_token', redirect_uri: sent });
});

it('tells to connect a credential that never was', async () => {
	const connecting = connect('oAuth2', async () => ok, account);
	await expect(connecting).rejects.toMatchObject({ code: 'unauthorized', status: 401 });
});

it.each([
	['an axios error', Object.assign(new Error('x'), { response: { status: 401 } })],
	['a NodeApiError', Object.assign(new Error('x'), { httpCode: '401' })],
	['a wrapped error', new Error('x', { cause: { response: { status: 401 } } })],
	['a refused refresh', Object.assign(new Error('HTTP status 400'), { status: 400 })],
])('tells to reconnect when n8n throws a 401 as %s', async (_what, error) => {
	const { client } = await connect('oAuth2', async () => {
		throw error;
	});
	await expect(client.send(read)).rejects.toMatchObject({
		code: 'unauthorized',
		hint: expect.stringContaining('connect it anew'),
	});
});

const node: INode = {
	id: 'n1',
	name: 'AmoCRM',
	type: 'n8n-nodes-amocrm-pipeline.amoCrm',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

/** What n8n's OAuth2 client throws for an answer of the token endpoint that is not RFC 6749's. */
const refusedRenewal = (status: number, body: unknown): NodeApiError => {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const error = Object.assign(new Error(`HTTP status ${status}`), { status, code: 'ESTATUS' });
	return new NodeApiError(node, Object.assign(error, { body: text }) as never);
};

it.each([
	[401, '_oauth_error_token_revoked_401', 'Token has been revoked', 'connect it anew'],
	[401, '_oauth_error_invalid_client_401', 'client secret or the client id is wrong', 'Copy both'],
	[400, '_oauth_error_redirect_uri_400', 'redirect URI of this n8n', 'OAuth Redirect URL'],
	[400, '_oauth_error_invalid_refresh_token_400', 'Invalid refresh token', 'connect it anew'],
])(
	'tells why a renewal was refused: %i with the body %s',
	async (status, fixture, message, hint) => {
		const { client } = await connect('oAuth2', async () => {
			throw refusedRenewal(status, apiFixture(fixture));
		});
		await expect(client.send(read)).rejects.toMatchObject({
			code: 'unauthorized',
			message: expect.stringContaining(message),
			hint: expect.stringContaining(hint),
		});
	},
);

it.each([
	[402, apiFixture('_error_402'), 'paymentRequired'],
	[403, { detail: 'IP address is not allowed' }, 'forbidden'],
	[403, '<h1>403 Forbidden</h1>', 'blocked'],
] as const)(
	'takes %i of the token endpoint for what it is of the API',
	async (status, body, code) => {
		const { client } = await connect(
			'oAuth2',
			async () => {
				throw refusedRenewal(status, body);
			},
			{ ...connected, subdomain: `renewal-${code.toLowerCase()}` },
		);
		await expect(client.send({ ...read, method: 'POST' })).rejects.toMatchObject({ code, status });
	},
);

it('tells for which account an OAuth2 credential was connected, when another refuses it', async () => {
	const oauthTokenData = { ...tokens, callbackQueryString: { referer: 'other.amocrm.ru' } };
	const { client } = await connect(
		'oAuth2',
		async () => {
			throw Object.assign(new Error('x'), { response: { status: 401 } });
		},
		{ ...connected, oauthTokenData },
	);
	await expect(client.send(read)).rejects.toThrow(
		'connected for other.amocrm.ru, not for transport.amocrm.ru',
	);
});

it('tells when a long-lived token ended, which amoCRM does not say', async () => {
	const ended = sign({ iat: 1735700000, exp: 1767236000 }, 'any key');
	const refuse: Http = async () => ({
		statusCode: 401,
		headers: {},
		body: apiFixture('_error_401_ru'),
	});
	const { client } = await connect('accessToken', refuse, { ...account, accessToken: ended });
	await expect(client.send(read)).rejects.toMatchObject({
		code: 'unauthorized',
		message: 'amoCRM did not accept the credential: the token ended on 2026-01-01',
	});
});

it('takes a fault of the network for one, without the token that hangs on it', async () => {
	const fault = Object.assign(new Error('connect ECONNRESET'), {
		code: 'ECONNRESET',
		config: { headers: { Authorization: 'Bearer t0ken' } },
	});
	const { client } = await connect('accessToken', async () => {
		throw fault;
	});
	const failure = await client
		.send({ method: 'POST', path: '/api/v4/leads', body: [] })
		.catch((error: unknown) => error);
	expect(failure).toMatchObject({ code: 'network', networkCode: 'ECONNRESET' });
	expect(JSON.stringify(failure)).not.toContain('t0ken');
});

it('refuses a credential whose address is not the account of amoCRM before anything is sent', async () => {
	const http = async () => {
		throw new Error('something was sent');
	};
	const connecting = connect('accessToken', http, { ...account, subdomain: 'a@evil.com' });
	await expect(connecting).rejects.toMatchObject({ code: 'badInput' });
});

it('sends bytes to the files service as they are, and asks for bytes as bytes', async () => {
	const asked: IHttpRequestOptions[] = [];
	const { client } = await connect('accessToken', async (_type, options) => {
		asked.push(options);
		return { statusCode: 200, headers: {}, body: Buffer.from([0xff, 0]) };
	});
	const origin = 'https://drive-b.amocrm.ru';
	const body = Buffer.from([0, 0xff]);
	await client.send({ method: 'POST', path: '/x', origin, body, contentType: 'image/png' });
	const answer = await client.send({ method: 'GET', path: '/y', origin, isBinary: true });
	expect(asked).toMatchObject([
		{ url: `${origin}/x`, body, headers: { 'Content-Type': 'image/png' }, timeout: 300_000 },
		{ url: `${origin}/y`, encoding: 'arraybuffer', disableFollowRedirect: true },
	]);
	expect(answer.body).toEqual(Buffer.from([0xff, 0]));
});

it('reads why bytes are refused', async () => {
	const { client } = await connect('accessToken', async () => ({
		statusCode: 403,
		headers: {},
		body: Buffer.from('{"detail":"Invalid scope"}'),
	}));
	await expect(client.send({ ...read, isBinary: true })).rejects.toThrow('Invalid scope');
});
