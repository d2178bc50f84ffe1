import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../paths';
import { widgetScript } from './scripts';
import type { ArchiveFiles } from './zip';

const widgetFolder = join(repositoryRoot, 'widget');

const filesIn = (folder: string): ReadonlyArray<readonly [string, Buffer]> =>
	readdirSync(join(widgetFolder, folder))
		.filter(
			(name) => /\.(json|png)$/.test(name) && statSync(join(widgetFolder, folder, name)).isFile(),
		)
		.sort()
		.map((name) => [`${folder}/${name}`, readFileSync(join(widgetFolder, folder, name))]);

/** What amoCRM gets: the manifest and the script at the root, as it wants them. */
export const widgetFiles = (): ArchiveFiles =>
	new Map([
		['manifest.json', readFileSync(join(widgetFolder, 'manifest.json'))],
		['script.js', Buffer.from(widgetScript())],
		...filesIn('i18n'),
		...filesIn('images'),
	]);
