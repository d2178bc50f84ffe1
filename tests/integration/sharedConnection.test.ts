import { sharedConnection } from '../../src/inbox/sharedConnection';
import { useTestDatabase } from '../support/database';

const database = useTestDatabase({ emptied: false });

const pid = 'select pg_backend_pid() as pid';
const slowly = `select pg_backend_pid() as pid, clock_timestamp() as at from pg_sleep(0.3)`;

test('who comes while it is in use shares the connection, and has the next statement there', async () => {
	const connection = sharedConnection(database.pool);
	const startedAt = Date.now();
	const results = await Promise.all(
		[slowly, slowly].map((text) => connection((client) => client.query(text))),
	);
	const [first, second] = results.map(({ rows }) => rows[0]);
	expect(first.pid).toBe(second.pid);
	// One after the other, as they were sent.
	expect(second.at - first.at).toBeGreaterThanOrEqual(290);
	expect(Date.now() - startedAt).toBeGreaterThanOrEqual(590);
});

test('PostgreSQL goes on with the next statement while we are too busy to read the answer', async () => {
	const connection = sharedConnection(database.pool);
	await connection((client) => client.query(pid));
	const at = (text: string) =>
		connection(async (client) => (await client.query(text)).rows[0].at as Date);
	const times = Promise.all([
		at('select clock_timestamp() as at from pg_sleep(0.1)'),
		at('select clock_timestamp() as at'),
	]);
	await new Promise((resolve) => setTimeout(resolve, 20));
	const busyUntil = Date.now() + 600;
	while (Date.now() < busyUntil);
	const [first, second] = await times;
	expect(second.getTime() - first.getTime()).toBeLessThan(300);
});

test('nobody has it any more: it is back in the pool', async () => {
	const connection = sharedConnection(database.pool);
	await Promise.all([1, 2, 3].map(() => connection((client) => client.query(pid))));
	expect(database.pool.idleCount).toBe(database.pool.totalCount);
});

test('a statement that is refused leaves its neighbour alone, and the connection is closed', async () => {
	const connection = sharedConnection(database.pool);
	const before = connection((client) => client.query(slowly));
	const refused = connection((client) => client.query('select 1 / 0'));
	const after = connection((client) => client.query(pid));
	await expect(refused).rejects.toThrow('division by zero');
	const [{ rows: own }, { rows: behind }] = await Promise.all([before, after]);
	expect(behind[0].pid).toBe(own[0].pid);
	const { rows: next } = await connection((client) => client.query(pid));
	expect(next[0].pid).not.toBe(own[0].pid);
});

test('a connection that breaks tells all who use it, and the next has another one', async () => {
	const connection = sharedConnection(database.pool);
	const { rows } = await connection((client) => client.query(pid));
	const hung = [1, 2].map(() => connection((client) => client.query('select from pg_sleep(60)')));
	const outcomes = Promise.allSettled(hung);
	await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
	expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
	const { rows: next } = await connection((client) => client.query(pid));
	expect(next[0].pid).not.toBe(rows[0].pid);
});
