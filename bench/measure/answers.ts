import type { Pool } from 'pg';
import { runProgram } from '../childProgram';
import type { LoadJob, LoadReport } from '../load/job';
import type { Answers } from '../results';
import { reserveSerials } from '../serials';
import { harness } from './statements';

export interface Target {
	readonly url: string;
	/** Of what answers, since it started. */
	readonly peakMegabytes: () => number;
	/** Where the answering side stores events: the column `payload` holds the serial as `price`. */
	readonly pool: Pool;
	readonly table: 'amocrm_webhook_events' | 'naive_webhook_events';
}

export const generate = (job: LoadJob, signal: AbortSignal): Promise<LoadReport> =>
	runProgram<LoadReport>({
		program: 'load/program.js',
		node: process.execPath,
		input: job,
		signal,
	});

/** More than any run of a minute can use. */
const serialsOfOneLoad = 2_000_000;

/** How many of the serials are missing among the rows after `afterId`. */
async function missing(target: Target, afterId: string, serials: readonly number[]) {
	const { rows } = await target.pool.query<{ count: number }>(
		`select count(*)::int as count ${harness}
		from unnest($1::bigint[]) as serial
		where serial not in (
			select (payload ->> 'price')::bigint from ${target.table}
			where id > $2 and payload ->> 'price' is not null
		)`,
		[serials, afterId],
	);
	return rows[0]?.count ?? serials.length;
}

/** Puts load on the target and then looks for every answered event in PostgreSQL. */
export async function measureAnswers(
	target: Target,
	load: Pick<LoadJob, 'connections' | 'warmUpSeconds' | 'seconds' | 'leadIds'>,
	signal: AbortSignal,
): Promise<Answers> {
	const { pool, table } = target;
	const { rows } = await pool.query<{ id: string }>(
		`select coalesce(max(id), 0)::text as id ${harness} from ${table}`,
	);
	const firstSerial = reserveSerials(serialsOfOneLoad);
	const report = await generate({ ...load, url: target.url, firstSerial }, signal);
	return {
		perSecond: report.answersPerSecond,
		p50Ms: report.p50Ms,
		p99Ms: report.p99Ms,
		answered: report.answeredSerials.length,
		lost: await missing(target, rows[0]?.id ?? '0', report.answeredSerials),
		failed: report.refused + report.failed,
		peakMegabytes: target.peakMegabytes(),
	};
}
