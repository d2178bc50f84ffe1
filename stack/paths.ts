import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's root, from the sources (`stack/`) as well as from the build (`dist/stack/`). */
export const repositoryRoot = ((): string => {
	let folder = __dirname;
	while (!existsSync(join(folder, 'stack', 'package.json'))) {
		const parent = dirname(folder);
		if (parent === folder) throw new Error(`${__dirname} is not inside the repository`);
		folder = parent;
	}
	return folder;
})();
