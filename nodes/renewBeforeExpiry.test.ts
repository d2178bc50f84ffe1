import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { executeContext, type Http } from '../tests/support/executeContext';
import { amoCrmConnection } from './amoCrmTransport';

const minute = 60_000;
const ok = { statusCode: 200, headers: {}, body: { id: 1 } };
const read = { method: 'GET', path: '/api/v4/account' } as const;

type Refresh = IExecuteFunctions['helpers']['refreshOAuth2Token'];

const tokensFor = (milliseconds: number, name: string) => ({
	access_token: name,
	refresh_token: `refresh of ${name}`,
	n8n_expires_at: String(Date.now() + milliseconds),
});

let accounts = 0;

const credentialWith = (oauthTokenData: object): ICredentialDataDecryptedObject => ({
	domain: 'amocrm.ru',
	subdomain: `renewal-${(accounts += 1)}`,
	oauthTokenData: oauthTokenData as never,
});

/** A node over a credential that is stored in `stored.credential`, as n8n would give it. */
async function connect(
	stored: { credential: ICredentialDataDecryptedObject },
	refreshOAuth2Token: Refresh,
	http: Http = async () => ok,
) {
	const context = executeContext({
		parameters: { authentication: 'oAuth2' },
		credential: stored.credential,
		http,
		helpers: { refreshOAuth2Token },
	});
	context.getCredentials = async <T extends object>(): Promise<T> => stored.credential as T;
	return await amoCrmConnection(context);
}

const noRenewal: Refresh = async () => {
	throw new Error('renewed');
};

it('renews a token in its last minutes before the request, with redirect_uri', async () => {
	const seen: string[] = [];
	const stored = { credential: credentialWith(tokensFor(4 * minute, 'old')) };
	const refresh: Refresh = async function (type) {
		const given = await this.getCredentials<ICredentialDataDecryptedObject>(type);
		seen.push(`renew ${String(given['additionalBodyProperties'])}`);
		return tokensFor(1440 * minute, 'new');
	};
	const { client } = await connect(stored, refresh, async () => {
		seen.push('request');
		return ok;
	});
	await client.send(read);
	await client.send(read);
	expect(seen).toEqual([
		'renew {"grant_type":"refresh_token","refresh_token":"refresh of old","redirect_uri":"https://n8n.example.test/rest/oauth2-credential/callback"}',
		'request',
		'request',
	]);
});

it.each([
	['has hours left', tokensFor(60 * minute, 'fresh')],
	['does not tell its age', { access_token: 'opaque', refresh_token: 'r' }],
])('renews no token that %s', async (_what, tokens) => {
	const { client } = await connect({ credential: credentialWith(tokens) }, noRenewal);
	expect(await client.send(read)).toMatchObject({ status: 200 });
});

it('renews none that another execution has renewed since the node began', async () => {
	const stored = { credential: credentialWith(tokensFor(minute, 'old')) };
	const { client } = await connect(stored, noRenewal);
	stored.credential = { ...stored.credential, oauthTokenData: tokensFor(60 * minute, 'new') };
	expect(await client.send(read)).toMatchObject({ status: 200 });
});

it('gives n8n the tokens that it judged, though others are stored by then', async () => {
	const stored = { credential: credentialWith(tokensFor(minute, 'old')) };
	let given: unknown;
	const refresh: Refresh = async function (type) {
		stored.credential = { ...stored.credential, oauthTokenData: tokensFor(60 * minute, 'new') };
		given = (await this.getCredentials<ICredentialDataDecryptedObject>(type))['oauthTokenData'];
		return tokensFor(60 * minute, 'new');
	};
	const { client } = await connect(stored, refresh);
	await client.send(read);
	expect(given).toMatchObject({ access_token: 'old' });
});

it('goes on with the old token when the renewal fails, and does not try again at once', async () => {
	let tries = 0;
	const refresh: Refresh = async () => {
		tries += 1;
		throw new Error('the token endpoint is down');
	};
	const stored = { credential: credentialWith(tokensFor(minute, 'old')) };
	const { client } = await connect(stored, refresh);
	await client.send(read);
	expect(await client.send(read)).toMatchObject({ status: 200 });
	expect(tries).toBe(1);
});
