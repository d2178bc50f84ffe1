import { createServer as createPlainServer, type Server as PlainServer } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import { brokenByAnswer, brokenBySilence, type PublicUrlAnswer } from '../src/publicUrl/answer';
import type { BrokenRule, PublicUrlUse } from '../src/publicUrl/rules';
import { selfSigned, type Certificate } from '../tests/support/certificate';
import { probePublicUrl, type ProbeOptions } from './probePublicUrl';

const host = 'hooks.example.ru';
const day = 86_400_000;
const inDays = (days: number): Date => new Date(Date.now() + days * day);
const certificate = (from: number, to: number): Certificate =>
	selfSigned({ host, from: inDays(from), to: inDays(to) });

const good = certificate(-1, 90);
const ended = certificate(-30, -1);
const toThisMachine: LookupFunction = (_name, { all }, callback) => {
	if (all) callback(null, [{ address: '127.0.0.1', family: 4 }]);
	else callback(null, '127.0.0.1', 4);
};

let seen: string[] = [];
const open: Array<Server | PlainServer> = [];
afterEach(async () => {
	for (const server of open.splice(0)) {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
	seen = [];
});

const listen = async (server: Server | PlainServer): Promise<number> => {
	open.push(server);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return (server.address() as AddressInfo).port;
};

const serve = async (
	{ cert, key }: Certificate,
	status = 204,
	headers: Readonly<Record<string, string>> = {},
): Promise<number> =>
	await listen(
		createServer({ cert, key }, (request, response) => {
			seen.push(`${request.method} ${request.url}`);
			response.writeHead(status, headers).end();
		}),
	);

/** Without the rule that this machine breaks by being this machine. */
const isOfTheWorld = ({ text }: BrokenRule): boolean => !text.includes('127.0.0.1');

async function look(
	port: number,
	options: ProbeOptions & { readonly use?: PublicUrlUse; readonly name?: string } = {},
): Promise<readonly BrokenRule[]> {
	const { use = 'webhook', name = host, ...rest } = options;
	const url = new URL(`https://${name}:${port}/amocrm?key=s3cr3t`);
	const answer = await probePublicUrl(url, use, { ca: good.cert, lookup: toThisMachine, ...rest });
	return 'code' in answer
		? [brokenBySilence(answer)]
		: brokenByAnswer(answer, use, new Date()).filter(isOfTheWorld);
}

it('finds nothing wrong with a valid certificate, and sees when it ends', async () => {
	const port = await serve(good);
	expect(await look(port)).toEqual([]);
	const url = new URL(`https://${host}:${port}/x`);
	const answer = await probePublicUrl(url, 'webhook', { ca: good.cert, lookup: toThisMachine });
	const { certificateEnds, certificateFault, address, status } = answer as PublicUrlAnswer;
	expect({ certificateFault, address, status }).toEqual({
		certificateFault: null,
		address: '127.0.0.1',
		status: 204,
	});
	expect(Math.abs(certificateEnds.getTime() - inDays(90).getTime())).toBeLessThan(60_000);
});

it('sends neither the key of a webhook nor anything that sets it off', async () => {
	const port = await serve(good);
	await look(port);
	await look(port, { use: 'disconnect hook' });
	await look(port, { use: 'redirect URI' });
	expect(seen).toEqual(['OPTIONS /amocrm', 'OPTIONS /amocrm', 'GET /amocrm']);
});

it('warns of a certificate that was not renewed', async () => {
	const soon = certificate(-80, 9.5);
	const [found, ...others] = await look(await serve(soon), { ca: soon.cert });
	expect(found).toMatchObject({
		rule: 'valid certificate',
		state: 'warning',
		text: 'has a certificate that ends in 9 days',
	});
	expect(others).toEqual([]);
});

it.each([
	['has ended', ended, { ca: ended.cert }],
	['is signed by itself', certificate(-1, 90), {}],
	['of another name', good, { name: 'other.example.ru' }],
	['not valid yet', certificate(1, 90), 'own'],
] as const)('refuses a certificate: %s', async (words, served, options) => {
	const port = await serve(served);
	const found = await look(port, options === 'own' ? { ca: served.cert } : options);
	expect(found).toMatchObject([{ rule: 'valid certificate', state: 'failed' }]);
	expect(found[0]?.text).toContain(words);
});

it.each([
	['webhook', 'failed'],
	['disconnect hook', 'warning'],
] as const)('tells where a %s is redirected', async (use, state) => {
	const port = await serve(good, 301, { location: 'https://n8n.example.ru/x?key=s3cr3t' });
	const found = await look(port, { use });
	expect(found).toMatchObject([
		{ rule: 'no redirect', state, text: 'redirects to https://n8n.example.ru (HTTP 301)' },
	]);
	expect(JSON.stringify(found)).not.toContain('s3cr3t');
});

it('lets a redirect URI be redirected, as browsers follow, but not to plain HTTP', async () => {
	const secure = await serve(good, 302, { location: '/rest/oauth2-credential/callback' });
	expect(await look(secure, { use: 'redirect URI' })).toEqual([]);
	const plain = await serve(good, 302, { location: 'http://n8n.example.ru/callback' });
	const found = await look(plain, { use: 'redirect URI' });
	expect(found).toMatchObject([{ rule: 'no redirect', state: 'failed' }]);
});

it.each([
	[502, 'webhook', 'failed'],
	[404, 'webhook', 'warning'],
	[404, 'redirect URI', 'failed'],
] as const)('an answer of %i to a %s is %s', async (status, use, state) => {
	const found = await look(await serve(good, status), { use });
	expect(found).toMatchObject([{ rule: 'reachable', state, text: `answers HTTP ${status}` }]);
});

it.each([200, 204, 400, 401, 403, 405])(
	'an answer of %i says that somebody is there',
	async (status) => {
		expect(await look(await serve(good, status))).toEqual([]);
	},
);

it('tells a closed port', async () => {
	const port = await serve(good);
	open.splice(0).forEach((server) => server.close());
	expect(await look(port)).toMatchObject([{ rule: 'reachable', text: 'refuses the connection' }]);
});

it('tells a server that speaks no TLS', async () => {
	const port = await listen(createPlainServer((_request, response) => response.end()));
	expect(await look(port)).toMatchObject([{ rule: 'reachable', text: 'does not speak TLS' }]);
});

it('tells a name that the DNS does not know', async () => {
	const unknown: LookupFunction = (_name, _options, callback) =>
		callback(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }), '', 4);
	const found = await look(443, { lookup: unknown });
	expect(found).toMatchObject([{ text: 'has a name that the DNS does not know' }]);
});

it('does not wait for ever', async () => {
	const port = await listen(createServer(good, () => undefined));
	const found = await look(port, { timeoutMs: 300 });
	expect(found).toMatchObject([{ text: 'does not answer in time' }]);
});

it('tells an address of a private network', async () => {
	const url = new URL(`https://${host}:${await serve(good)}/`);
	const answer = await probePublicUrl(url, 'webhook', { ca: good.cert, lookup: toThisMachine });
	expect(brokenByAnswer(answer as PublicUrlAnswer, 'webhook', new Date())).toMatchObject([
		{ rule: 'reachable', state: 'warning', text: expect.stringContaining('127.0.0.1') },
	]);
});
