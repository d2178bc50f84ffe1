import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { longestN8nStatement, n8nEnvironment, queueEnvironment } from '../../stack/n8nEnvironment';
import { repositoryRoot } from '../../stack/paths';
import { compose, dockerfile, read } from '../support/dockerFiles';

const stackEnvironment = n8nEnvironment(
	{
		dataDir: '/data',
		n8nPort: 5678,
		postgresPort: 5432,
		sandboxPort: 8090,
		publicUrl: null,
		jarvisUrl: null,
		account: null,
	},
	{
		postgresPassword: 'x',
		n8nDatabasePassword: 'x',
		analystPassword: 'x',
		n8nEncryptionKey: 'x',
		ownerPassword: 'x',
		sandboxToken: 'x',
	},
	{ host: 'postgres', port: 5432, user: 'n8n', password: 'x' },
);

/** What the image sets for every installation. */
const imageEnvironment = Object.fromEntries(
	[...dockerfile.matchAll(/^(?:ENV|\t)\s*([A-Z0-9_]+)=(\S+)/gm)].map(([, name, value]) => [
		name,
		value,
	]),
);

/** Plain HTTP on one machine; a container is reached through nginx with TLS. */
const differsInDocker = new Set([
	// Set by docker/entrypoint.sh, which knows where the package is.
	'EXTERNAL_HOOK_FILES',
	'N8N_LISTEN_ADDRESS',
	'N8N_RUNNERS_BROKER_PORT',
	'N8N_SECURE_COOKIE',
	'N8N_USER_FOLDER',
	'NODE_ENV',
]);

test('n8n in a container has every setting that npm start gives it', () => {
	const n8n = compose.services['n8n']?.environment ?? {};
	for (const [name, value] of Object.entries(stackEnvironment)) {
		if (differsInDocker.has(name)) continue;
		expect([name, { ...imageEnvironment, ...n8n }[name]]).toEqual([name, expect.anything()]);
		if (name in imageEnvironment) expect([name, imageEnvironment[name]]).toEqual([name, value]);
	}
	for (const name of Object.keys(queueEnvironment(6379))) expect(n8n).toHaveProperty(name);
});

/** `EXTERNAL_HOOK_FILES` as docker/entrypoint.sh hands it to n8n. */
function hooks(own: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-docker-'));
	const program = join(folder, 'program');
	writeFileSync(program, '#!/bin/sh\nprintf %s "$EXTERNAL_HOOK_FILES"\n', { mode: 0o755 });
	const base = { PATH: process.env['PATH'] ?? '', HOME: folder, N8N_IMAGE_ENTRYPOINT: program };
	const files = execFileSync('sh', [join(repositoryRoot, 'docker', 'entrypoint.sh'), 'start'], {
		encoding: 'utf8',
		env: { ...base, ...own },
	});
	rmSync(folder, { recursive: true });
	return files;
}

test.each([
	[':', '', []],
	[':', '/own/hooks.js', ['/own/hooks.js']],
	[';', '/a.js;/b.js', ['/a.js', '/b.js']],
])('the entrypoint gives n8n our hook, and with %j those of %j', (separator, own, others) => {
	const files = hooks({
		EXTERNAL_HOOK_FILES: own,
		EXTERNAL_HOOK_FILES_SEPARATOR: separator,
	}).split(separator);
	expect(files.slice(1)).toEqual(others);
	const inPackage = posix.relative(
		'/opt/amocrm-pipeline/n8n-nodes-amocrm-pipeline',
		files[0] ?? '',
	);
	expect(posix.join(repositoryRoot, inPackage)).toBe(stackEnvironment['EXTERNAL_HOOK_FILES']);
	const { dir, name } = posix.parse(posix.relative('dist', inPackage));
	expect(existsSync(join(repositoryRoot, dir, `${name}.ts`))).toBe(true);
});

test('hooks that are named by EXTERNAL_HOOK_FILES_FILE go on working beside ours', () => {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-docker-'));
	const list = join(folder, 'list');
	writeFileSync(list, '/own/a.js:/own/b.js\n');
	const files = hooks({ EXTERNAL_HOOK_FILES_FILE: list }).split(':');
	rmSync(folder, { recursive: true });
	expect(files).toEqual([
		expect.stringMatching(/redirectUrlHook\.js$/),
		...['/own/a.js', '/own/b.js'],
	]);
});

test("n8n's statements have the limit in a container that npm start gives them", () => {
	const script = read('docker', 'postgres', '10-databases.sh');
	expect(script).toContain(`alter database n8n set statement_timeout to '${longestN8nStatement}'`);
});

test('PostgreSQL has a connection for everything that may ask for one', () => {
	const imported = read('src', 'provision', 'credentials.ts');
	const ofWorkflows = Number(/maxConnections: (\d+)/.exec(imported)?.[1]);
	const ofTrigger = 10 + 1; // its pool, and the one that listens
	const ofN8n = Number(imageEnvironment['DB_POSTGRESDB_POOL_SIZE']) + ofWorkflows + ofTrigger;
	const replicas = ['n8n', 'webhook', 'worker'].map(
		(name) => compose.services[name]?.deploy?.replicas ?? 1,
	);
	const processes = replicas.reduce((sum, count) => sum + count);
	const limit = /max_connections=(\d+)/.exec(compose.services['postgres']?.command?.join() ?? '');
	const ofReceiver = 10;
	expect(Number(limit?.[1])).toBeGreaterThan(processes * ofN8n + ofReceiver);
});
