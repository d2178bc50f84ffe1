import { escapeIdentifier, type ClientBase, type Pool } from 'pg';
import { readSqlFiles } from './sqlFiles';

export interface SchemaState {
	/** Number of the newest migration in the database; 0 when there is none. */
	readonly installed: number;
	/** Number of the newest migration that this package brings. */
	readonly wanted: number;
}

/** How the schema compares with this package; changes nothing. */
export async function schemaState(
	database: ClientBase | Pool,
	schema: string,
): Promise<SchemaState> {
	const journal = `${escapeIdentifier(schema)}.amocrm_migrations`;
	const { rows: tables } = await database.query('select to_regclass($1) is not null as there', [
		journal,
	]);
	const wanted = readSqlFiles().migrations.length;
	if (!tables[0]?.there) return { installed: 0, wanted };
	const { rows } = await database.query(
		`select coalesce(max(number), 0)::int as newest from ${journal}`,
	);
	return { installed: rows[0]?.newest ?? 0, wanted };
}
