import { isPrivateAddress } from './privateAddress';
import { brokenRules, type PublicUrlUse } from './rules';

const namesFor = (url: string, use: PublicUrlUse = 'redirect URI'): readonly string[] =>
	brokenRules(url, use).map(({ rule }) => rule);

it.each([
	'https://n8n.example.ru/rest/oauth2-credential/callback',
	'https://webhook.my-shop-2.ru/amocrm?key=abc',
	'HTTPS://N8N.Example.RU/x',
	' https://n8n.example.ru/x ',
	'https://n8n.example.ru:443/x',
	'https://n8n.example.ru./x',
	'https://n8n.example.ru/%D0%BF',
])('%s breaks no rule', (url) => {
	expect(namesFor(url)).toEqual([]);
	expect(namesFor(url, 'webhook')).toEqual([]);
});

it.each([
	['n8n.example.ru/x', 'whole address'],
	['', 'whole address'],
	['https://', 'whole address'],
	['/amocrm', 'whole address'],
	['https:n8n.example.ru', 'whole address'],
	['http://n8n.example.ru/x', 'HTTPS'],
	['ftp://n8n.example.ru/x', 'HTTPS'],
	['https://пример.рф/x', 'Latin'],
	['https://n8n.пример.ru/x', 'Latin'],
	['https://n8n.exаmple.ru/x', 'Latin'],
	['https://user@пример.рф/x', 'Latin'],
	['https://xn--e1afmkfd.xn--p1ai/x', 'no punycode'],
	['https://n8n.XN--E1AFMKFD.ru/x', 'no punycode'],
	['https://localhost/x', 'reachable'],
	['https://n8n/x', 'reachable'],
	['https://n8n.local/x', 'reachable'],
	['https://n8n.internal./x', 'reachable'],
	['https://127.0.0.1/x', 'reachable'],
	['https://192.168.1.5/x', 'reachable'],
	['https://[::1]/x', 'reachable'],
	['https://[fd00::1]/x', 'reachable'],
	['https://[::ffff:10.0.0.1]/x', 'reachable'],
	['https://2130706433/x', 'reachable'],
	['https://n8n.example.ru/вебхук', 'Latin path'],
	['https://n8n.example.ru/x?q=привет', 'Latin path'],
	['https://n8n.example.ru/x#y', 'no fragment'],
	['https://a:b@n8n.example.ru/x', 'no user'],
	['https://8.8.8.8/x', 'host name'],
	['https://[2a00:1450::1]/x', 'host name'],
	['https://n8n.example.ru:8443/x', 'usual port'],
])('%j breaks the rule "%s"', (url, rule) => {
	expect(namesFor(url)).toContain(rule);
});

it('refuses a webhook without a path, and only a webhook', () => {
	expect(namesFor('https://n8n.example.ru', 'webhook')).toEqual(['path']);
	expect(namesFor('https://n8n.example.ru/', 'webhook')).toEqual([]);
	expect(namesFor('https://n8n.example.ru', 'redirect URI')).toEqual([]);
});

it('says what is wrong and what to do, for every rule that is broken at once', () => {
	const found = brokenRules('http://user@пример.рф:8080/хук#x', 'webhook');
	expect(found.map(({ rule, state }) => `${state} ${rule}`)).toEqual([
		'failed HTTPS',
		'failed Latin',
		'failed Latin path',
		'warning no fragment',
		'warning no user',
		'warning usual port',
	]);
	for (const { text, fix } of found) {
		expect(text).toMatch(/^(?:has|is) /);
		expect(fix.length).toBeGreaterThan(15);
	}
});

it.each([
	['10.255.0.1', true],
	['172.31.255.255', true],
	['172.32.0.1', false],
	['100.64.0.1', true],
	['169.254.1.1', true],
	['0.0.0.0', true],
	['255.255.255.255', true],
	['8.8.8.8', false],
	['::', true],
	['::1', true],
	['fe80::1', true],
	['::ffff:192.168.0.1', true],
	['::ffff:8.8.8.8', false],
	['2a00:1450::1', false],
	['n8n.example.ru', false],
])('the address %s is out of reach: %s', (address, expected) => {
	expect(isPrivateAddress(address)).toBe(expected);
});
