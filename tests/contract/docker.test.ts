import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { n8nEnvironment, queueEnvironment } from '../../stack/n8nEnvironment';
import { repositoryRoot } from '../../stack/paths';

/** No Docker engine runs here (in tests/docker it does): the files are held to the specification and to each other. */
interface Service {
	readonly image: string;
	readonly build?: { readonly context: string; readonly target: string };
	readonly profiles?: readonly string[];
	readonly environment?: Readonly<Record<string, string>>;
	readonly ports?: readonly string[];
	readonly command?: readonly string[];
	readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
	readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
	readonly deploy?: { readonly replicas: number };
	readonly restart: string;
	readonly mem_limit: string;
	readonly cap_drop: readonly string[];
	readonly security_opt: readonly string[];
	readonly logging: { readonly options: Readonly<Record<string, string>> };
	readonly volumes?: readonly string[];
	readonly user?: string;
	readonly pull_policy?: string;
}

const read = (...path: readonly string[]): string =>
	readFileSync(join(repositoryRoot, ...path), 'utf8');

const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as {
	readonly services: Readonly<Record<string, Service>>;
	readonly volumes: Readonly<Record<string, unknown>>;
};
const services = Object.entries(compose.services);
const dockerfile = read('Dockerfile');
const example = read('docker', '.env.example');

/** Its images bring a check along (see the Dockerfile below). */
const isOurs = ({ image }: Service): boolean => image.startsWith('amocrm-pipeline');

test('docker-compose.yml follows the Compose Specification', () => {
	// Ajv knows draft 07 by its http address only.
	const schema = JSON.parse(
		read('tests', 'fixtures', 'compose', 'compose-spec.json').replace(
			'https://json-schema.org/draft-07/schema',
			'http://json-schema.org/draft-07/schema#',
		),
	) as object;
	const ajv = new Ajv({ strict: false, allErrors: true });
	addFormats(ajv);
	const validate = ajv.compile(schema);
	validate(compose);
	expect(validate.errors).toBeNull();
});

test('the default start is PostgreSQL, n8n and nginx; everything else asks for its profile', () => {
	const profiles = services.map(([name, { profiles = [] }]) => [name, profiles.join()]);
	expect(Object.fromEntries(profiles)).toEqual({
		postgres: '',
		prepare: '',
		n8n: '',
		publish: '',
		nginx: '',
		receiver: 'receiver',
		redis: 'scale',
		webhook: 'scale',
		worker: 'scale',
		sandbox: 'sandbox',
	});
});

describe.each(services)('service %s', (_name, service) => {
	it('has a pinned image', () => {
		expect(service.image).toMatch(/:(\d+\.\d+|\$\{AMOCRM_PIPELINE_VERSION:-\d+\.\d+\.\d+\})/);
	});

	it('has few rights, bounded memory and bounded logs', () => {
		expect(service.cap_drop).toEqual(['ALL']);
		expect(service.security_opt).toEqual(['no-new-privileges:true']);
		expect(service.mem_limit).toMatch(/^\d+[mg]$/);
		expect(Object.keys(service.logging.options)).toEqual(['max-size', 'max-file']);
	});

	it('is checked, by its own check or the one of its image, unless it is a program without a port', () => {
		const isProgram = service.command?.[1] === 'provision';
		if (isProgram) expect(service.healthcheck).toEqual({ disable: true });
		else if (!isOurs(service)) expect(service.healthcheck?.test).toBeDefined();
	});

	it('comes back by itself unless it is done', () => {
		expect(service.restart).toBe(service.command?.[2] === 'import' ? 'no' : 'unless-stopped');
	});

	it('waits for services that exist, and names volumes that are declared', () => {
		for (const name of Object.keys(service.depends_on ?? {})) {
			expect(Object.keys(compose.services)).toContain(name);
		}
		const named = (service.volumes ?? [])
			.map((volume) => volume.split(':')[0] ?? '')
			.filter((source) => /^\w+$/.test(source));
		for (const source of named) expect(Object.keys(compose.volumes)).toContain(source);
	});
});

test('each image is built once, by a service that is there before all others that run it', () => {
	const ours = services.filter(([, service]) => isOurs(service));
	expect(ours.filter(([, { build }]) => build).map(([name]) => name)).toEqual([
		'prepare',
		'sandbox',
	]);
	for (const [name, { build, pull_policy, depends_on }] of ours) {
		if (build) continue;
		expect([name, pull_policy]).toEqual([name, 'never']);
		expect(Object.keys(depends_on ?? {}).join()).toMatch(/prepare|n8n/);
	}
});

test('nginx goes on while n8n is made anew: Compose stops what depends on that', () => {
	expect(compose.services['nginx']?.depends_on).toBeUndefined();
});

test('Redis never is root: without further rights it could not read again what it wrote', () => {
	expect(compose.services['redis']).toMatchObject({ user: 'redis', cap_drop: ['ALL'] });
	expect(compose.services['redis']).not.toHaveProperty('cap_add');
});

test('only nginx can be reached from outside', () => {
	const published = services.filter(([, { ports }]) => ports).map(([name]) => name);
	expect(published).toEqual(['nginx']);
	expect(text).not.toContain('network_mode: host');
	expect(text).not.toContain('docker.sock');
});

