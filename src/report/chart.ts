/** A chart as data; `chartOption.ts` makes ECharts' option of it. */

/** A colour by what it means; `style.ts` says which it is, in light and dark. */
export type Ink = 'main' | 'good' | 'bad' | 'rest' | 'second' | 'third';

export interface Series {
	readonly name: string;
	readonly ink: Ink;
	/** One for each category; null is a gap. */
	readonly values: ReadonlyArray<number | null>;
}

export interface Chart {
	/** `columns` stand, `bars` lie and are for names; `line` is for shares in time. */
	readonly kind: 'columns' | 'bars' | 'line';
	/** What tells it from the other charts of its section, e.g. a pipeline; else empty. */
	readonly subject: string;
	readonly categories: readonly string[];
	readonly series: readonly Series[];
	/** The series lie upon each other and make a whole. */
	readonly isStacked: boolean;
	/** Text at the end of each bar, column or point of the last series. */
	readonly labels: readonly string[];
	/** A number on the axis. */
	readonly axis: (value: number) => string;
}
