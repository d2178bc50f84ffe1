import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startReceiver } from '../receiver/server';
import { databaseConfig, databaseOptions } from './database';
import { createPool } from '../src/inbox/pool';
import type { Io } from './io';
import { lineLog } from './lineLog';

const usage = `Usage: amocrm-pipeline receive [options]

Answers amoCRM's webhooks without n8n, in the name of every AmoCRM Trigger that was published on the
same database: same key, same checks, same answers. GET /healthz and GET /metrics are for monitoring.

  --host HOST          address to listen on (AMOCRM_RECEIVER_HOST, 127.0.0.1)
  --port PORT          port to listen on (AMOCRM_RECEIVER_PORT, 8091)
  --database-url URL   the database of the events (DATABASE_URL)
  --schema NAME        its schema (AMOCRM_SCHEMA, public)
`;

function portOf(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
	throw new Error(`The port is "${text}", but a port is a whole number from 0 to 65535.`);
}

/** Runs until SIGTERM or SIGINT; what has arrived by then is answered. */
export async function receiveCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			...databaseOptions,
			host: { type: 'string' },
			port: { type: 'string' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		io.stdout.write(usage);
		return 0;
	}
	const host = values.host ?? (io.env['AMOCRM_RECEIVER_HOST'] || '127.0.0.1');
	const port = portOf(values.port ?? (io.env['AMOCRM_RECEIVER_PORT'] || '8091'));
	const { connectionTimeoutMs: _patience, ...config } = databaseConfig(values, io.env);
	const pool = createPool(config);
	const receiver = await startReceiver({ pool, host, port, log: lineLog(io.stderr) });
	io.stdout.write(`Receiver: listening on ${receiver.url}\n`);
	await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
	await receiver.stop();
	await pool.end();
	io.stdout.write('Receiver: stopped\n');
	return 0;
}
