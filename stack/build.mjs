/** Compiles TypeScript to `dist/` and copies what the code reads beside itself: SQL, icons, pages. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
	chmodSync,
	cpSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { dirname, extname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import bundling from './bundleCommand.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const compiled = [
	...['nodes', 'credentials', 'src', 'sandbox', 'stack', 'cli', 'receiver', 'bench'],
	// Cases are data that `npm run coverage` reads, too.
	'tests/operations',
];
const skipped = new Set(['node_modules']);

function* files(folder) {
	if (!existsSync(folder)) return;
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (skipped.has(entry.name)) continue;
		const path = join(folder, entry.name);
		if (entry.isDirectory()) yield* files(path);
		else yield path;
	}
}

const sources = [
	...[...compiled, 'sql'].flatMap((folder) => [...files(join(root, folder))]),
	...['package.json', 'tsconfig.json', 'tsconfig.build.json'].map((name) => join(root, name)),
].sort();

const fingerprint = createHash('sha256');
for (const path of sources) {
	const { size, mtimeMs } = statSync(path);
	fingerprint.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
}
const stampPath = join(dist, '.built');
const stamp = fingerprint.digest('hex');
const isFresh = existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp;

if (!isFresh) {
	process.stdout.write('Building …\n');
	rmSync(dist, { recursive: true, force: true });
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const { status } = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
		stdio: 'inherit',
	});
	if (status !== 0) process.exit(status ?? 1);

	for (const folder of compiled) {
		for (const path of files(join(root, folder))) {
			if (extname(path) === '.ts' || folder === 'stack' || folder === 'bench') continue;
			cpSync(path, join(dist, relative(root, path)));
		}
	}
	cpSync(join(root, 'sql'), join(dist, 'sql'), { recursive: true });
	const charts = join(dist, 'cli', 'drawChart');
	writeFileSync(`${charts}.js`, bundling.bundleCommand(join(root, 'cli', 'drawChart.ts')));
	writeFileSync(`${charts}.LICENSE.txt`, bundling.bundledLicences());
	const cli = join(dist, 'cli', 'main.js');
	if (existsSync(cli)) chmodSync(cli, 0o755);
	writeFileSync(stampPath, stamp);
}
