import { createRequire } from 'node:module';
import { join } from 'node:path';
import { NodeHelpers, type INodeProperties } from 'n8n-workflow';
import { AmoCrmOAuth2Api } from '../../credentials/AmoCrmOAuth2Api.credentials';
import * as hookFile from '../../credentials/redirectUrlHook';
import { repositoryRoot } from '../../stack/paths';
import { evaluateForCredential } from '../support/credentialExpression';

/** The credential's field Redirect URL on its way through n8n's own expressions, hook and OAuth2 client. */
const credential = new AmoCrmOAuth2Api();
const registered = 'https://n8n.example.ru/Oauth/amocrm/callback?tenant=7&a=b+c';
const n8nCallback = 'https://n8n.example.ru/rest/oauth2-credential/callback';

const evaluate = (name: string, fields: Readonly<Record<string, string>>): string => {
	const field = credential.properties.find((one) => one.name === name);
	return evaluateForCredential(field?.default, { domain: 'amocrm.ru', subdomain: 'a', ...fields });
};

interface CodeFlow {
	getUri(): string;
	getToken(address: string, options: object): Promise<unknown>;
}
interface OAuth2Client {
	readonly code: CodeFlow;
	accessTokenRequest(request: { readonly body: object }): Promise<object>;
}
const { ClientOAuth2 } = createRequire(join(repositoryRoot, 'stack', 'node_modules', 'n8n', 'x'))(
	'@n8n/client-oauth2',
) as { readonly ClientOAuth2: new (options: object) => OAuth2Client };

/** As n8n's oauth.service.js builds it from a credential of ours. */
const optionsOf = (redirectUrl: string) => {
	const body = evaluate('additionalBodyProperties', { redirectUrl });
	return {
		clientId: 'id',
		authorizationUri: evaluate('authUrl', { redirectUrl }),
		accessTokenUri: evaluate('accessTokenUrl', { redirectUrl }),
		redirectUri: n8nCallback,
		state: 's',
		query: Object.fromEntries(
			new URLSearchParams(evaluate('authQueryParameters', { redirectUrl })),
		),
		...(body === '' ? {} : { body: JSON.parse(body) as object }),
	};
};

const [hook] = hookFile.oauth2.authenticate;

it('the hook file holds one hook and nothing that n8n would take for another', () => {
	expect(Object.keys(hookFile)).toEqual(['oauth2']);
	expect(Object.keys(hookFile.oauth2)).toEqual(['authenticate']);
	expect(hookFile.oauth2.authenticate).toHaveLength(1);
});

it('the consent is asked for with the registered address, whatever it has in its query', async () => {
	const options = optionsOf(` ${registered} `);
	await hook?.(options);
	const { searchParams } = new URL(new ClientOAuth2(options).code.getUri());
	expect(Object.fromEntries(searchParams)).toEqual({
		...{ client_id: 'id', redirect_uri: registered, response_type: 'code', state: 's' },
	});
});

it('the code is exchanged with the registered address, which no hook is needed for', async () => {
	const { body } = optionsOf(registered);
	const client = new ClientOAuth2(optionsOf(registered));
	let sent: object = {};
	client.accessTokenRequest = async (request) => {
		sent = request.body;
		return { access_token: 't', token_type: 'Bearer' };
	};
	await client.code.getToken(`${n8nCallback}?code=c&state=s`, { body });
	expect(sent).toMatchObject({ redirect_uri: registered, code: 'c' });
});

it('without a redirect URL nothing of it is in the address or in the body', async () => {
	const options = optionsOf('');
	await hook?.(options);
	expect(options).toMatchObject({ redirectUri: n8nCallback, query: {} });
	expect(options).not.toHaveProperty('body');
});

it.each([
	{ redirectUri: n8nCallback },
	{ redirectUri: n8nCallback, query: { access_type: 'offline', redirectUrl: registered } },
	{ redirectUri: n8nCallback, query: { amoCrmRedirectUrl: '' } },
	{ redirectUri: n8nCallback, query: { amoCrmRedirectUrl: [registered, registered] } },
	{},
])('the hook leaves %j of another credential as it is', async (options) => {
	const before = structuredClone(options);
	await hook?.(options);
	expect(options).toEqual(before);
});

const notices = (fields: Readonly<Record<string, string>>): readonly string[] =>
	credential.properties
		.filter((property: INodeProperties) => property.type === 'notice')
		.filter((property) => NodeHelpers.displayParameter(fields, property, null, null))
		.map(({ name }) => name);

const nowhere = 'https://redirect-url-must-begin-with-https.invalid/oauth';

it.each([
	'https://n8n.example.ru/oauth/amocrm/callback',
	'https://n8n.example.ru:8443/oauth2/callback',
	'https://example.ru',
	registered,
])('%s can be used everywhere', (redirectUrl) => {
	for (const domain of ['amocrm.ru', 'kommo.com', 'sandbox']) {
		expect(evaluate('authUrl', { domain, redirectUrl })).not.toBe(nowhere);
		expect(notices({ domain, redirectUrl })).toEqual(['redirectUrlNotice']);
	}
});

it.each(['http://127.0.0.1:8080/cb', 'http://localhost/cb', 'http://[::1]:1/cb'])(
	'%s can be used with the sandbox only',
	(redirectUrl) => {
		expect(evaluate('authUrl', { domain: 'sandbox', redirectUrl })).toBe(
			'http://127.0.0.1:8090/oauth',
		);
		expect(notices({ domain: 'sandbox', redirectUrl })).toEqual(['redirectUrlNotice']);
		expect(evaluate('authUrl', { domain: 'amocrm.ru', redirectUrl })).toBe(nowhere);
		expect(notices({ domain: 'amocrm.ru', redirectUrl })).toContain('redirectUrlProblem');
	},
);

it.each([
	'http://n8n.example.ru/cb',
	'n8n.example.ru/cb',
	'/oauth/amocrm/callback',
	'https://',
	'https://пример.рф/cb',
	'https://user@example.ru/cb',
	'https://example.ru/c b',
	'https://example.ru/cb#x',
	'https://example.ru/"cb',
	'javascript:alert(1)',
	'http://127.0.0.1.evil.example/cb',
])('%j can be used nowhere: the form says so, and Connect reaches nobody', (redirectUrl) => {
	for (const domain of ['amocrm.ru', 'sandbox']) {
		expect(evaluate('authUrl', { domain, redirectUrl })).toBe(nowhere);
		expect(notices({ domain, redirectUrl })).toContainEqual(
			expect.stringMatching(/^redirectUrlProblem/),
		);
	}
});

it('an empty field says nothing', () => {
	expect(notices({ domain: 'amocrm.ru', redirectUrl: '' })).toEqual([]);
	expect(notices({ domain: 'sandbox' })).toEqual([]);
});
