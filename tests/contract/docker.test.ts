import { posix } from 'node:path';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { compose, composeText as text, read, type Service } from '../support/dockerFiles';

/** No Docker engine runs here (in tests/docker it does): the files are held to the specification and to each other. */
const services = Object.entries(compose.services);
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
