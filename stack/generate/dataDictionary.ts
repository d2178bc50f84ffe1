import type { Pool } from 'pg';

const introduction = `<!-- Made by \`npm run generate\` from the comments in sql/. Do not edit. -->
# Data dictionary

Every view and table with its columns, as \`\\d+\` in psql shows them. Begin with the views, which have names instead
of ids. Queries that use them: [analytics](../guides/analytics.md).
`;

interface Column {
	readonly relation: string;
	readonly kind: 'table' | 'view';
	readonly meaning: string | null;
	readonly column: string;
	readonly type: string;
	readonly column_meaning: string | null;
}

const columnsOf = `
	select relname as relation, case relkind when 'v' then 'view' else 'table' end as kind,
		obj_description(pg_class.oid, 'pg_class') as meaning, attname as column,
		replace(format_type(atttypid, atttypmod), 'timestamp with time zone', 'timestamptz') as type,
		col_description(pg_class.oid, attnum) as column_meaning
	from pg_class
	join pg_attribute on attrelid = pg_class.oid and attnum > 0 and not attisdropped
	where relnamespace = quote_ident(current_schema())::regnamespace
		and relkind in ('r', 'v')
	order by relkind desc, relname collate "C", attnum`;

/** A line break or an upright bar would end the cell of the table. */
const cell = (text: string | null): string =>
	(text ?? '').replaceAll('\n', ' ').replaceAll('|', '\\|');

function section(columns: readonly Column[]): string {
	const [first] = columns;
	if (!first) return '';
	const rows = columns.map(
		({ column, type, column_meaning }) => `| \`${column}\` | ${type} | ${cell(column_meaning)} |`,
	);
	const head = ['| column | type | meaning |', '| --- | --- | --- |'];
	return [`### ${first.relation}`, '', first.meaning ?? '', '', ...head, ...rows, ''].join('\n');
}

/** The page docs/reference/data-dictionary.md, from the catalogue of a migrated database. */
export async function renderDataDictionary(pool: Pool): Promise<string> {
	const { rows } = await pool.query<Column>(columnsOf);
	const part = (title: string, kind: Column['kind']): readonly string[] => {
		const columns = rows.filter((row) => row.kind === kind);
		const relations = [...new Set(columns.map(({ relation }) => relation))];
		return [
			`## ${title}\n`,
			...relations.map((name) => section(columns.filter(({ relation }) => relation === name))),
		];
	};
	return [introduction, ...part('Views', 'view'), ...part('Tables', 'table')].join('\n');
}
