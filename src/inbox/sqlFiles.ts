import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SqlFile {
	/** Path below `sql/`, e.g. `migrations/000001_inbox.sql`. */
	readonly name: string;
	/** `amocrm_claim_events` of `functions/amocrm_claim_events.sql`: the function or view it makes. */
	readonly object: string;
	/** The migration's number; null for functions and views, which are applied again when they change. */
	readonly number: number | null;
	readonly hash: string;
	readonly text: string;
}

export interface SqlFiles {
	readonly migrations: readonly SqlFile[];
	readonly functions: readonly SqlFile[];
	readonly views: readonly SqlFile[];
}

/** The same relative place in the sources (`src/inbox`) and in the build (`dist/src/inbox`). */
const sqlFolder = join(__dirname, '..', '..', 'sql');

function filesOf(root: string, folder: string): readonly SqlFile[] {
	const path = join(root, folder);
	if (!existsSync(path)) return [];
	return readdirSync(path)
		.filter((file) => file.endsWith('.sql'))
		.sort()
		.map((file) => {
			const text = readFileSync(join(path, file), 'utf8').replaceAll('\r\n', '\n');
			const number = /^(\d{6})_/.exec(file)?.[1];
			return {
				name: `${folder}/${file}`,
				object: file.replace(/\.sql$/, ''),
				number: number === undefined ? null : Number(number),
				hash: createHash('sha256').update(text).digest('hex'),
				text,
			};
		});
}

/** Reads `sql/` below `root`, each folder in the order of its file names. */
export function readSqlFiles(root: string = sqlFolder): SqlFiles {
	const migrations = filesOf(root, 'migrations');
	const wrong = migrations.find(({ number }, index) => number !== index + 1);
	if (wrong) {
		throw new Error(
			`sql/${wrong.name} is out of order: migrations are numbered 000001, 000002, … without gaps or repeats.`,
		);
	}
	return { migrations, functions: filesOf(root, 'functions'), views: filesOf(root, 'views') };
}
