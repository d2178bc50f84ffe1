import { Amo, type OAuth } from '@shevernitskiy/amo';
import express from 'express';
import type { AddressInfo } from 'node:net';
import { accountHost } from '../support/accountHost';
import { eventually } from '../support/eventually';
import { fixture } from '../support/recordedShape';
import { sandboxToken } from '../support/sandbox';
import { amoInTests, amoWithToken } from '../support/shevernitskiyAmo';

/** `@shevernitskiy/amo` as published, against the sandbox: tokens, errors, pace, webhooks. */
const on = amoInTests();
let app: { client_id: string; client_secret: string; redirect_uri: string };

beforeAll(async () => {
	[app] = (await on.box.control.get('/integrations')).data;
});

/** Compiled to ES5 its error classes are all `Error`; `response`, the body, tells an API error. */
const refusal = (asked: Promise<unknown>): Promise<{ message: string; response?: unknown }> =>
	asked.then(
		() => {
			throw new Error('was not refused');
		},
		({ message, response }: { message: string; response?: unknown }) => ({ message, response }),
	);

describe('tokens', () => {
	const newCode = async (): Promise<string> =>
		(await on.box.control.post('/oauth/codes', { client_id: app.client_id })).data.code;
	const withCode = (code: string, on_token: (token: OAuth) => void = () => undefined) =>
		new Amo(
			accountHost,
			{ ...app, grant_type: 'authorization_code', code },
			{ request_delay: 0, on_token },
		);

	it('the first request exchanges the code, later ones use the token', async () => {
		const tokens: OAuth[] = [];
		const amo = withCode(await newCode(), (token) => tokens.push(token));
		expect((await amo.account.getAccount()).id).toBe(31_000_001);
		await amo.account.getAccount();
		expect(tokens).toEqual([amo.token]);
		expect(tokens).toMatchObject([{ token_type: 'Bearer', expires_in: 86_400 }]);
	});

	it('a stored token that has expired is refreshed, and the new one told', async () => {
		const first = withCode(await newCode());
		await first.account.getAccount();
		if (!first.token) throw new Error('no token');
		const told = jest.fn();
		const stored = { ...app, ...first.token, expires_at: Date.now() - 1 };
		const amo = new Amo(accountHost, stored, { request_delay: 0, on_token: told });
		expect((await amo.account.getAccount()).id).toBe(31_000_001);
		expect(told).toHaveBeenCalledTimes(1);
		expect(amo.token?.refresh_token).not.toBe(first.token.refresh_token);
		// The new pair was used: nobody gets another one for the old token.
		const again = new Amo(accountHost, stored, { request_delay: 0 });
		const { response } = await refusal(again.account.getAccount());
		expect(response).toEqual(fixture('_oauth_error_token_revoked_401'));
	});

	it.each([
		['a code that was used', {}, '_oauth_error_code_revoked_400'],
		['a wrong secret', { client_secret: 'wrong' }, '_oauth_error_invalid_client_401'],
		[
			'another redirect URI',
			{ redirect_uri: 'https://example.com/other' },
			'_oauth_error_redirect_uri_400',
		],
	])('%s is refused with the recorded body', async (name, wrong, recorded) => {
		const code = await newCode();
		if (name === 'a code that was used') await withCode(code).account.getAccount();
		const auth = { ...app, ...wrong, grant_type: 'authorization_code' as const, code };
		const amo = new Amo(accountHost, auth, { request_delay: 0 });
		const { response } = await refusal(amo.account.getAccount());
		expect(response).toEqual(fixture(recorded));
	});
});

describe('errors', () => {
	it.each([
		['an unknown id', (amo: Amo) => amo.lead.getLeadById(99_999_999)],
		['a list without hits', (amo: Amo) => amo.contact.getContacts({ query: 'nobody' })],
		['a page after the last', (amo: Amo) => amo.lead.getLeads({ page: 9 })],
		['no webhooks', (amo: Amo) => amo.webhook.getWebhooks()],
	])('%s is no content', async (_name, ask) => {
		const { message, response } = await refusal(ask(on.amo));
		expect(message).toMatch(/^204 No Content, http/);
		expect(response).toBeUndefined();
	});

	it('a token of nobody is told with the recorded body', async () => {
		const { message, response } = await refusal(amoWithToken('nobody').account.getAccount());
		expect(message).toMatch(/^401 Unauthorized, http/);
		expect(response).toEqual(fixture('_error_401_ru'));
	});

	it('a wrong item is told with its place and field', async () => {
		const items = [{ name: 'A' }, { name: 'B', status_id: 1 }];
		const { message, response } = await refusal(on.amo.lead.addLeads(items));
		expect(message).toMatch(/^400 Bad Request, http.*\/api\/v4\/leads$/);
		expect(response).toMatchObject({
			'validation-errors': [
				{ request_id: '1', errors: [{ code: 'NotSupportedChoice', path: 'status_id' }] },
			],
		});
	});

	it('a page of a gateway is told as its text', async () => {
		await on.box.control.post('/faults', {
			target: 'api',
			status: 502,
			times: 1,
			headers: { 'content-type': 'text/html' },
			body: '<h1>Bad Gateway</h1>',
		});
		expect(await refusal(on.amo.account.getAccount())).toEqual({
			message: '<h1>Bad Gateway</h1>',
			response: undefined,
		});
	});
});

