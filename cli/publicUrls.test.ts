import { urlFindings } from './doctorUrls';
import { givenUrls, n8nRedirectUri, withoutRepeats } from './publicUrls';

it('takes addresses from options and from variables, several with commas', () => {
	const values = { 'webhook-url': ['https://a.ru/1', 'https://a.ru/2'] };
	const env = { AMOCRM_REDIRECT_URI: 'https://a.ru/3, https://a.ru/4', AMOCRM_DISCONNECT_URL: '' };
	expect(givenUrls(values, env)).toEqual([
		{ use: 'webhook', url: 'https://a.ru/1', from: '--webhook-url' },
		{ use: 'webhook', url: 'https://a.ru/2', from: '--webhook-url' },
		{ use: 'redirect URI', url: 'https://a.ru/3', from: 'AMOCRM_REDIRECT_URI' },
		{ use: 'redirect URI', url: 'https://a.ru/4', from: 'AMOCRM_REDIRECT_URI' },
	]);
});

it.each([
	[
		{ N8N_EDITOR_BASE_URL: 'https://n8n.a.ru/' },
		'https://n8n.a.ru/rest/oauth2-credential/callback',
	],
	[{ N8N_WEBHOOK_URL: 'https://w.a.ru' }, 'https://w.a.ru/rest/oauth2-credential/callback'],
	[
		{ N8N_EDITOR_BASE_URL: 'https://a.ru/n8n/', N8N_ENDPOINT_REST: 'api' },
		'https://a.ru/n8n/api/oauth2-credential/callback',
	],
])('makes the redirect URI as n8n does: %j', (env, url) => {
	expect(n8nRedirectUri(env)).toMatchObject([{ use: 'redirect URI', url }]);
});

it('knows no redirect URI of an n8n without a public address', () => {
	expect(n8nRedirectUri({})).toEqual([]);
});

it('looks at an address once, under its first name, in the order of the names', () => {
	const of = (url: string, from: string) => ({ use: 'webhook' as const, url, from });
	const urls = [of('https://a.ru/1', 'x'), of('https://a.ru/2', 'y'), of('https://a.ru/1', 'z')];
	expect(withoutRepeats(urls)).toEqual(urls.slice(0, 2));
});

it('names every rule that is broken, who said so and what to do, without keys and passwords', async () => {
	const url = 'http://user:pa55word@пример.рф/хук?key=s3cr3t';
	const found = await urlFindings({ use: 'webhook', url, from: '"Обработка"' }, new Date());
	expect(found.map(({ state }) => state)).toEqual(['failed', 'failed', 'failed', 'warning']);
	expect(found[0]).toEqual({
		state: 'failed',
		text: 'webhook http://пример.рф/хук has the scheme http (rule: HTTPS; from "Обработка")',
		fix: expect.stringContaining('HTTPS'),
	});
	expect(JSON.stringify(found)).not.toMatch(/s3cr3t|pa55word/);
});

it('shows of what is no address neither key nor password', async () => {
	const subject = { use: 'webhook' as const, url: 'example.ru/x?key=s3cr3t', from: 'x' };
	const found = await urlFindings(subject, new Date());
	expect(found).toMatchObject([
		{ state: 'failed', text: expect.stringContaining('is no address') },
	]);
	expect(JSON.stringify(found)).not.toContain('s3cr3t');
});
