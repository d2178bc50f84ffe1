import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { doctorCommand } from '../../cli/doctor';
import { withClient } from '../../cli/doctorChecks';
import { migrate } from '../../src/inbox/migrate';
import { createTestDatabase, useTestDatabase } from '../support/database';

/** The lines of `doctor` that come from amocrm_pipeline_health. */
const database = useTestDatabase({ emptied: false });

async function doctor(url = database.url, schema = 'public', env: Record<string, string> = {}) {
	let out = '';
	const code = await doctorCommand(['--json'], {
		stdin: Readable.from([]),
		stdout: { write: (text) => (out += text) },
		stderr: { write: () => undefined },
		// A folder without stack.json: a running `npm start` must not answer instead.
		env: { DATABASE_URL: url, AMOCRM_DATA_DIR: '/nowhere', AMOCRM_SCHEMA: schema, ...env },
	});
	const lines = out
		.trim()
		.split('\n')
		.map(
			(line) => JSON.parse(line) as { check: string; state: string; text: string; fix?: string },
		);
	return { code, line: (name: string) => lines.find(({ check }) => check === name) };
}

const run = (text: string) => database.pool.query(text);

test('says of an idle installation that nothing is wrong', async () => {
	const { code, line } = await doctor();
	expect(code).toBe(0);
	for (const name of ['events', 'runs', 'budget', 'watch']) {
		expect(line(name)).toMatchObject({ state: 'ok' });
	}
	expect(line('events')?.text).toContain('0 given up');
});

test('fails with what is wrong and what to do, warns of what may become so', async () => {
	await run(`insert into amocrm_webhook_events (event_type, entity_type, event_hash, payload, queue,
			content_hash, status, ts)
		select 'lead.update', 'lead', status || queue, '{}', queue, status || queue, status,
			now() - interval '200 s'
		from unnest(array['dead', 'pending', 'pending'], array['a', 'a', 'b']) as given (status, queue)`);
	await run(
		`select amocrm_record_api_usage('{"accountId": 1, "requests": 150, "source": "test"}')`,
	);
	await run(`insert into amocrm_endpoints (queue, key_hash, account_id, settings)
		values ('a', 'x', 1, '{}')`);
	await run(`select amocrm_record_webhook_state('{"account": {"id": 1}, "webhooks": []}')`);
	const { code, line } = await doctor();
	expect(code).toBe(1);
	expect(line('events')).toMatchObject({ state: 'failed' });
	expect(line('events')?.text).toMatch(
		/^1 waiting, the oldest due for 200 s \(a\), 1 waiting, .* \(b\), 1 given up, 1 of them/,
	);
	expect(line('events')?.fix).toContain('events replay');
	expect(line('budget')).toMatchObject({
		state: 'warning',
		text: expect.stringMatching(/^15[02] of 250 requests in a minute$/),
	});
	expect(line('watch')).toMatchObject({ state: 'failed', text: 'amoCRM says missing' });
	expect(line('runs')).toMatchObject({ state: 'ok' });
});

test('says in words that the database was not migrated', async () => {
	const empty = await createTestDatabase({ empty: true });
	try {
		const { code, line } = await doctor(empty.url);
		expect(code).toBe(1);
		expect(line('events')).toMatchObject({ state: 'failed', fix: 'amocrm-pipeline migrate' });
	} finally {
		await empty.drop();
	}
});

test('a database that is not of n8n is called so, whose tables no migration of ours can make', async () => {
	const n8n = createServer((_request, response) => response.end('ok')).listen(0, '127.0.0.1');
	await once(n8n, 'listening');
	try {
		const { line } = await doctor(database.url, 'public', {
			N8N_URL: `http://127.0.0.1:${(n8n.address() as AddressInfo).port}`,
			N8N_DATABASE_URL: database.url,
		});
		for (const name of ['n8n', 'n8n data']) {
			expect(line(name)).toMatchObject({
				state: 'failed',
				fix: 'N8N_DATABASE_URL must name the database of n8n itself',
			});
		}
	} finally {
		n8n.close();
	}
});

test('looks into the schema that is named, whatever its name', async () => {
	const schema = 'Sales, "East"';
	const other = await createTestDatabase({ empty: true, schema });
	try {
		await migrate(other.pool, { schema });
		const { code, line } = await doctor(other.url, schema);
		expect([line('schema')?.state, line('events')?.state, code]).toEqual(['ok', 'ok', 0]);
	} finally {
		await other.drop();
	}
});

test('ends a query that another session keeps waiting', async () => {
	const holder = await database.pool.connect();
	try {
		await holder.query('begin; lock table amocrm_webhook_events');
		await expect(
			withClient(database.url, (client) => client.query('table amocrm_webhook_events'), 300),
		).rejects.toThrow('Query read timeout');
	} finally {
		await holder.query('rollback');
		holder.release();
	}
});

test('a connection that the server ends between two queries is an error, not the end of doctor', async () => {
	await expect(
		withClient(database.url, async (client) => {
			const { rows } = await client.query('select pg_backend_pid() as pid');
			// Not events.once, which would listen for errors itself.
			const ended = new Promise<void>((resolve) => client.once('end', resolve));
			await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
			await ended;
			await client.query('select 1');
		}),
	).rejects.toThrow(/connection|terminat/i);
});
