import type { IHookFunctions } from 'n8n-workflow';
import { Client } from 'pg';
import { resumeIfReconnected } from '../../nodes/AmoCrmTrigger/reconnection';
import { confirmAuthorisation } from '../../src/inbox/confirmAuthorisation';
import { nextDue } from '../../src/inbox/nextDue';
import { eventually } from '../support/eventually';
import { useInbox } from '../support/inboxDatabase';
import { testQueue } from '../support/inboxEvents';

/** What a disconnect does to the events of an account, and what brings them back. */
const inbox = useInbox();

const account = 28805383;
const other = 7;
const clientId = 'c8b3a3c5-6ed0-4f5e-8a5b-8a6f8f0d2f5e';

afterEach(() => inbox.pool.query('truncate amocrm_disconnections, amocrm_alerts'));

const said = async (call: string, values: readonly unknown[]): Promise<unknown> =>
	(await inbox.pool.query<{ said: unknown }>(`select ${call} as said`, [...values])).rows[0]?.said;

const disconnect = (source: string, client: string | null = null, accountId = account) =>
	said('amocrm_disconnect_account($1, $2, $3)', [accountId, source, client]);
const reconnect = (source = 'operator') =>
	said('amocrm_reconnect_account($1, $2)', [account, source]);
const confirm = (issuedSecondsLater: number, client = clientId) =>
	confirmAuthorisation(inbox.pool, account, {
		integrationId: client,
		issuedAt: Math.floor(Date.now() / 1000) + issuedSecondsLater,
	});

const history = async () =>
	(
		await inbox.pool.query(
			`select source, client_id, reconnected_by from amocrm_disconnections order by id`,
		)
	).rows;

test('events of a disconnected account are stored and not claimed, others are', async () => {
	await inbox.store({ id: 1 });
	expect(await disconnect('amocrm', clientId)).toBe(true);
	await inbox.store({ id: 2 }, { id: 3, accountId: other }, { id: 4, accountId: null });
	expect((await inbox.take()).ids).toEqual([3, 4]);
	expect(await inbox.rows('amocrm_entity_id as id, status, attempts')).toEqual([
		{ id: '1', status: 'pending', attempts: 0 },
		{ id: '2', status: 'pending', attempts: 0 },
		{ id: '3', status: 'processing', attempts: 1 },
		{ id: '4', status: 'processing', attempts: 1 },
	]);
});

test('after a reconnect what was kept is claimed in the order it came', async () => {
	await disconnect('backend');
	await inbox.store({ id: 1, data: { n: 1 } }, { id: 2, data: { n: 2 } });
	await inbox.store({ id: 3, data: { n: 3 } }, { id: 1, data: { n: 4 } });
	expect((await inbox.take()).events).toEqual([]);
	expect(await reconnect()).toBe(true);
	const first = await inbox.take();
	expect(first.events.map(({ event }) => event.data['n'])).toEqual([1, 2, 3]);
	await first.finish();
	expect((await inbox.take()).events.map(({ event }) => event.data['n'])).toEqual([4]);
});

test('a run that was under way ends; what it fails is kept without using up attempts', async () => {
	await inbox.store({ id: 1 }, { id: 2 });
	const batch = await inbox.take({ limit: 1 });
	const second = await inbox.take({ limit: 1 });
	await disconnect('operator');
	await batch.finish();
	await second.fail();
	await inbox.makeDue();
	expect((await inbox.take()).events).toEqual([]);
	const before = await inbox.rows('status, attempts');
	for (let turn = 0; turn < 5; turn += 1) expect((await inbox.take()).events).toEqual([]);
	expect(await inbox.rows('status, attempts')).toEqual(before);
	await reconnect();
	expect((await inbox.take()).ids).toEqual([2]);
});

test('next_due and claim agree: what is kept is not due, so that the consumer sleeps', async () => {
	await inbox.store({ id: 1 });
	expect(await nextDue(inbox.pool, testQueue)).toBeLessThanOrEqual(0);
	await disconnect('operator');
	expect(await nextDue(inbox.pool, testQueue)).toBeNull();
	await inbox.store({ id: 2, accountId: other });
	expect(await nextDue(inbox.pool, testQueue)).toBeLessThanOrEqual(0);
	await (await inbox.take()).finish();
	expect(await nextDue(inbox.pool, testQueue)).toBeNull();
	await reconnect();
	expect(await nextDue(inbox.pool, testQueue)).toBeLessThanOrEqual(0);
});

