import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Pool } from 'pg';
import { repositoryRoot } from '../../stack/paths';
import { webhookUrl } from '../../stack/webhookUrl';
import { eventually } from '../support/eventually';
import { makeComposeProject, type ComposeProject } from './support/composeProject';

/** The first time base images are fetched and everything is built. */
const buildTimeout = 30 * 60_000;

let project: ComposeProject;
let pool: Pool;
let key: string;

beforeAll(async () => {
	project = await makeComposeProject();
	await project.compose('build');
	await project.compose('up', '--detach');
	pool = new Pool({ connectionString: project.databaseUrl('amocrm'), max: 2 });
	const address = await eventually('the webhook is subscribed', () =>
		webhookUrl(project.databaseUrl('n8n')),
	);
	key = new URL(address).searchParams.get('key') ?? '';
}, buildTimeout);

afterAll(async () => {
	await pool?.end();
	await project?.remove();
});

const recorded = join(repositoryRoot, 'tests/fixtures/webhooks/docs-amocrm-leads-status.txt');

/** A recorded body, for a lead in the account of the sandbox. */
const post = (lead: string) =>
	project.amoCrm.post(
		`/amocrm?key=${key}`,
		readFileSync(recorded, 'utf8').replaceAll('25399013', lead).replaceAll('7039099', '31000001'),
	);

const statusOf = async (lead: string): Promise<string | undefined> => {
	const { rows } = await pool.query<{ status: string }>(
		'select status from amocrm_webhook_events where amocrm_entity_id = $1',
		[lead],
	);
	return rows[0]?.status;
};

const isStored = (lead: string): Promise<boolean> =>
	eventually(`lead ${lead} is stored`, async () => {
		const sql = 'select from amocrm_deals where amocrm_deal_id = $1';
		const { rowCount } = await pool.query(sql, [lead]);
		return rowCount === 1 && (await statusOf(lead)) === 'processed';
	});

test('a webhook through nginx is stored and becomes a deal', async () => {
	const { status, data } = await post('12345');
	expect([status, data]).toEqual([200, { received: 1, duplicates: 0 }]);
	expect(await isStored('12345')).toBe(true);
});

test('while n8n is away the receiver stores; n8n works it off when it is back', async () => {
	// Together: the sandbox lives in the network of n8n's container, which ends with it.
	await project.compose('stop', 'n8n', 'sandbox');
	const { status, data } = await post('32966275');
	expect([status, data]).toEqual([200, { received: 1, duplicates: 0 }]);
	expect(await statusOf('32966275')).toBe('pending');
	await project.compose('start', 'n8n', 'sandbox');
	expect(await isStored('32966275')).toBe(true);
});

test('no container has a right that the Compose file does not give', async () => {
	const rights = 'grep -h -E "^(CapBnd|NoNewPrivs|Uid):" /proc/1/status | tr -s "\\t\\n" " "';
	for (const service of ['n8n', 'publish', 'receiver', 'sandbox']) {
		const found = await project.compose('exec', '-T', service, 'sh', '-c', rights);
		expect([service, found]).toEqual([
			service,
			'Uid: 1000 1000 1000 1000 CapBnd: 0000000000000000 NoNewPrivs: 1 ',
		]);
	}
	await expect(project.compose('exec', '-T', 'receiver', 'touch', '/tmp/file')).rejects.toThrow(
		'Read-only file system',
	);
});

test('nginx has the allow list and enough connections', async () => {
	const configuration = await project.compose('exec', '-T', 'nginx', 'nginx', '-T');
	expect(configuration).toMatch(/allow 0\.0\.0\.0\/0;\s+deny all;/);
	expect(configuration).toContain('worker_connections 4096;');
});

test('Redis starts again on what it has stored', async () => {
	const start = ['--profile', 'scale', 'up', '--detach', '--wait', 'redis'];
	await project.compose(...start);
	await project.compose('--profile', 'scale', 'stop', 'redis');
	await project.compose(...start);
	expect(await project.compose('exec', '-T', 'redis', 'redis-cli', 'ping')).toBe('PONG\n');
});

test('no log has a secret', async () => {
	const logs = await project.compose('--profile', 'scale', 'logs');
	expect(logs).toContain('"path":"/amocrm"');
	for (const secret of [...project.secrets, key]) expect(logs.includes(secret)).toBe(false);
});
