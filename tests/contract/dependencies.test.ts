import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';

interface Locked {
	readonly version: string;
	readonly integrity?: string;
	readonly license?: string;
	readonly dev?: boolean;
	readonly peer?: boolean;
	readonly hasInstallScript?: boolean;
	readonly dependencies?: Readonly<Record<string, string>>;
}

const read = <T>(...path: readonly string[]): T =>
	JSON.parse(readFileSync(join(repositoryRoot, ...path), 'utf8')) as T;

const manifest = read<{
	readonly dependencies: Readonly<Record<string, string>>;
	readonly devDependencies: Readonly<Record<string, string>>;
}>('package.json');

const lockOf = (...folder: readonly string[]) =>
	read<{ readonly packages: Readonly<Record<string, Locked>> }>(...folder, 'package-lock.json')
		.packages;

/** What runs in production: our runtime dependencies and everything below them. */
function runtimeClosure(): ReadonlyMap<string, Locked> {
	const packages = lockOf();
	const found = new Map<string, Locked>();
	const add = (name: string): void => {
		const entry = packages[`node_modules/${name}`];
		if (!entry || found.has(name)) return;
		found.set(name, entry);
		for (const below of Object.keys(entry.dependencies ?? {})) add(below);
	};
	for (const name of Object.keys(manifest.dependencies)) add(name);
	return found;
}

test('the runtime dependencies are those that a decision names, pinned to a version', () => {
	expect(Object.keys(manifest.dependencies)).toEqual(['pg', 'prom-client', 'zod']);
	const all = { ...manifest.dependencies, ...manifest.devDependencies };
	expect(
		Object.entries(all).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
	).toEqual([]);
});

test('what runs in production is small, permissively licensed and runs no install script', () => {
	const closure = runtimeClosure();
	expect(closure.size).toBeLessThan(30);
	for (const [name, { license, hasInstallScript = false }] of closure) {
		expect([name, license]).toEqual([
			name,
			expect.stringMatching(/^(MIT|ISC|BSD-\d-Clause|Apache-2\.0)$/),
		]);
		expect([name, hasInstallScript]).toEqual([name, false]);
	}
});

test.each([[[]], [['stack']], [['bench']]])(
	'every locked package of /%s is held to its content',
	(folder) => {
		const loose = Object.entries(lockOf(...folder)).filter(
			([path, { integrity }]) => path !== '' && !integrity,
		);
		expect(loose.map(([path]) => path)).toEqual([]);
	},
);
