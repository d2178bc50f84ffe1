import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { N8nRest } from '../../stack/n8nRest';
import {
	editorHost,
	nginxPrograms,
	startNginx,
	webhookHost,
	type RunningNginx,
} from '../support/nginx';
import { describeWith } from '../support/program';
import { chromiumProgram, openChromium, signIn } from './support/chromium';
import { boundToBrowser, consentBehindNginx } from './support/consentBehindNginx';
import { editorOf, type Credential, type Editor } from './support/editor';
import { startTestStack, type TestStack } from './support/testStack';

interface Integration {
	readonly client_id: string;
	readonly client_secret: string;
	readonly redirect_uri: string;
}

const n8nCallback = `https://${editorHost}/rest/oauth2-credential/callback`;
const twoDays = { seconds: 2 * 86_400 };

/** What the systems have registered at amoCRM; the fifth has a long-lived token instead. */
const systems: ReadonlyArray<readonly [string, string]> = [
	['the pipeline', `https://${editorHost}/oauth/amocrm/callback`],
	['chats to analytics', `https://${webhookHost}/oauth2/callback`],
	['the mobile back end', `https://${webhookHost}/api/amo-crm/callback`],
	['the address widget', `https://${editorHost}/api/auth/amocrm/callback`],
];

describeWith([...nginxPrograms, chromiumProgram], 'redirect URIs that are not those of n8n', () => {
	let test$: TestStack;
	let nginx: RunningNginx;
	let rest: N8nRest;
	let editor: Editor;
	let consent: ReturnType<typeof consentBehindNginx>;
	let sandboxUrl: string;

	beforeAll(async () => {
		test$ = await startTestStack({}, { n8nEnvironment: boundToBrowser });
		const { n8n, sandbox } = test$.stack.facts();
		sandboxUrl = sandbox?.url ?? '';
		rest = await test$.n8n();
		editor = editorOf(rest);
		nginx = await startNginx({ N8N_UPSTREAM: new URL(n8n.url).host });
		consent = consentBehindNginx(nginx, rest);
		await test$.control.patch('/oauth/rules', {
			...{ redirect_uri: 'strict', consent_redirect_uri: 'compared' },
		});
	});
	afterAll(async () => {
		await nginx?.stop();
		await test$?.close();
	});

	const register = async (redirectUri: string): Promise<Integration> =>
		(await test$.control.post('/integrations', { name: 'n8n', redirect_uri: redirectUri })).data;

	const fieldsOf = ({ client_id: clientId, client_secret: clientSecret }: Integration) => ({
		...{ domain: 'sandbox', sandboxUrl, clientId, clientSecret },
	});

	const readLead = async (credential: Credential): Promise<string> =>
		await editor.save('Read a lead', [
			{
				...{ name: 'AmoCRM', credential },
				parameters: {
					...{ authentication: 'oAuth2', resource: 'lead', operation: 'getByIds', id: '12345' },
				},
			},
		]);

	const tokenCalls = async (): Promise<readonly number[]> => {
		const { data } = await test$.control.get('/requests');
		return (data as ReadonlyArray<{ readonly path: string; readonly status: number }>)
			.filter(({ path }) => path.startsWith('/oauth2/access_token'))
			.map(({ status }) => status);
	};

	it.each(systems)(
		'%s connects by %s, and the renewal carries that address',
		async (name, redirectUrl) => {
			const before = (await tokenCalls()).length;
			const integration = await register(redirectUrl);
			const fields = { ...fieldsOf(integration), redirectUrl };
			const credential = await editor.createCredential(name, 'amoCrmOAuth2Api', fields);
			const { url } = await consent.consentOf(credential);
			expect(url.searchParams.get('redirect_uri')).toBe(redirectUrl);
			expect(url.search).not.toContain('amoCrmRedirectUrl');
			await consent.connect(credential, integration.client_id);
			await test$.control.post('/clock/advance', twoDays);
			const { status, error, items } = await editor.execute(await readLead(credential));
			expect([status, error, items('AmoCRM')]).toMatchObject(['success', null, [{ id: 12345 }]]);
			expect((await tokenCalls()).slice(before)).toEqual([200, 200]);
		},
	);

	it('a renewal with another address than the registered one is refused, with what to do', async () => {
		const integration = await register(`https://${editorHost}/oauth/amocrm/callback`);
		const fields = { ...fieldsOf(integration), redirectUrl: integration.redirect_uri };
		const credential = await editor.createCredential('Moved', 'amoCrmOAuth2Api', fields);
		await consent.connect(credential, integration.client_id);
		const path = `/integrations/${integration.client_id}`;
		await test$.control.patch(path, { redirect_uri: `${integration.redirect_uri}/` });
		await test$.control.post('/clock/advance', twoDays);
		const { status, error } = await editor.execute(await readLead(credential));
		expect(status).toBe('error');
		expect(error).toContain('the Redirect URL of the credential');
	});

	it('Connect goes nowhere with a redirect URL that amoCRM would not take', async () => {
		const integration = await register('https://example.com/callback');
		for (const redirectUrl of [
			'http://example.com/callback',
			'example.com',
			'https://пример.рф/x',
		]) {
			const fields = { ...fieldsOf(integration), redirectUrl };
			const credential = await editor.createCredential('Wrong', 'amoCrmOAuth2Api', fields);
			const { url } = await consent.consentOf(credential);
			expect(url.hostname).toBe('redirect-url-must-begin-with-https.invalid');
		}
	});

	it('credentials without one, and those of other types, keep the callback of n8n', async () => {
		const own = await register(n8nCallback);
		const ours = await editor.createCredential('Own', 'amoCrmOAuth2Api', fieldsOf(own));
		const { url } = await consent.consentOf(ours);
		expect(url.searchParams.get('redirect_uri')).toBe(n8nCallback);
		await consent.connect(ours, own.client_id);

		const other = await editor.createCredential('Other', 'oAuth2Api', {
			...{ grantType: 'authorizationCode', clientId: 'a', clientSecret: 'b', scope: 'read' },
			...{ authUrl: 'https://example.com/auth', accessTokenUrl: 'https://example.com/token' },
			authQueryParameters: 'access_type=offline&redirectUrl=https://example.com/',
		});
		expect(Object.fromEntries((await consent.consentOf(other)).url.searchParams)).toMatchObject({
			...{ redirect_uri: n8nCallback, access_type: 'offline', redirectUrl: 'https://example.com/' },
		});
	});

	describe('in the browser', () => {
		let browser: Browser;
		let session: BrowserContext;
		let page: Page;

		beforeAll(async () => {
			browser = await openChromium(nginx);
			session = await signIn(browser, test$.stack.facts().n8n);
		});
		beforeEach(async () => {
			page = await session.newPage();
		});
		afterEach(() => page.close());
		afterAll(() => browser?.close());

		const field = (name: string) =>
			page.locator(`[data-test-id="parameter-input-${name}"] input`).first();

		it.each([
			['the editor host', `https://${editorHost}/oauth/amocrm/callback`],
			['the webhook host', `https://${webhookHost}/api/amo-crm/callback`],
		])(
			'Connect is pressed, agreed to, comes back by %s, and lives on after the token has ended',
			async (name, redirectUrl) => {
				const integration = await register(redirectUrl);
				await page.goto(`https://${editorHost}/home/credentials/create`);
				await page.getByPlaceholder('Search for app...').fill('amoCRM OAuth2');
				await page.getByText('amoCRM OAuth2 API', { exact: true }).last().click();
				await page.getByRole('button', { name: 'Continue' }).click();
				await field('clientId').fill(integration.client_id);
				await field('clientSecret').fill(integration.client_secret);
				await field('redirectUrl').fill('http://example.com/');
				await page.getByText('This Redirect URL cannot be used').waitFor();
				await field('redirectUrl').fill(redirectUrl);
				await page.getByText('This Redirect URL cannot be used').waitFor({ state: 'detached' });
				await field('domain').click();
				await page.getByText('Sandbox on This Machine').last().click();
				await field('sandboxUrl').fill(sandboxUrl);

				const opened = page.waitForEvent('popup');
				await page.locator('[data-test-id="quick-connect-button"]').click();
				const popup = await opened;
				const visited: string[] = [];
				popup.on('response', (response) => visited.push(response.url().split('?')[0] ?? ''));
				await popup.getByRole('button', { name: 'Allow' }).click();
				await page.locator('[data-test-id="oauth-connect-success-banner"]').waitFor();
				expect(visited.filter((url) => url.includes('/callback'))).toEqual([
					...[redirectUrl, n8nCallback],
				]);

				const { data } = await rest.http.get('/rest/credentials');
				const [newest] = (data.data as Array<Credential & { readonly createdAt: string }>).sort(
					(a, b) => b.createdAt.localeCompare(a.createdAt),
				);
				if (!newest) throw new Error(`${name}: no credential`);
				await test$.control.post('/clock/advance', twoDays);
				const { status, error, items } = await editor.execute(await readLead(newest));
				expect([status, error, items('AmoCRM')]).toMatchObject(['success', null, [{ id: 12345 }]]);
			},
		);
	});
});
