import type { ClientBase } from 'pg';
import { timedQuery } from '../inbox/timedQuery';
import { headline } from './headline';
import { periodSql, type Period } from './period';
import { chooseAccount, choosePipelines, type Pipeline, type Scope } from './scope';
import type { Section } from './section';
import { sections } from './sections';

export interface ReportWish {
	/** The present month included. */
	readonly months: number;
	readonly account: string | null;
	/** Ids or names; none: all pipelines. */
	readonly pipelines: readonly string[];
	/** Null: the one of the database's sessions. */
	readonly timeZone: string | null;
}

/**
 * Why a view gave nothing: it is not there (or older than this package), this login may not read it, or
 * its time was over.
 */
export type Problem = 'missing' | 'denied' | 'slow';

export type Rows = readonly object[] | Problem;

export interface Report {
	readonly scope: Scope;
	readonly headline: Rows;
	readonly sections: ReadonlyArray<{ readonly section: Section<object>; readonly rows: Rows }>;
}

const problems: Readonly<Record<string, Problem>> = {
	'42P01': 'missing',
	'42703': 'missing',
	'42501': 'denied',
	'57014': 'slow',
};

/** The half minute that other commands grant a statement is too short for years of a busy account. */
const usualViewTimeoutMs = 180_000;
/** Later than that the server has vanished. */
const graceMs = 5000;
/** Months of moves are sorted: with the usual 4 MB of memory that happens on disk, twice as slowly. */
const sortMemory = '64MB';

const accountsSql = (view: string): string =>
	`select distinct account_id::text as id from ${view} where account_id is not null order by 1`;

const pipelinesSql = `select distinct pipeline_id::text as id, coalesce(pipeline, pipeline_id::text) as name
	from amocrm_funnel_by_month where account_id = $1 and pipeline_id is not null order by 2`;

const withScope = (sql: string): string =>
	`with scope as (
		select $1::bigint as account_id, $2::date as since, $3::bigint[] as pipelines, $4::int as months
	) ${sql}`;

/** Reads views for one report; a view that cannot be read leaves the transaction usable. */
function reader(client: ClientBase, viewTimeoutMs: number) {
	let lastError: unknown;
	const ask = async <Row extends object>(
		sql: string,
		values: readonly unknown[],
	): Promise<readonly Row[] | Problem> => {
		await client.query('savepoint view');
		try {
			return (await client.query<Row>(timedQuery(sql, viewTimeoutMs + graceMs, [...values]))).rows;
		} catch (error) {
			const problem = problems[(error as { code?: string }).code ?? ''];
			if (!problem) throw error;
			lastError = error;
			await client.query('rollback to savepoint view');
			return problem;
		}
	};
	return { ask, lastError: () => lastError };
}

const rowsOr = <Row>(rows: readonly Row[] | Problem): readonly Row[] =>
	typeof rows === 'string' ? [] : rows;

/**
 * Everything the report shows, as of one moment; reads views only. Throws when none of them can be
 * read, and for an account or a pipeline that is not there.
 */
export async function readReport(
	client: ClientBase,
	wish: ReportWish,
	viewTimeoutMs = usualViewTimeoutMs,
): Promise<Report> {
	await client.query('begin isolation level repeatable read read only');
	try {
		await client.query(
			`select set_config('statement_timeout', '${viewTimeoutMs}', true), set_config('work_mem', '${sortMemory}', true)`,
		);
		if (wish.timeZone !== null) {
			await client.query(`select set_config('TimeZone', $1, true)`, [wish.timeZone]);
		}
		const { ask, lastError } = reader(client, viewTimeoutMs);
		const [period] = (await client.query<Period>(periodSql, [wish.months])).rows;
		if (!period) throw new Error('The database did not say what time it is.');
		const accountsOf = async (view: string): Promise<readonly string[]> =>
			rowsOr(await ask<{ id: string }>(accountsSql(view), [])).map(({ id }) => id);
		const withLeads = await accountsOf('amocrm_funnel_by_month');
		const isThere = withLeads.length > 0 && (!wish.account || withLeads.includes(wish.account));
		// The other view reads every event there is.
		const accounts = isThere
			? withLeads
			: [...new Set([...withLeads, ...(await accountsOf('amocrm_events_by_day'))])];
		// Else the page would say that there is nothing to count.
		if (accounts.length === 0 && lastError()) throw lastError();
		const accountId = chooseAccount(accounts, wish.account);
		const known = rowsOr(await ask<Pipeline>(pipelinesSql, [accountId]));
		const pipelines = choosePipelines(known, wish.pipelines);
		const ids = pipelines?.map(({ id }) => id) ?? null;
		const values = [accountId, period.months[0], ids, wish.months];
		const rowsOf = async (sql: string): Promise<Rows> => await ask<object>(withScope(sql), values);
		const figures = await rowsOf(headline.sql);
		const answers: Array<Report['sections'][number]> = [];
		for (const section of sections) {
			answers.push({ section, rows: await rowsOf(section.sql) });
		}
		if (answers.every(({ rows }) => typeof rows === 'string')) throw lastError();
		return { scope: { accountId, pipelines, period }, headline: figures, sections: answers };
	} finally {
		await client.query('rollback');
	}
}
