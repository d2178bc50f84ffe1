import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSqlFiles } from '../../src/inbox/sqlFiles';
import { repositoryRoot } from '../paths';

type Pins = Readonly<Record<string, string>>;

/** Adds new migrations to the pinned ones. A pin that is there stays, so that an edited migration fails its test. */
export function renderMigrationPins(): string {
	const file = join(repositoryRoot, 'tests', 'contract', 'migrations.json');
	const pinned: Pins = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Pins) : {};
	const current = readSqlFiles().migrations.map(({ name, hash }) => [name, hash] as const);
	return `${JSON.stringify({ ...Object.fromEntries(current), ...pinned }, null, '\t')}\n`;
}
