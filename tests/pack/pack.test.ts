import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';

/** What a person gets who installs the package: listed, unpacked elsewhere, and used. */
interface Packed {
	readonly filename: string;
	readonly unpackedSize: number;
	readonly files: ReadonlyArray<{ readonly path: string }>;
}

const manifest = JSON.parse(readFileSync(join(repositoryRoot, 'package.json'), 'utf8')) as {
	readonly name: string;
	readonly version: string;
	readonly n8n: { readonly nodes: readonly string[]; readonly credentials: readonly string[] };
	readonly dependencies: Readonly<Record<string, string>>;
};

let folder: string;
let packed: Packed;
let installed: string;

const run = (command: string, args: readonly string[], cwd: string): string =>
	execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'amocrm-pack-'));
	const [first] = JSON.parse(
		run(
			'npm',
			['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
			repositoryRoot,
		),
	) as Packed[];
	if (!first) throw new Error('npm pack made nothing');
	packed = first;
	run('tar', ['-xzf', join(folder, packed.filename)], folder);
	const modules = join(folder, 'node_modules');
	mkdirSync(modules);
	for (const name of [...Object.keys(manifest.dependencies), 'n8n-workflow']) {
		symlinkSync(join(repositoryRoot, 'node_modules', name), join(modules, name), 'dir');
	}
	installed = join(modules, manifest.name);
	cpSync(join(folder, 'package'), installed, { recursive: true });
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const paths = (): readonly string[] => packed.files.map(({ path }) => path);

test('holds the built nodes, the hook of n8n, the command line, SQL, workflows, licence and both readmes', () => {
	expect(paths()).toEqual(
		expect.arrayContaining([
			...manifest.n8n.nodes,
			...manifest.n8n.credentials,
			'dist/credentials/redirectUrlHook.js',
			'LICENSE',
			'README.md',
			'README.ru.md',
			'dist/cli/main.js',
			'dist/receiver/server.js',
			'dist/sql/migrations/000001_inbox.sql',
			'workflows/amocrm-webhooks.json',
		]),
	);
});

test('holds nothing else: no source, test, fixture, sandbox, stack, secret or data', () => {
	const allowed =
		/^(package\.json|LICENSE|README(\.ru)?\.md|workflows\/[\w-]+\.json|dist\/(cli|credentials|nodes|receiver|src|sql)\/[\w./-]+\.(js|json|svg|sql)|dist\/cli\/drawChart\.LICENSE\.txt)$/;
	expect(paths().filter((path) => !allowed.test(path))).toEqual([]);
	expect(paths().filter((path) => /\.(test|property)\.|\.env|secret.*\.json/i.test(path))).toEqual(
		[],
	);
	expect(packed.unpackedSize).toBeLessThan(3_000_000);
});

test('every file is text without a path of the machine it was built on', () => {
	for (const path of paths()) {
		const text = readFileSync(join(folder, 'package', path), 'utf8');
		expect([path, text.includes(repositoryRoot)]).toEqual([path, false]);
	}
});

test('the nodes and credentials that the manifest names load from where it was unpacked', () => {
	const load = `for (const file of ${JSON.stringify([...manifest.n8n.nodes, ...manifest.n8n.credentials])}) {
		const [Class] = Object.values(require('./' + file));
		const made = new Class();
		console.log(made.description?.name ?? made.name);
	}`;
	expect(run(process.execPath, ['-e', load], installed).trim().split('\n')).toEqual([
		'amoCrm',
		'amoCrmDisconnectTrigger',
		'amoCrmForward',
		'amoCrmTrigger',
		'amoCrmApi',
		'amoCrmIntegrationApi',
		'amoCrmOAuth2Api',
	]);
});

test('the report draws without ECharts being installed, and its licences lie beside it', () => {
	const drawing = {
		option: { xAxis: { data: ['a'] }, yAxis: {}, series: [{ type: 'bar', data: [1] }] },
		size: { width: 300, height: 100 },
	};
	const load = `console.log(require('./dist/cli/drawChart.js').drawChart(${JSON.stringify(drawing)}))`;
	expect(run(process.execPath, ['-e', load], installed)).toMatch(/^<svg [^]*<\/svg>\n$/);
	const licences = readFileSync(join(installed, 'dist', 'cli', 'drawChart.LICENSE.txt'), 'utf8');
	for (const text of ['Apache License', 'Apache Software Foundation', 'Baidu', 'Mike Bostock']) {
		expect(licences).toContain(text);
	}
});

test('the command line runs from where it was unpacked and finds its SQL', () => {
	const cli = join('dist', 'cli', 'main.js');
	expect(run(process.execPath, [cli, '--help'], installed)).toContain('receive');
	const count = `console.log(require('./dist/src/inbox/sqlFiles.js').readSqlFiles().migrations.length)`;
	expect(Number(run(process.execPath, ['-e', count], installed))).toBeGreaterThan(0);
});
