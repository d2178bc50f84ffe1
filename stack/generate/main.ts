import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resources } from '../../src/catalog/resources';
import { messageOf } from '../../src/messageOf';
import { sessionToChatFile, sessionToChatScript } from '../chatSession/script';
import { repositoryRoot } from '../paths';
import { standAloneScript } from '../widget/scripts';
import { standAloneFile } from '../widget/standAloneFile';
import { renderDataDictionary } from './dataDictionary';
import { renderEventsReference } from './eventsReference';
import { onMigratedDatabase } from './migratedDatabase';
import { renderMigrationPins } from './migrationPins';
import { renderResourceReference } from './resourceReference';
import { dumpSchema } from './schemaDump';
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
	write(standAloneFile, standAloneScript());
	write(sessionToChatFile, sessionToChatScript());
	for (const [path, text] of await outputSchemas()) write(path, text);
	await onMigratedDatabase(async (pool) => {
		write('sql/schema.sql', await dumpSchema(pool));
		write('docs/reference/data-dictionary.md', await renderDataDictionary(pool));
	});
}

main().catch((error: unknown) => {
	process.stderr.write(`${messageOf(error)}\n`);
	process.exitCode = 1;
});
