import type { Chart } from './chart';
import type { Texts, Words } from './words';

export interface Column {
	readonly label: string;
	readonly isNumber: boolean;
}

/** The figures of a section for who cannot see its charts; every text as it is shown. */
export interface Table {
	readonly columns: readonly Column[];
	readonly rows: ReadonlyArray<readonly string[]>;
}

export interface SectionView {
	/** What the charts say, in a sentence or two. */
	readonly reading: string;
	readonly charts: readonly Chart[];
	readonly table: Table;
}

export interface Context {
	readonly words: Words;
	/** First days of the months of the report, the oldest first: `2026-03-01`. */
	readonly months: readonly string[];
	readonly today: string;
}

/**
 * One question of the report, in one file: its rows, their words and their charts. The statement
 * joins `scope` (account_id, since, pipelines: ids or null), which `readReport.ts` puts before it, and
 * casts counts and amounts to int and float8, which come as numbers.
 */
export interface Section<Row extends object> {
	readonly id: string;
	/** Where the rows come from, for who has to repair it. */
	readonly view: string;
	readonly sql: string;
	readonly title: Texts;
	/** What is counted, and what it leaves out. */
	readonly about: Texts;
	readonly empty: Texts;
	/** Called with one row or more. */
	show(rows: readonly Row[], context: Context): SectionView;
}

export const text = (label: string): Column => ({ label, isNumber: false });
export const number = (label: string): Column => ({ label, isNumber: true });

export const sumOf = <Row>(rows: readonly Row[], value: (row: Row) => number): number =>
	rows.reduce((sum, row) => sum + value(row), 0);

/** The row with the largest value; the first of equals. */
export function largest<Row>(rows: readonly Row[], value: (row: Row) => number): Row {
	return rows.reduce((best, row) => (value(row) > value(best) ? row : best));
}

/** Rows by a key, in the order in which the keys come. */
export function groupBy<Row>(
	rows: readonly Row[],
	key: (row: Row) => string,
): ReadonlyMap<string, readonly Row[]> {
	const groups = new Map<string, Row[]>();
	for (const row of rows) {
		const group = groups.get(key(row));
		if (group) group.push(row);
		else groups.set(key(row), [row]);
	}
	return groups;
}
