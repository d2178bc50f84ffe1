import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { backfillCommand } from '../../cli/backfill';
import { queryString } from '../../src/client/query';
import type { Step } from '../../src/backfill/steps';
import type { Item, Row } from './crmItems';
import type { TestDatabase } from './database';
import { sandboxToken, type TestSandbox } from './sandbox';

/** Short words for imports from a sandbox into a database. */
export function createBackfills(
	{ pool, url }: TestDatabase,
	{ sandbox, api, control }: TestSandbox,
) {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-backfill-'));
	// Where `findInstallation` looks for the account of a sandbox.
	writeFileSync(
		join(folder, 'stack.json'),
		JSON.stringify({
			n8n: { url: 'http://127.0.0.1:1' },
			sandbox: { url: sandbox.url, token: sandboxToken },
			postgres: { url, n8nUrl: url },
			jarvisUrl: 'http://127.0.0.1:1',
		}),
	);
	const env = { DATABASE_URL: url, AMOCRM_DATA_DIR: folder };
	const rows = async (statement: string, values: readonly unknown[] = []) =>
		(await pool.query<Row>(statement, [...values])).rows;
	const step = async (statement: string, values: readonly unknown[]) =>
		(
			await pool.query<Step>(
				`select path, query, wait_seconds as "waitSeconds" from ${statement}`,
				[...values],
			)
		).rows[0] ?? null;
	const open = async (wanted: Item = {}) =>
		(await rows('select amocrm_open_backfill($1)::text as id', [JSON.stringify(wanted)]))[0]?.[
			'id'
		] as string;
	const start = (run: string, limits: Item = {}) =>
		step('amocrm_start_backfill($1, $2)', [run, JSON.stringify(limits)]);
	const next = (run: string, answer: Item) =>
		step('amocrm_continue_backfill($1, $2)', [run, JSON.stringify(answer)]);
	const pause = (run: string, error: string, facts: Item = {}) =>
		step('amocrm_pause_backfill($1, $2, $3)', [run, error, JSON.stringify(facts)]);
	const ask = async ({ path, query }: Step): Promise<Item> => {
		const { status, data } = await api.get(
			`${path?.replace('/api/v4', '')}?${queryString(query ?? {})}`,
		);
		return { status, body: data };
	};
	return {
		env,
		rows,
		open,
		start,
		next,
		pause,
		ask,
		progress: async () =>
			(await rows('select * from amocrm_backfills order by id desc limit 1'))[0] as Row,
		/** A whole run; `meanwhile` happens between an answer of amoCRM and its storing. The paths asked for. */
		run: async (
			run: string,
			meanwhile: (path: string, asked: number) => Promise<void> = async () => undefined,
			limits: Item = {},
		): Promise<readonly string[]> => {
			const paths: string[] = [];
			for (let now = await start(run, limits); now?.path != null; ) {
				const answer = await ask(now);
				paths.push(now.path);
				await meanwhile(now.path, paths.length);
				now = await next(run, answer);
			}
			return paths;
		},
		command: async (...args: readonly string[]) => {
			let out = '';
			let problems = '';
			const code = await backfillCommand(args, {
				stdin: Readable.from([]),
				stdout: { write: (text) => (out += text) },
				stderr: { write: (text) => (problems += text) },
				env,
			});
			return { code, out, problems };
		},
		/** Ids of the sandbox's leads that the table has not, or not as they are. */
		wrongLeads: async (): Promise<readonly unknown[]> => {
			const { data } = await control.get('/leads?limit=100000');
			const deals = new Map(
				(
					await rows(
						`select amocrm_deal_id as id, price::int, status_id::int, name,
						extract(epoch from updated_at)::int as updated_at from amocrm_deals`,
					)
				).map((deal) => [Number(deal['id']), deal]),
			);
			return (data as readonly Item[]).flatMap((lead) => {
				const deal = deals.get(Number(lead['id']));
				const isRight = ['name', 'price', 'status_id', 'updated_at'].every(
					(name) => deal?.[name] === lead[name],
				);
				return isRight ? [] : [lead['id']];
			});
		},
		count: async (table: string): Promise<number> =>
			Number((await rows(`select count(*)::int as n from ${table}`))[0]?.['n']),
		/** What the sandbox was asked for. */
		requests: async (): Promise<readonly string[]> =>
			(await control.get('/requests')).data.map(({ path }: { path: string }) => path),
		close: () => rmSync(folder, { recursive: true, force: true }),
	};
}
