import { setTimeout as pause } from 'node:timers/promises';
import { credentialIds } from '../../src/provision/credentials';
import { backendSample } from '../support/backendSample';
import { eventually } from '../support/eventually';
import { nginxPrograms, webhookHost } from '../support/nginx';
import { describeWith } from '../support/program';
import { consentBehindNginx } from './support/consentBehindNginx';
import { editorOf } from './support/editor';
import { signingKey, startMobileBackEnd, type MobileBackEnd } from './support/mobileBackEnd';

/** System 4: what the back end of a mobile application does and hears, from connect to reconnect. */
describeWith(nginxPrograms, 'the back end of a mobile application', () => {
	let app: MobileBackEnd;

	beforeAll(async () => {
		app = await startMobileBackEnd();
		// Its first run begins; what was processed before is not told.
		await app.workedOff();
		expect(await app.deliver()).toBe('success');
	});
	afterAll(async () => {
		await app?.close();
	});

	/** A person changes the lead's price, and n8n has heard of it. */
	async function reprice(lead: number, price: number, more: object = {}): Promise<void> {
		await app.test$.control.patch(`/leads/${lead}`, { price, ...more });
		await eventually(`the deal costs ${price}`, async () => {
			const [deal] = await app.rows('select price from amocrm_deals where amocrm_deal_id = $1', [
				lead,
			]);
			return deal?.['price'] === String(price);
		});
		await app.workedOff();
	}

	/** As a recorded body of amoCRM tells a change of status. */
	const statusChanged = (lead: number, at = 1695482894) =>
		app.hook('real-2023-09-leads-update-old-status', {
			...{ 31257294: app.account, 27754599: lead, 7173574: 8205830, 1695482894: at },
		});

	/** Runs until the server has been sent so many messages of the lead: n8n's own schedule runs, too. */
	const delivered = async (lead: number, count = 1) =>
		await eventually(`${count} messages of lead ${lead}`, async () => {
			expect(await app.deliver()).toBe('success');
			const messages = app.received(lead);
			return messages.length >= count && messages;
		});

	test('the owner connects by /api/amo-crm/callback, and the status says so', async () => {
		const editor = editorOf(app.rest);
		const redirectUrl = `https://${webhookHost}/api/amo-crm/callback`;
		const { data: integration } = await app.test$.control.post('/integrations', {
			...{ name: 'Mobile', redirect_uri: redirectUrl },
		});
		const credential = await editor.createCredential('Mobile', 'amoCrmOAuth2Api', {
			...{ domain: 'sandbox', sandboxUrl: app.test$.stack.facts().sandbox?.url },
			...{ clientId: integration.client_id, clientSecret: integration.client_secret, redirectUrl },
		});
		await consentBehindNginx(app.nginx, app.rest).connect(credential, integration.client_id);
		const workflow = await editor.save('Read the account', [
			{
				...{ name: 'AmoCRM', credential },
				parameters: { authentication: 'oAuth2', resource: 'account', operation: 'get' },
			},
		]);
		const { error, items } = await editor.execute(workflow);
		expect([error, items('AmoCRM')]).toMatchObject([null, [{ id: app.account }]]);
		expect(await app.status()).toEqual({
			...{ account: app.account, connected: true, disconnected_at: null, disconnected_by: null },
			...{ events_waiting: 0, messages_waiting: 0 },
		});
	});

	test('a change of status becomes a row, a deal and one signed message with the old status', async () => {
		const lead = await app.newLead();
		await app.workedOff();
		await delivered(lead);
		expect(await statusChanged(lead)).toMatchObject({
			status: 200,
			data: { received: 1, duplicates: 0 },
		});
		await app.workedOff();
		expect(
			await app.rows(
				`select event_type, changes from amocrm_webhook_events where amocrm_entity_id = $1 order by id`,
				[lead],
			),
		).toMatchObject([
			{ event_type: 'lead.add' },
			{ event_type: 'lead.update', changes: { status_id: { from: 59936198, to: 59936202 } } },
		]);
		expect(
			await app.rows('select price from amocrm_deals where amocrm_deal_id = $1', [lead]),
		).toEqual([{ price: '1000' }]);

		await reprice(lead, 2500, { status_id: 142 });
		const messages = await eventually('the new price is told', async () => {
			const all = await delivered(lead);
			return all.at(-1)?.lead['price'] === 2500 && all;
		});
		const last = messages.at(-1);
		expect(last).toMatchObject({
			...{ account_id: app.account, state: 'current', key: last?.message_id },
			lead: {
				...{ id: lead, name: 'Станок', pipeline_id: 8205830, price: 2500 },
				...{ status_id: 142, status_label: 'successful' },
			},
			changed: { price: { from: 1000, to: 2500 }, status_id: { to: 142 } },
			old_status: { pipeline_id: 8205830, status_id: messages[0]?.lead['status_id'] },
		});
		const events = messages.flatMap((message) => message.events.map(({ type }) => type));
		expect(events).toEqual(expect.arrayContaining(['lead.add', 'lead.update', 'lead.status']));
	});

	test('the message is for whoever has the key, unchanged, and for five minutes', async () => {
		const readMessage = backendSample();
		const [request] = app.server.requests;
		if (!request) throw new Error('nothing was sent');
		const { headers, body } = request;
		const read = (changed: object, text = body, key = signingKey) =>
			readMessage({ ...headers, ...changed }, Buffer.from(text), key);
		expect(read({})).toMatchObject({ account_id: app.account });
		expect(read({}, body, 'another key')).toBeNull();
		expect(read({}, body.replace('current', 'deleted'))).toBeNull();
		expect(read({ 'x-signature': undefined })).toBeNull();
		expect(read({ 'x-signature': `sha256=${'0'.repeat(64)}` })).toBeNull();
		expect(read({ 'x-timestamp': String(Number(headers['x-timestamp']) - 1) })).toBeNull();
		jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'], now: Date.now() + 301_000 });
		try {
			expect(read({})).toBeNull();
		} finally {
			jest.useRealTimers();
		}
	});

	test('a webhook that amoCRM repeats is told once', async () => {
		const lead = await app.newLead();
		await app.workedOff();
		const first = (await delivered(lead)).length;
		expect((await statusChanged(lead)).data).toEqual({ received: 1, duplicates: 0 });
		expect((await statusChanged(lead)).data).toEqual({ received: 1, duplicates: 1 });
		await app.workedOff();
		await delivered(lead, first + 1);
		await app.deliver();
		expect(app.received(lead).slice(first)).toMatchObject([{ events: [{ type: 'lead.update' }] }]);
	});

	test('a lead that amoCRM does not know is told as such, a deleted one as deleted', async () => {
		expect((await statusChanged(99_000_001)).status).toBe(200);
		const lead = await app.newLead({ price: 700 });
		await app.workedOff();
		expect(await delivered(99_000_001)).toMatchObject([
			{ state: 'not_found', lead: { id: 99_000_001 } },
		]);
		const told = (await delivered(lead)).length;
		await app.test$.control.post(`/leads/${lead}/delete`);
		await app.workedOff();
		expect((await delivered(lead, told + 1)).at(-1)).toMatchObject({
			...{ state: 'deleted', lead: { price: 700, deleted_at: expect.any(String) } },
			...{ events: [{ type: 'lead.delete' }], old_status: null },
		});
	});

	test('what happens while the server is down comes when it is back, in order, each once taken', async () => {
		const lead = await app.newLead({ price: 1 });
		await app.workedOff();
		const told = (await delivered(lead)).length;
		const open = async () =>
			await app.rows(
				'select attempts, last_error from amocrm_backend_messages where told_at is null',
			);
		app.network.cut();
		await reprice(lead, 2);
		const [refused] = await eventually('an attempt has failed', async () => {
			await app.deliver();
			const failed = await open();
			return failed.some(({ last_error }) => last_error !== null) && failed;
		});
		expect(refused?.['last_error']).toMatch(/ECONN|refused|connect|reset|hang up/i);
		expect(await app.status()).toMatchObject({ connected: true, messages_waiting: 1 });

		app.network.restore();
		app.server.answerWith(503);
		await app.dueNow();
		const [tried] = (await delivered(lead, told + 1)).slice(told);
		await reprice(lead, 3);
		await reprice(lead, 4);
		app.server.answerWith(200);
		await app.dueNow();
		const after = (await delivered(lead, told + 3)).slice(told);
		expect(after.map(({ lead: { price } }) => price)).toEqual([2, 2, 4]);
		expect([after[1]?.key, after[1]?.raw]).toEqual([tried?.key, tried?.raw]);
		expect(after[2]).toMatchObject({ changed: { price: { from: 2, to: 4 } } });
		expect(after[2]?.events).toHaveLength(2);
		expect(await app.status()).toMatchObject({ messages_waiting: 0 });
	});

	test('ten messages are under way at a time, and a server that hangs gets all of them later', async () => {
		const lead = 70_000_001;
		const before = app.server.started();
		app.server.answerWith('hang');
		await app.newsOf(lead, 25);
		const run = app.deliver();
		await eventually('messages are under way', async () => app.server.started() > before);
		await pause(3_000);
		expect(app.server.started() - before).toBe(10);
		app.server.answerWith(200);
		expect(await run).toBe('success');
		await eventually('all are taken', async () => {
			await app.dueNow();
			await app.deliver();
			const open = await app.rows('select from amocrm_backend_messages where told_at is null');
			return open.length === 0;
		});
		for (let id = lead; id < lead + 25; id += 1) {
			expect(new Set(app.received(id).map(({ key }) => key)).size).toBe(1);
		}
	});

	test('without a key nothing is sent, and what waits goes out with it', async () => {
		const enter = async (hmacSecret: string) =>
			await app.rest.http.patch(`/rest/credentials/${credentialIds.backendSigning}`, {
				...{ name: 'Подпись для приложения', type: 'crypto', data: { hmacSecret } },
			});
		const lead = 71_000_001;
		const before = app.server.started();
		expect((await enter('')).status).toBe(200);
		await app.newsOf(lead, 12);
		await eventually('all attempts have failed', async () => {
			await app.deliver();
			const failed = await app.rows(
				`select from amocrm_backend_messages where last_error like 'not signed, not sent%'`,
			);
			return failed.length === 12;
		});
		expect(app.server.started()).toBe(before);
		expect((await enter(signingKey)).status).toBe(200);
		await app.dueNow();
		await delivered(lead + 11);
		for (let id = lead; id < lead + 12; id += 1) expect(app.received(id)).toHaveLength(1);
	});

	test('a token that is wrong, or for something else, gets 401 and changes nothing', async () => {
		const wrong: Record<string, string | null> = {
			none: null,
			'another key': app.token({ action: 'status' }, {}, 'another key'),
			'run out': app.token({ action: 'status' }, { expiresIn: -60 }),
			'another audience': app.token({ action: 'status', aud: 'https://elsewhere.example.ru' }),
			'no account': app.token({ action: 'status', account_id: undefined }),
			'for disconnecting': app.token(),
			'for reconnecting': app.token({ action: 'reconnect' }),
		};
		const statuses: Record<string, number> = {};
		for (const [what, token] of Object.entries(wrong)) {
			statuses[what] = (await app.call('GET', 'status', token)).status;
		}
		expect(statuses).toEqual(Object.fromEntries(Object.keys(wrong).map((what) => [what, 401])));
		for (const token of [null, app.token({}, {}, 'x'), app.token({ action: 'status' })]) {
			expect((await app.call('POST', 'disconnect', token)).status).toBe(401);
		}
		expect(await app.status()).toMatchObject({ connected: true });
	});

	test('an account that nobody connected here is not connected', async () => {
		const token = app.token({ action: 'status', account_id: 1 });
		expect((await app.call('GET', 'status', token)).data).toMatchObject({
			...{ account: 1, connected: false, disconnected_at: null },
		});
	});

	test('disconnected, events are kept and nothing is sent; reconnected, it goes on in order', async () => {
		const lead = await app.newLead({ price: 1 });
		await app.workedOff();
		const told = (await delivered(lead)).length;
		const disconnected = await app.call('POST', 'disconnect', app.token());
		expect(disconnected).toMatchObject({ status: 200, data: { changed: true } });
		expect((await statusChanged(lead, 1695482895)).status).toBe(200);
		expect((await statusChanged(lead, 1695482896)).status).toBe(200);
		// A running pipeline takes an event within a second; this is many times that.
		await pause(8_000);
		expect(await app.deliver()).toBe('success');
		expect(app.received(lead)).toHaveLength(told);
		expect(await app.status()).toEqual({
			...{ account: app.account, connected: false, disconnected_by: 'backend' },
			...{ disconnected_at: expect.any(String), events_waiting: 2, messages_waiting: 0 },
		});

		const reconnected = await app.call('POST', 'disconnect', app.token({ action: 'reconnect' }));
		expect(reconnected).toMatchObject({ status: 200, data: { changed: true } });
		await app.workedOff();
		const events = async () =>
			(await delivered(lead, told + 1)).slice(told).flatMap((message) => message.events);
		await eventually('both events are told', async () => (await events()).length === 2);
		const ids = (await events()).map(({ id }) => id);
		expect(ids).toEqual([...ids].sort((a, b) => a - b));
		expect(await app.status()).toMatchObject({ connected: true, events_waiting: 0 });
	});
});
