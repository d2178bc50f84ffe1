import cluster from 'node:cluster';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { runProcesses } from '../receiver/processes';
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
  --processes N        processes that share the port, one a core at most (AMOCRM_RECEIVER_PROCESSES, 1)
  --database-url URL   the database of the events (DATABASE_URL)
  --schema NAME        its schema (AMOCRM_SCHEMA, public)
`;

/** Each has a pool of connections to PostgreSQL. */
const mostProcesses = 32;

function portOf(text: string): number {
	const port = Number(text);
	if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
	throw new Error(`The port is "${text}", but a port is a whole number from 0 to 65535.`);
}

function processesOf(text: string): number {
	const count = Number(text);
	if (Number.isInteger(count) && count >= 1 && count <= mostProcesses) return count;
	throw new Error(
		`The number of processes is "${text}", but it is a whole number from 1 to ${mostProcesses}.`,
	);
}

/** Runs until SIGTERM or SIGINT; what has arrived by then is answered. */
export async function receiveCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			...databaseOptions,
			host: { type: 'string' },
			port: { type: 'string' },
			processes: { type: 'string' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	if (values.help) {
		io.stdout.write(usage);
		return 0;
	}
	const host = values.host ?? (io.env['AMOCRM_RECEIVER_HOST'] || '127.0.0.1');
	const port = portOf(values.port ?? (io.env['AMOCRM_RECEIVER_PORT'] || '8091'));
	const processes = processesOf(values.processes ?? (io.env['AMOCRM_RECEIVER_PROCESSES'] || '1'));
	const log = lineLog(io.stderr);
	const tell = (line: string): void => void io.stdout.write(`Receiver: ${line}\n`);
	if (processes > 1 && cluster.isPrimary) {
		const onListening = (url: string): void => tell(`listening on ${url}, ${processes} processes`);
		const code = await runProcesses({ count: processes, log, onListening });
		if (code === 0) tell('stopped');
		return code;
	}
	const { connectionTimeoutMs: _patience, ...config } = databaseConfig(values, io.env);
	const pool = createPool(config);
	try {
		const receiver = await startReceiver({ pool, host, port, log });
		if (cluster.isPrimary) tell(`listening on ${receiver.url}`);
		await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
		await receiver.stop();
	} finally {
		await pool.end();
		// The channel to the parent would keep this process alive, also after a port that is taken.
		if (cluster.isWorker) process.disconnect();
	}
	if (cluster.isPrimary) tell('stopped');
	return 0;
}
