const widest = 80;

const cell = (value: unknown): string => {
	const text = value === null || value === undefined ? '' : String(value).replace(/\s+/g, ' ');
	return text.length > widest ? `${text.slice(0, widest - 1)}…` : text;
};

/** Rows as aligned text columns, with the column names on top. */
export function table(
	columns: readonly string[],
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
): string {
	const lines = [columns, ...rows.map((row) => columns.map((column) => cell(row[column])))];
	const widths = columns.map((_column, index) =>
		Math.max(...lines.map((line) => (line[index] ?? '').length)),
	);
	return lines
		.map((line) => line.map((text, index) => text.padEnd(widths[index] ?? 0)).join('  '))
		.map((line) => `${line.trimEnd()}\n`)
		.join('');
}
