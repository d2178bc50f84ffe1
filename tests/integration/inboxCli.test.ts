import { Readable } from 'node:stream';
import { eventsCommand } from '../../cli/events';
import type { Io } from '../../cli/io';
import { migrateCommand } from '../../cli/migrate';
import { enqueue } from '../../src/inbox/enqueue';
import { createTestDatabase, useTestDatabase } from '../support/database';
import { delivery, newEvent } from '../support/inboxEvents';

const database = useTestDatabase({ emptied: false });

afterEach(async () => {
	await database.pool.query('truncate amocrm_webhook_events');
});

type Command = (args: readonly string[], io: Io) => Promise<number>;

async function run(command: Command, args: readonly string[], env: Io['env'] = {}) {
	let out = '';
	let problems = '';
	const io: Io = {
		stdin: Readable.from([]),
		stdout: { write: (text) => (out += text) },
		stderr: { write: (text) => (problems += text) },
		env: { DATABASE_URL: database.url, ...env },
	};
	const code = await command(args, io);
	return { code, out, problems };
}

async function storeDead(...ids: readonly number[]): Promise<readonly string[]> {
	const stored = await enqueue(database.pool, delivery(ids.map((id) => newEvent({ id }))));
	await database.pool.query(
		`update amocrm_webhook_events set status = 'dead', attempts = 3, last_error = E'Jarvis:\\n503'`,
	);
	return stored.map(({ eventId }) => eventId);
}

describe('migrate', () => {
	test('says what it applied and then that nothing is to do', async () => {
		const empty = await createTestDatabase({ empty: true });
		try {
			const env = { DATABASE_URL: empty.url };
			const first = await run(migrateCommand, [], env);
			expect(first.out).toContain('applied  sql/migrations/000001_inbox.sql');
			expect((await run(migrateCommand, [], env)).out).toMatch(/version \d+, nothing to do/);
			const json = await run(migrateCommand, ['--json', '--schema', 'second'], env);
			expect(JSON.parse(json.out)).toMatchObject({ schema: 'second', version: expect.any(Number) });
		} finally {
			await empty.drop();
		}
	});

	test('reads PGHOST and its kin', async () => {
		const url = new URL(database.url);
		const env = {
			DATABASE_URL: undefined,
			PGHOST: url.hostname,
			PGPORT: url.port,
			PGDATABASE: url.pathname.slice(1),
			PGUSER: url.username,
			PGPASSWORD: url.password,
		};
		expect((await run(migrateCommand, [], env)).code).toBe(0);
	});

	test.each([
		[
			'without an address',
			[],
			{ DATABASE_URL: undefined, AMOCRM_DATA_DIR: '/nowhere' },
			/Which database\?/,
		],
		[
			'with nobody there',
			['--database-url', 'postgres://u:hidden@127.0.0.1:1/x'],
			{},
			/127\.0\.0\.1:1\/x cannot be reached \(ECONNREFUSED\)/,
		],
	])('%s it says what to do, and no password', async (_name, args, env, message) => {
		const failure = run(migrateCommand, args, env);
		await expect(failure).rejects.toThrow(message);
		await expect(failure).rejects.not.toThrow(/hidden/);
	});
});

describe('events', () => {
	test('lists dead and pending events as a table, newest first', async () => {
		const [id] = await storeDead(1);
		await enqueue(database.pool, delivery([newEvent({ id: 2 }), newEvent({ id: 3 }, 'no')]));
		const { out } = await run(eventsCommand, ['list']);
		const lines = out.trimEnd().split('\n');
		expect(lines).toHaveLength(3);
		expect(lines[0]).toMatch(/^id +stored +event +entity_id +status/);
		expect(lines[1]).toMatch(/lead\.update +2 +pending +0/);
		expect(lines[2]).toMatch(new RegExp(`^${id} .*lead\\.update +1 +dead +3 +Jarvis: 503$`));
	});

	test('lists as JSON, limited, in one state', async () => {
		await storeDead(1, 2, 3);
		const { out } = await run(eventsCommand, [
			'list',
			'--json',
			'--limit',
			'2',
			'--status',
			'dead',
		]);
		const events = out
			.trimEnd()
			.split('\n')
			.map((line) => JSON.parse(line) as { entity_id: string });
		expect(events.map(({ entity_id }) => entity_id)).toEqual(['3', '2']);
		expect((await run(eventsCommand, ['list', '--status', 'pending'])).out).toBe(
			'No events that are pending.\n',
		);
	});

	test('shows one event whole', async () => {
		const [id = ''] = await storeDead(77);
		const { out } = await run(eventsCommand, ['show', id]);
		expect(out).toMatch(/amocrm_entity_id +77\n/);
		expect(out).toContain('503');
		expect(await run(eventsCommand, ['show', '999999'])).toMatchObject({
			code: 1,
			problems: 'There is no event 999999.\n',
		});
	});

	test('replays chosen events and says which could not be', async () => {
		const [first = '', second = ''] = await storeDead(1, 2);
		expect(await run(eventsCommand, ['replay', first])).toMatchObject({
			code: 0,
			out: '1 of 1 dead events start again.\n',
		});
		const again = await run(eventsCommand, ['replay', first, second]);
		expect(again).toMatchObject({ code: 1, out: '1 of 2 dead events start again.\n' });
		expect(again.problems).toContain(`Event ${first} was not replayed`);
	});

	test('replays all dead events', async () => {
		await storeDead(1, 2, 3);
		await enqueue(database.pool, delivery([], { rawBody: Buffer.from('noise') }));
		expect(await run(eventsCommand, ['replay', '--all-dead'])).toMatchObject({
			code: 0,
			out: '3 of 4 dead events start again.\n',
		});
	});

	test.each([
		[['list', '--status', 'gone'], /no status "gone": choose among pending/],
		[['list', '--limit', 'x'], /--limit "x" is not a whole number/],
		[['show', '1; drop table'], /is not the id of an event/],
		[['replay'], /takes the ids of dead events, or --all-dead/],
		[['replay', '1', '--all-dead'], /takes the ids of dead events, or --all-dead/],
	])('%j is refused with the reason', async (args, message) => {
		await expect(run(eventsCommand, args)).rejects.toThrow(message);
	});

	test('an unknown verb shows how to call it', async () => {
		expect(await run(eventsCommand, ['lst'])).toMatchObject({
			code: 2,
			problems: expect.stringContaining('Usage:'),
		});
	});

	test('a database without the tables says to migrate first', async () => {
		const empty = await createTestDatabase({ empty: true });
		try {
			await expect(run(eventsCommand, ['list'], { DATABASE_URL: empty.url })).rejects.toThrow(
				/has no event tables in the schema "public": run amocrm-pipeline migrate first/,
			);
		} finally {
			await empty.drop();
		}
	});
});