test('a reconnect wakes the consumers of the queues that kept events', async () => {
	const client = new Client(inbox.pool.options);
	const heard: string[] = [];
	client.on('notification', ({ payload }) => heard.push(payload ?? ''));
	await client.connect();
	try {
		await disconnect('operator');
		await inbox.store({ id: 1 });
		await client.query('listen amocrm_events');
		await reconnect();
		await eventually('the queue is named', async () => heard.length > 0);
		expect(heard).toEqual([testQueue]);
	} finally {
		await client.end();
	}
});

test('a second disconnect changes nothing, and a second reconnect neither', async () => {
	expect(await disconnect('amocrm', clientId)).toBe(true);
	expect(await disconnect('amocrm', clientId)).toBe(false);
	expect(await reconnect('backend')).toBe(true);
	expect(await reconnect()).toBe(false);
	expect(await disconnect('amocrm', clientId)).toBe(true);
	expect(await history()).toEqual([
		{ source: 'amocrm', client_id: clientId, reconnected_by: 'backend' },
		{ source: 'amocrm', client_id: clientId, reconnected_by: null },
	]);
});

test('disconnects at the same time leave one row', async () => {
	const told = await Promise.all(Array.from({ length: 12 }, () => disconnect('amocrm', clientId)));
	expect(told.filter(Boolean)).toHaveLength(1);
	expect(await history()).toHaveLength(1);
});

describe('a token that amoCRM accepts', () => {
	it.each([
		['newer than the hook', 1],
		['as old as two clocks may differ', -30],
	])('reconnects the account when it is %s', async (_what, issued) => {
		await disconnect('amocrm', clientId);
		await inbox.store({ id: 1 });
		expect(await confirm(issued)).toBe(true);
		expect((await inbox.take()).ids).toEqual([1]);
	});

	it.each([
		['from before the hook', -120, clientId],
		['of another integration', 1, 'another'],
	])('changes nothing when it is %s', async (_what, issued, client) => {
		await disconnect('amocrm', clientId);
		await inbox.store({ id: 1 });
		expect(await confirm(issued, client)).toBe(false);
		expect((await inbox.take()).ids).toEqual([]);
	});

	it('says nothing of a disconnect by the back end or by hand, whose tokens live on', async () => {
		await disconnect('backend', clientId);
		expect(await confirm(3600)).toBe(false);
		// A replayed hook of amoCRM does not soften it.
		expect(await disconnect('amocrm', clientId)).toBe(false);
		expect(await confirm(3600)).toBe(false);
		expect(await history()).toMatchObject([{ source: 'backend', reconnected_by: null }]);
	});

	const trigger = (authentication: string, credential: object) => {
		const told: string[] = [];
		const context = {
			getNodeParameter: () => authentication,
			getCredentials: async () => credential,
			logger: { info: (line: string) => told.push(line) },
		} as unknown as IHookFunctions;
		return { told, look: () => resumeIfReconnected(context, inbox.pool, account) };
	};
	const tokenOf = (aud: string, minutesLater: number, accountId = account): string => {
		const iat = Math.floor(Date.now() / 1000) + minutesLater * 60;
		const payload = { aud, iat, account_id: accountId };
		return `header.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.signature`;
	};

	// The trigger remembers the account it had; its credential was changed since.
	it('says nothing when it is of another account that has the same integration', async () => {
		await disconnect('amocrm', clientId);
		await trigger('accessToken', { accessToken: tokenOf(clientId, 1, other) }).look();
		expect(await history()).toMatchObject([{ reconnected_by: null }]);
	});

	it('does not undo what an operator is just saying', async () => {
		await disconnect('amocrm', clientId);
		const operator = await inbox.pool.connect();
		try {
			await operator.query('begin');
			await operator.query(`select amocrm_disconnect_account($1, 'operator')`, [account]);
			const confirmed = confirm(1);
			await eventually('the token waits for the operator', async () => {
				const { rows } = await inbox.pool.query(
					`select from pg_stat_activity where datname = current_database()
						and wait_event_type = 'Lock' and query like '%amocrm_confirm_authorisation%'`,
				);
				return rows.length === 1;
			});
			await operator.query('commit');
			expect(await confirmed).toBe(false);
		} finally {
			operator.release();
		}
		expect(await history()).toMatchObject([{ source: 'operator', reconnected_by: null }]);
	});

	it.each([
		['a long-lived token', 'accessToken', (token: string) => ({ accessToken: token })],
		['OAuth2', 'oAuth2', (token: string) => ({ oauthTokenData: { access_token: token } })],
	])('is found by the trigger in a credential with %s', async (_what, kind, credential) => {
		await disconnect('amocrm', clientId);
		await inbox.store({ id: 1 });
		await trigger(kind, credential(tokenOf(clientId, -10))).look();
		await trigger(kind, credential('a word')).look();
		expect((await inbox.take()).ids).toEqual([]);
		const { told, look } = trigger(kind, credential(tokenOf(clientId, 1)));
		await look();
		expect(told.join()).toContain(`account ${account} is connected again`);
		expect((await inbox.take()).ids).toEqual([1]);
	});

	it('does not undo what a person said after the hook', async () => {
		await disconnect('amocrm', clientId);
		expect(await disconnect('operator')).toBe(false);
		expect(await confirm(3600)).toBe(false);
		expect(await history()).toEqual([
			{ source: 'operator', client_id: clientId, reconnected_by: null },
		]);
	});
});

