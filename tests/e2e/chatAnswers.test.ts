import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually } from '../support/eventually';
import { useChats } from './support/chats';

/** What the analytics may answer an application with: a real n8n against the sandbox. */
const chats = useChats();
const { delivered, keptRuns, rows, run, sendTo, taken, webhook } = chats;

const telegram = 'real-2023-09-message-add-telegram';

it('while the analytics is down nothing is lost: each version once, in order, when it is back', async () => {
	const { client, lead } = chats.ids();
	const ids = { talk_id: 450, contact_id: client, entity_id: lead };
	await webhook(telegram, { ...ids, id: 'm-450-1' });
	await delivered(450, 1);
	await chats.control().post('/faults', { target: 'analytics', status: 503 });
	await webhook(telegram, { ...ids, id: 'm-450-2' });
	const waiting = async () =>
		(
			await rows(
				`select version, delivered_version, attempts, last_error
				from amocrm_chat_applications where talk_id = '450'`,
			)
		)[0];
	await eventually('it was tried', async () => {
		await run();
		return (await waiting()).attempts === 1;
	});
	expect(await waiting()).toMatchObject({
		version: 2,
		delivered_version: 1,
		last_error: expect.stringMatching(/503|Service/),
	});
	expect((await waiting()).last_error).not.toContain('key of the cabinet');
	await webhook(telegram, { ...ids, id: 'm-450-3' });
	await run();
	expect(await taken(450)).toHaveLength(1);

	await chats.control().delete('/faults');
	await rows('update amocrm_chat_applications set next_attempt_at = now()');
	const all = await delivered(450, 2);
	await rows('update amocrm_chat_applications set next_attempt_at = now()');
	await run();
	expect(await taken(450)).toEqual(all);
	expect(all.map(({ body }) => [body.version, body['messages']])).toEqual([
		[1, 1],
		[3, 3],
	]);
	expect(new Set(all.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
});

/** How an application stands, as soon as a run has ended its delivery one way or the other. */
const ended = (talk: number) =>
	eventually(`the delivery of talk ${talk} has ended`, async () => {
		await run();
		const [row] = await rows(
			`select version, delivered_version, last_error from amocrm_chat_applications
			where talk_id = $1 and lease is null and (delivered_version > 0 or last_error is not null)`,
			[String(talk)],
		);
		return row as { version: number; delivered_version: number; last_error: string | null };
	});

it.each([
	['an empty list', 470, 200, []],
	['a list', 471, 201, [{ id: 1 }, { id: 2 }]],
	['what is no JSON', 472, 200, '<ok/>'],
	['nothing', 473, 200, ''],
	['a member called error', 474, 200, { error: 'none' }],
])(
	'an answer of 2xx takes the application, whatever it says: %s',
	async (_, talk, status, body) => {
		const { client, lead } = chats.ids();
		const headers = { 'content-type': 'application/json' };
		await chats.control().post('/faults', { target: 'analytics', status, headers, body });
		const ids = { talk_id: talk, contact_id: client, entity_id: lead, id: `m-${talk}` };
		await webhook(telegram, ids);
		expect(await ended(talk)).toEqual({ version: 1, delivered_version: 1, last_error: null });
	},
);

it('a redirect is not followed and takes nothing', async () => {
	const { client, lead } = chats.ids();
	const headers = { location: '/analytics/applications' };
	await chats.control().post('/faults', { target: 'analytics', status: 302, headers, times: 1 });
	await webhook(telegram, { talk_id: 480, contact_id: client, entity_id: lead, id: 'm-480' });
	expect(await ended(480)).toMatchObject({
		delivered_version: 0,
		last_error: expect.stringContaining('302'),
	});
	expect(await taken(480)).toEqual([]);
});

it('an answer that never ends is given up like one that never begins', async () => {
	const { client, lead } = chats.ids();
	const server = createServer((_request, response) => {
		response.writeHead(200, { 'content-type': 'application/json' }).write('{');
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	try {
		await sendTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
		await webhook(telegram, { talk_id: 490, contact_id: client, entity_id: lead, id: 'm-490' });
		expect(await ended(490)).toMatchObject({
			delivered_version: 0,
			last_error: expect.stringContaining('no answer came in time'),
		});
	} finally {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
});

it('no run that n8n keeps has the key of the analytics, whatever it answered', async () => {
	const kept = await keptRuns();
	expect(kept.filter((run) => run.includes('/analytics/applications')).length).toBeGreaterThan(5);
	expect(kept.filter((run) => run.includes('key of the cabinet'))).toEqual([]);
});

it('without an address nothing is taken', async () => {
	const { client, lead } = chats.ids();
	await sendTo('');
	await webhook(telegram, { talk_id: 460, contact_id: client, entity_id: lead, id: 'm-460' });
	await run();
	expect(await rows(`select from amocrm_chat_applications where talk_id = '460'`)).toEqual([]);
});
