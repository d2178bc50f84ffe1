import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resources } from '../../src/catalog/resources';
import { repositoryRoot } from '../paths';
import { renderEventsReference } from './eventsReference';
import { renderMigrationPins } from './migrationPins';
import { renderResourceReference } from './resourceReference';
import { renderSchemaFile } from './schemaFile';
import { renderSurface } from './surface';

function write(path: string, text: string): void {
	const file = join(repositoryRoot, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, text);
	process.stdout.write(`${path}\n`);
}

/** Not imported: the images are built without the tests. */
async function outputSchemas(): Promise<ReadonlyMap<string, string>> {
	const file = join(repositoryRoot, 'dist/tests/operations/outputSchemas.js');
	if (!existsSync(file)) throw new Error('dist/tests/operations is missing: run the build first');
	const module = (await import(file)) as {
		readonly renderOutputSchemas: () => Promise<ReadonlyMap<string, string>>;
	};
	return await module.renderOutputSchemas();
}

/** `npm run generate`: everything that is derived and kept in the repository. */
async function main(): Promise<void> {
	write('docs/reference/events.md', renderEventsReference());
	for (const resource of resources) {
		write(`docs/reference/${resource.name}.md`, renderResourceReference(resource));
	}
	write('tests/contract/surface.json', renderSurface());
	write('tests/contract/migrations.json', renderMigrationPins());
	for (const [path, text] of await outputSchemas()) write(path, text);
	write('sql/schema.sql', await renderSchemaFile());
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