test('every variable is in docker/.env.example, and every line there is used', () => {
	const used = new Set([...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name));
	const offered = new Set([...example.matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name));
	expect([...used].sort()).toEqual([...offered].sort());
});

test('nginx finds the certificate where certbot leads it: the links of TLS_DIR stay inside what is mounted', () => {
	const nginx = compose.services['nginx'];
	const mount = nginx?.volumes?.find((volume) => volume.startsWith('${TLS_ROOT'));
	expect(mount).toMatch(/^\$\{TLS_ROOT:\?[^}]+\}:\$\{TLS_ROOT\}:ro$/);
	expect(nginx?.environment?.['TLS_DIR']).toMatch(/^\$\{TLS_DIR:\?[^}]+\}$/);
	const offered = (name: string) => new RegExp(`^${name}=(.+)$`, 'm').exec(example)?.[1] ?? '';
	const linked = posix.join(offered('TLS_DIR'), '../../archive');
	expect(posix.relative(offered('TLS_ROOT'), linked)).toBe('archive');
});

test('secrets have no value in the files, and none of them has a default', () => {
	const secrets = [...example.matchAll(/^([A-Z0-9_]*(?:PASSWORD|TOKEN|KEY))=(.*)$/gm)];
	expect(secrets.length).toBeGreaterThan(6);
	for (const [, name = '', value] of secrets) {
		expect([name, value]).toEqual([name, '']);
		expect([name, new RegExp(`\\$\\{${name}:-[^}]`).test(text)]).toEqual([name, false]);
	}
});

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

test.each([
	[':', '', []],
	[':', '/own/hooks.js', ['/own/hooks.js']],
	[';', '/a.js;/b.js', ['/a.js', '/b.js']],
])('the entrypoint gives n8n our hook, and with %j those of %j', (separator, own, others) => {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-docker-'));
	const program = join(folder, 'program');
	writeFileSync(program, '#!/bin/sh\nprintf %s "$EXTERNAL_HOOK_FILES"\n', { mode: 0o755 });
	const files = execFileSync('sh', [join(repositoryRoot, 'docker', 'entrypoint.sh'), 'start'], {
		encoding: 'utf8',
		env: {
			...{ PATH: process.env['PATH'] ?? '', HOME: folder, N8N_IMAGE_ENTRYPOINT: program },
			...{ EXTERNAL_HOOK_FILES: own, EXTERNAL_HOOK_FILES_SEPARATOR: separator },
		},
	}).split(separator);
	rmSync(folder, { recursive: true });
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
	const program = join(folder, 'program');
	const list = join(folder, 'list');
	writeFileSync(program, '#!/bin/sh\nprintf %s "$EXTERNAL_HOOK_FILES"\n', { mode: 0o755 });
	writeFileSync(list, '/own/a.js:/own/b.js\n');
	const files = execFileSync('sh', [join(repositoryRoot, 'docker', 'entrypoint.sh'), 'start'], {
		encoding: 'utf8',
		env: {
			...{ PATH: process.env['PATH'] ?? '', HOME: folder, N8N_IMAGE_ENTRYPOINT: program },
			EXTERNAL_HOOK_FILES_FILE: list,
		},
	}).split(':');
	rmSync(folder, { recursive: true });
	expect(files).toEqual([
		expect.stringMatching(/redirectUrlHook\.js$/),
		...['/own/a.js', '/own/b.js'],
	]);
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

test('the Dockerfile pins its bases, runs as an ordinary user and checks itself', () => {
	const bases = [...dockerfile.matchAll(/^ARG \w+_IMAGE=(\S+)$/gm)].map(([, image]) => image);
	expect(bases).toEqual([
		expect.stringMatching(/^node:\d+\.\d+\.\d+/),
		expect.stringMatching(/n8n:\d+\.\d+\.\d+$/),
	]);
	// `# syntax=` would fetch a builder, too, by a tag that moves.
	expect(dockerfile).not.toMatch(/:latest|curl .*\| *sh|^ADD http|^# *syntax=/m);
	const stages = dockerfile.split(/^FROM /m).slice(1);
	for (const stage of stages.filter((part) => /^CMD /m.test(part))) {
		expect(stage).toMatch(/^USER node$/m);
		expect(stage).toMatch(/^HEALTHCHECK /m);
	}
});

test('the image holds the folders that the package publishes, and the n8n that npm start runs', () => {
	const { files } = JSON.parse(read('package.json')) as { files: readonly string[] };
	for (const folder of files) expect(dockerfile).toMatch(new RegExp(`COPY .*\\b${folder}$`, 'm'));
	const stack = JSON.parse(read('stack', 'package.json')) as {
		readonly dependencies: Readonly<Record<string, string>>;
	};
	expect(dockerfile).toContain(`n8n:${stack.dependencies['n8n']}`);
});

test('the builder gets no secret and no data', () => {
	const rules = read('.dockerignore').split('\n');
	expect(rules).toContain('*');
	expect(rules).toContain('**/.env');
	expect(rules).toContain('**/.data');
});