it.each([
	['an unknown source', 'stranger', clientId],
	['a hook without an integration', 'amocrm', null],
])('%s is refused by the database', async (_what, source, client) => {
	await expect(disconnect(source, client)).rejects.toThrow(/check constraint/);
});

test('the owner is told once that the account is disconnected, and once that it is back', async () => {
	const messages = async () =>
		(
			await inbox.pool.query<{ alert_id: string; lease: string; message: string }>(
				`select * from amocrm_claim_alerts(
					(select jsonb_agg(to_jsonb(health)) from amocrm_pipeline_health as health), 4)`,
			)
		).rows;
	const tell = async () => {
		const told = await messages();
		for (const { alert_id, lease } of told) {
			await said('amocrm_record_alert($1, $2)', [alert_id, lease]);
		}
		return told.map(({ message }) => message);
	};
	await disconnect('amocrm', clientId);
	expect(await tell()).toEqual([
		expect.stringMatching(
			/Аккаунт amoCRM отключён<\/b>\nЖдёт событий: 0\nАккаунт: <code>28805383</,
		),
	]);
	await inbox.store({ id: 1 });
	expect(await tell()).toEqual([]);
	await confirm(1);
	expect(await tell()).toEqual([expect.stringMatching(/отключён<\/b>: снова в порядке/)]);
	expect(await tell()).toEqual([]);
});

test('kept events are no lag, and the check counts them', async () => {
	await disconnect('amocrm', clientId);
	await inbox.store({ id: 1 }, { id: 2 });
	await inbox.pool.query(
		`update amocrm_webhook_events set ts = now() - interval '1 day', next_attempt_at = now() - interval '1 day'`,
	);
	const { rows } = await inbox.pool.query(
		`select name, subject, state, value from amocrm_pipeline_health
		where name in ('lag', 'account_disconnected')`,
	);
	expect(rows).toEqual([
		{ name: 'lag', subject: testQueue, state: 'ok', value: '0.0' },
		{ name: 'account_disconnected', subject: String(account), state: 'alarm', value: '2.0' },
	]);
});

describe('the state of an external integration', () => {
	afterEach(() => inbox.pool.query('truncate amocrm_used_states'));
	const use = (id: string, seconds: number) =>
		said('amocrm_use_state($1, now() + make_interval(secs => $2))', [id, seconds]);
	const remembered = async () =>
		(await inbox.pool.query<{ id: string }>('select id from amocrm_used_states')).rows.map(
			({ id }) => id,
		);

	it('is taken once, also by many at the same time', async () => {
		const taken = await Promise.all(Array.from({ length: 12 }, () => use('a', 60)));
		expect(taken.filter((isFirst) => isFirst === true)).toHaveLength(1);
		expect(await use('b', 60)).toBe(true);
	});

	it('is forgotten an hour after its end, when its signature is refused anyway', async () => {
		await use('long over', -3700);
		await use('just over', -3500);
		await use('new', 60);
		expect(await remembered()).toEqual(['just over', 'new']);
	});
});
