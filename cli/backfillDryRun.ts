import type { Pool } from 'pg';
import { countLeads } from '../src/backfill/countLeads';
import { leadPage } from '../src/backfill/leadPage';
import type { Query } from '../src/client/types';
import { backfillAccount } from './backfillAccount';
import type { RunOptions } from './backfillRun';
import { number } from './backfillText';
import type { Io } from './io';

interface Budget {
	readonly requests_hour: number;
	readonly free_hour: number;
}

const minutes = (seconds: number): string =>
	seconds < 120 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;

/** Says what an import would take; asks amoCRM for a few pages and stores nothing but that it asked. */
export async function dryRun(
	pool: Pool,
	wanted: string,
	{ requestsPerSecond, isJson }: RunOptions,
	io: Io,
): Promise<number> {
	const { client, counted, explain } = backfillAccount(
		io.env,
		requestsPerSecond,
		new AbortController().signal,
	);
	let accountId: number | null = null;
	let asked = 0;
	try {
		// First, since it says what is wrong with the options.
		await pool.query('select amocrm_read_backfill($1)', [wanted]);
		const account = await client.send({ method: 'GET', path: '/api/v4/account' });
		accountId = (account.body as { readonly id: number }).id;
		const count = await countLeads(async (page) => {
			const { rows } = await pool.query<{ path: string; query: Query }>(
				'select path, query from amocrm_plan_backfill($1, $2)',
				[wanted, page],
			);
			const { path = '', query = {} } = rows[0] ?? {};
			return leadPage((await client.send({ method: 'GET', path, query })).body);
		});
		const { rows } = await pool.query<Budget>(
			`select requests_hour::int, free_hour::int from amocrm_api_budget where account_id = $1`,
			[accountId],
		);
		const free = rows[0]?.free_hour ?? 7000;
		const tries = counted.take();
		asked = tries.requests;
		await record(pool, accountId, tries);
		if (isJson) {
			io.stdout.write(`${JSON.stringify({ ...count, free_hour: free, asked })}\n`);
			return 0;
		}
		io.stdout.write(
			`${number(count.leads)} leads, about ${number(count.contacts)} contacts and ${number(count.companies)} companies: ` +
				`about ${number(count.requests)} requests, ${minutes(count.requests / requestsPerSecond)} at ${requestsPerSecond} a second.\n` +
				`${number(free - asked)} requests of this hour are free. Counting took ${asked}.\n`,
		);
		return 0;
	} catch (error) {
		await record(pool, accountId, counted.take());
		throw explain(error);
	}
}

const record = (pool: Pool, accountId: number | null, tries: object) =>
	pool.query('select amocrm_record_api_usage($1)', [
		JSON.stringify({ accountId, source: 'backfill', ...tries }),
	]);