describe('the 7 requests a second that amoCRM allows', () => {
	const answersOf = async (amo: Amo, count: number) => {
		await on.box.control.post('/reset');
		const asked = Array.from({ length: count }, () => amo.account.getAccount());
		const answers = await Promise.allSettled(asked);
		await on.box.control.post('/limit', { requestsPerSecond: null });
		return answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason] : []));
	};

	// Its own 150 ms would do, with 50 ms left for what a busy machine delays.
	it('12 at once, paced by its queue, are all answered', async () => {
		expect(await answersOf(amoWithToken(sandboxToken, 200), 12)).toEqual([]);
	});

	it('without it the 8th is refused with 429', async () => {
		const [refused, ...others] = await answersOf(on.amo, 8);
		expect(others).toEqual([]);
		expect(refused.response).toMatchObject({ status: 429, title: 'Too Many Requests' });
	});
});

/** Published without the types of its events. */
const listen = (amo: Amo, event: string, listener: (payload: unknown) => void): void =>
	(amo as unknown as { on(name: string, call: typeof listener): void }).on(event, listener);

it('what a webhook brings reaches the listener of its entity and action', async () => {
	const { amo } = on;
	const handle = amo.webhookHandler();
	const receiver = express()
		.use(express.urlencoded({ extended: true }))
		.post('/hook', async (request, response) => {
			// The client reads JSON, amoCRM sends a form: who uses it translates like this.
			const body = JSON.stringify(request.body);
			const { status } = await handle(new Request('http://hook/', { method: 'POST', body }));
			response.sendStatus(status);
		});
	const server = receiver.listen(0, '127.0.0.1');
	await new Promise((resolve) => server.once('listening', resolve));
	const { port } = server.address() as AddressInfo;
	const seen: unknown[] = [];
	const events = ['leads:add', 'leads:status', 'contacts:add', 'task:add', 'note:leads'];
	for (const event of events) listen(amo, event, (payload) => seen.push([event, payload]));

	const destination = `http://127.0.0.1:${port}/hook`;
	const settings = ['add_lead', 'status_lead', 'add_contact', 'add_task', 'note_lead'];
	await amo.webhook.addWebhook({ destination, settings } as never);
	const found = await amo.webhook.getWebhooks({
		filter: (filter) => filter.single('destination', destination),
	});
	expect(found._embedded.webhooks).toMatchObject([{ destination, settings, disabled: false }]);

	const { _embedded } = await amo.lead.addLeads([{ name: 'Hooked' }]);
	const id = _embedded.leads?.[0]?.id ?? -1;
	await amo.lead.updateLeadById(id, { status_id: 142 });
	await amo.contact.addContacts([{ name: 'Hooked, too' }]);
	await amo.task.addTasks([{ text: 'Hooked as well', complete_till: 1_900_000_000 }]);
	await amo.note.addNotes('leads', [
		{ entity_id: id, note_type: 'common', params: { text: 'Hooked note' } },
	]);
	await eventually('five webhooks', async () => seen.length >= 5, 4);
	const payload = (part: object) => expect.objectContaining(part);
	expect(seen).toEqual(
		expect.arrayContaining([
			['leads:add', payload({ id: String(id), name: 'Hooked' })],
			['leads:status', payload({ id: String(id), status_id: '142' })],
			['contacts:add', payload({ name: 'Hooked, too' })],
			['task:add', payload({ text: 'Hooked as well' })],
			['note:leads', { note: payload({ element_id: String(id), text: 'Hooked note' }) }],
		]),
	);

	await amo.webhook.deleteWebhook({ destination });
	expect((await refusal(amo.webhook.getWebhooks())).message).toMatch(/^204/);
	server.close();
	server.closeAllConnections();
});
