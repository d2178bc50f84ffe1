import {
	cpSync,
	existsSync,
	mkdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './paths';

/**
 * Puts the built package where n8n looks for community packages. A copy, not a link to the
 * repository: through a link, `n8n-workflow` would resolve to the repository's development copy,
 * and n8n would not recognise our errors as its own classes.
 */
export function installPackage(n8nUserFolder: string): void {
	const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
		name: string;
		files: string[];
		dependencies: Record<string, string>;
	};
	const target = join(n8nUserFolder, '.n8n', 'nodes', 'node_modules', manifest.name);
	rmSync(target, { recursive: true, force: true });
	mkdirSync(join(target, 'node_modules'), { recursive: true });
	for (const path of manifest.files) {
		const source = join(repositoryRoot, path);
		if (existsSync(source)) cpSync(source, join(target, path), { recursive: true });
	}
	const { name, files, dependencies, ...rest } = manifest as typeof manifest &
		Record<string, unknown>;
	writeFileSync(
		join(target, 'package.json'),
		JSON.stringify({ name, ...rest, files, dependencies, devDependencies: undefined }, null, '\t'),
	);
	for (const dependency of Object.keys(dependencies)) {
		symlinkSync(
			join(repositoryRoot, 'node_modules', dependency),
			join(target, 'node_modules', dependency),
			'dir',
		);
	}
}
