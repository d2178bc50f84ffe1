import { parseArgs } from 'node:util';
import type { PoolClient } from 'pg';
import { readProgress, unfinishedId } from '../src/backfill/progress';
import { dryRun } from './backfillDryRun';
import { maxRequestsOf, options, requestsPerSecondOf, usage, wantedOf } from './backfillOptions';
import { runImport } from './backfillRun';
import { statusColumns, statusRow } from './backfillText';
import { withDatabase } from './database';
import type { Io } from './io';
import { table } from './table';

const parse = (args: readonly string[]) =>
	parseArgs({ args: [...args], options, allowPositionals: true });

type Values = ReturnType<typeof parse>['values'];

const runOptions = (values: Values) => ({
	requestsPerSecond: requestsPerSecondOf(values['requests-per-second']),
	isJson: values.json === true,
});

async function start(values: Values, io: Io): Promise<number> {
	const wanted = wantedOf(values);
	const chosen = runOptions(values);
	return await withDatabase(values, io.env, async (pool) => {
		if (values['dry-run']) return await dryRun(pool, wanted, chosen, io);
		const open = async (client: PoolClient): Promise<string> => {
			const { rows } = await client.query<{ id: string }>(
				'select amocrm_open_backfill($1)::text as id',
				[wanted],
			);
			return rows[0]?.id ?? '';
		};
		return await runImport(pool, open, chosen, io);
	});
}

async function status(values: Values, io: Io): Promise<number> {
	const all = await withDatabase(values, io.env, (pool) => readProgress(pool));
	if (values.json) {
		for (const progress of all) io.stdout.write(`${JSON.stringify(progress)}\n`);
	} else if (all.length === 0) {
		io.stdout.write('Nothing was imported yet.\n');
	} else {
		io.stdout.write(table(statusColumns, all.map(statusRow)));
	}
	return 0;
}

/** The import that is named, else the one that is not finished. */
async function idOf(given: readonly string[], database: PoolClient): Promise<string> {
	const [named] = given;
	if (named !== undefined && !/^[1-9]\d{0,17}$/.test(named)) {
		throw new Error(`"${named}" is not the number of an import: take one of "backfill status".`);
	}
	const id = named ?? (await unfinishedId(database));
	if (id === null) throw new Error('No import is open or stopped.');
	return id;
}

async function resume(given: readonly string[], values: Values, io: Io): Promise<number> {
	const more = maxRequestsOf(values['max-requests']);
	return await withDatabase(values, io.env, (pool) => {
		const open = async (client: PoolClient): Promise<string> => {
			const id = await idOf(given, client);
			const { rows } = await client.query<{ resumed: boolean }>(
				'select amocrm_resume_backfill($1, $2) as resumed',
				[id, more],
			);
			if (rows[0]?.resumed) return id;
			throw new Error(`Import ${id} is done or cancelled, or there is none with this number.`);
		};
		return runImport(pool, open, runOptions(values), io);
	});
}

async function cancel(given: readonly string[], values: Values, io: Io): Promise<number> {
	return await withDatabase(values, io.env, async (pool) => {
		const client = await pool.connect();
		try {
			const id = await idOf(given, client);
			const { rows } = await client.query<{ ended: boolean }>(
				`select amocrm_end_backfill($1, 'cancelled') as ended`,
				[id],
			);
			if (!rows[0]?.ended) throw new Error(`Import ${id} is neither open nor stopped.`);
			io.stdout.write(`Import ${id} is cancelled. What was stored stays.\n`);
			return 0;
		} finally {
			client.release();
		}
	});
}

/** Exit code 0 when the import is done, 1 when it stopped or was refused, 2 for a wrong call. */
export async function backfillCommand(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parse(args);
	const [verb = 'start', ...rest] = positionals;
	if (values.help) {
		io.stdout.write(usage);
		return 0;
	}
	if (verb === 'start' && rest.length === 0) return await start(values, io);
	if (verb === 'status' && rest.length === 0) return await status(values, io);
	if (verb === 'resume' && rest.length <= 1) return await resume(rest, values, io);
	if (verb === 'cancel' && rest.length <= 1) return await cancel(rest, values, io);
	io.stderr.write(usage);
	return 2;
}
