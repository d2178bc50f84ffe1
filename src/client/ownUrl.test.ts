import { ownUrl } from './ownUrl';

const account = 'https://example.amocrm.ru';
const sandbox = 'http://127.0.0.1:8090';

it.each([
	'https://drive-b.amocrm.ru',
	'https://drive-c.kommo.com/v1.0/sessions/upload/abc?x=1',
	'https://drive.amocrm.com',
])('takes %s for a host of amoCRM', (url) => {
	expect(ownUrl(account, url).href).toContain(url);
});

it.each([
	['another scheme', 'http://drive-b.amocrm.ru'],
	['another domain', 'https://drive-b.amocrm.ru.example.com'],
	['a domain that only ends alike', 'https://evil-amocrm.ru'],
	['a user before the host', 'https://drive-b.amocrm.ru@example.com'],
	['a password', 'https://a:b@drive-b.amocrm.ru'],
	['a dot at the end', 'https://drive-b.amocrm.ru.'],
	['a backslash for a slash', 'https://evil.com\\.amocrm.ru'],
	['the domain itself', 'https://amocrm.ru'],
	['a port', 'https://drive-b.amocrm.ru:8443'],
	['this machine', sandbox],
	['no address', 'drive-b'],
	['nothing', undefined],
])('refuses %s', (_what, url) => {
	expect(() => ownUrl(account, url)).toThrow('which is no host of amoCRM');
});

it('takes nothing but the sandbox for a host of the sandbox', () => {
	expect(ownUrl(sandbox, `${sandbox}/download/x`).pathname).toBe('/download/x');
	expect(() => ownUrl(sandbox, 'https://drive-b.amocrm.ru')).toThrow('drive-b.amocrm.ru');
	expect(() => ownUrl(sandbox, 'http://127.0.0.1:8091')).toThrow('127.0.0.1:8091');
});
