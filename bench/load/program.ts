/** The load generator: a process of its own, so that its work is not the harness's. Job on stdin, report on stdout. */
import { readFileSync } from 'node:fs';
import { benchModule } from '../benchModule';
import { percentile } from '../measure/percentile';
import type { LoadJob, LoadReport } from './job';
import { leadStatusBody } from './leadStatusBody';

/** The little of autocannon that is used; it ships no types. */
interface Client {
	setBody(body: string): void;
	on(event: 'response', seen: (status: number, bytes: number, ms: number) => void): void;
}
interface Options {
	readonly url: string;
	readonly connections: number;
	readonly method: 'POST';
	readonly headers: Readonly<Record<string, string>>;
	readonly body: string;
	readonly duration?: number;
	readonly amount?: number;
	readonly setupClient: (client: Client) => void;
}
type Autocannon = (
	options: Options,
) => Promise<{ readonly errors: number; readonly timeouts: number }>;

async function run(job: LoadJob): Promise<LoadReport> {
	const { url, connections, warmUpSeconds, seconds, amount, leadIds, firstSerial } = job;
	const autocannon = benchModule<Autocannon>('autocannon');
	const bodyOf = (turn: number): string =>
		leadStatusBody(leadIds[turn % leadIds.length] ?? 0, firstSerial + turn);

	const startedAt = Date.now();
	const countFrom = performance.now() + warmUpSeconds * 1000;
	const latencies: number[] = [];
	const answeredSerials: number[] = [];
	let refused = 0;
	let lastAnswerAt = countFrom;
	let clients = 0;
	const setupClient = (client: Client): void => {
		let turn = clients++;
		client.setBody(bodyOf(turn));
		client.on('response', (status, _bytes, ms) => {
			if (status === 200) answeredSerials.push(firstSerial + turn);
			else refused += 1;
			const now = performance.now();
			if (status === 200 && now >= countFrom) {
				latencies.push(ms);
				lastAnswerAt = now;
			}
			// Each client has turns of its own: one drawn from a common stock after the last answer would be lost.
			turn += connections;
			client.setBody(bodyOf(turn));
		});
	};
	const { errors, timeouts } = await autocannon({
		url,
		connections,
		method: 'POST',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
		body: bodyOf(0),
		...(amount === undefined ? { duration: warmUpSeconds + (seconds ?? 0) } : { amount }),
		setupClient,
	});
	const counted = amount === undefined ? (seconds ?? 0) : (lastAnswerAt - countFrom) / 1000;
	const latencyAt = (share: number): number | null =>
		latencies.length > 0 ? percentile(latencies, share) : null;
	return {
		answersPerSecond: latencies.length / counted,
		p50Ms: latencyAt(0.5),
		p99Ms: latencyAt(0.99),
		startedAt,
		answeredSerials,
		refused,
		failed: errors + timeouts,
	};
}

void run(JSON.parse(readFileSync(0, 'utf8')) as LoadJob).then((report) =>
	process.stdout.write(JSON.stringify(report)),
);
