import { sign } from 'jsonwebtoken';
import type { ICredentialDataDecryptedObject, IHttpRequestOptions } from 'n8n-workflow';
import { executeContext, type Http } from '../tests/support/executeContext';
import { amoCrmConnection } from './amoCrmTransport';

const accessToken = sign({ account_id: 7, api_domain: 'api-b.amocrm.ru' }, 'any key');
const domain = { domain: 'amocrm.ru' };

let credentials = 0;

interface Settings {
	readonly subdomain: string;
	readonly authentication: 'accessToken' | 'oAuth2';
	/** Answers the questions where the account is. */
	readonly site: (options: IHttpRequestOptions) => unknown;
	/** What the account is called now. */
	readonly present: string;
}

/** Two runs of a node with a credential whose account was renamed. */
function renamed({ subdomain, authentication, site, present }: Settings) {
	const seen = { asked: [] as IHttpRequestOptions[], sent: [] as string[], token: '' };
	const http: Http = async function (type, options) {
		const credential = await this.getCredentials<ICredentialDataDecryptedObject>(type);
		seen.token = String(credential['accessTokenUrl']);
		seen.sent.push(options.url);
		const { host } = new URL(options.url);
		if (host === present) return { statusCode: 200, headers: {}, body: { id: 7 } };
		throw Object.assign(new Error('x'), { response: { status: 401 } });
	};
	const oauthTokenData = {
		access_token: accessToken,
		refresh_token: 'r3fresh',
		callbackQueryString: { referer: `${subdomain}.amocrm.ru` },
	};
	const tokens = authentication === 'oAuth2' ? { oauthTokenData } : { accessToken };
	const credentialId = `renamed-${(credentials += 1)}`;
	const run = async () => {
		const hints: string[] = [];
		const context = executeContext({
			parameters: { authentication },
			credential: { ...domain, subdomain, ...tokens },
			credentialId,
			http,
			hints,
			helpers: {
				httpRequest: async (options) => {
					seen.asked.push(options);
					return site(options);
				},
			},
		});
		const { client, baseUrl } = await amoCrmConnection(context);
		const answer = client.send({ method: 'GET', path: '/api/v4/account' });
		return { hints, baseUrl, answer };
	};
	return { seen, run };
}

const answering = (host: string) => () => ({ id: 7, domain: host });

it('goes to the present address with writes and renewals, remembers it and says so in each run', async () => {
	const present = 'after-oauth.amocrm.ru';
	const { seen, run } = renamed({
		subdomain: 'before-oauth',
		authentication: 'oAuth2',
		site: answering(present),
		present,
	});
	const first = await run();
	expect(await first.answer).toMatchObject({ status: 200 });
	const second = await run();
	expect(await second.answer).toMatchObject({ status: 200 });
	expect(second.baseUrl).toBe(`https://${present}`);
	expect(seen.sent.map((url) => new URL(url).host)).toEqual([
		'before-oauth.amocrm.ru',
		present,
		present,
	]);
	expect(seen.token).toBe(`https://${present}/oauth2/access_token`);
	for (const { hints } of [first, second]) {
		expect(hints).toEqual([
			`The amoCRM account before-oauth.amocrm.ru is at ${present} now. Requests go there; put the subdomain and the domain of ${present} into the credential.`,
		]);
	}
});

it('asks by the refresh token, without redirects, and asks the site when the shard does not tell', async () => {
	const present = 'after-site.amocrm.ru';
	const { seen, run } = renamed({
		subdomain: 'before-site',
		authentication: 'oAuth2',
		site({ url }) {
			if (url.includes('/current/')) throw new Error('HTTP 503');
			return { domain: present };
		},
		present,
	});
	await (
		await run()
	).answer;
	expect(seen.asked).toMatchObject([
		{
			url: 'https://api-b.amocrm.ru/oauth2/account/current/subdomain',
			headers: { 'X-Refresh-Token': 'r3fresh' },
			disableFollowRedirect: true,
		},
		{
			url: 'https://www.amocrm.ru/oauth2/account/subdomain',
			headers: { Authorization: `Bearer ${accessToken}` },
			disableFollowRedirect: true,
		},
	]);
});

it('says to which account a long-lived token belongs when another address is in the credential', async () => {
	const { run } = renamed({
		subdomain: 'mistyped',
		authentication: 'accessToken',
		site: answering('meant.amocrm.ru'),
		present: 'meant.amocrm.ru',
	});
	const { answer } = await run();
	await expect(answer).rejects.toMatchObject({
		code: 'unauthorized',
		message: expect.stringContaining('account at meant.amocrm.ru, not at mistyped.amocrm.ru'),
	});
});

it('follows no answer that names a host outside amoCRM, and shows no token', async () => {
	const { seen, run } = renamed({
		subdomain: 'kept',
		authentication: 'oAuth2',
		site: answering('evil.example'),
		present: 'evil.example',
	});
	const error: unknown = await (await run()).answer.catch((thrown: unknown) => thrown);
	expect(error).toMatchObject({ code: 'unauthorized' });
	expect(JSON.stringify(error)).not.toContain('r3fresh');
	expect(seen.sent).toEqual(['https://kept.amocrm.ru/api/v4/account']);
});
