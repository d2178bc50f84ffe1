import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { doctorCommand } from '../../cli/doctor';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

/** The lines of `doctor` about tokens, n8n's OAuth2 credentials and public addresses. */
let n8nDatabase: TestDatabase;
let box: TestSandbox;
let folder: string;

interface Line {
	readonly check: string;
	readonly state: string;
	readonly text: string;
	readonly fix?: string;
}

/** As much of n8n's own schema as `doctor` reads. */
const n8nSchema = `
	create table credentials_entity (name text, type text, "updatedAt" timestamptz);
	create table workflow_entity (id text, name text, active boolean, "staticData" json);
	create table workflow_publication_trigger_status ("workflowId" text, status text);`;

beforeAll(async () => {
	n8nDatabase = await createTestDatabase({ empty: true });
	await n8nDatabase.pool.query(n8nSchema);
	box = await testSandbox();
	folder = mkdtempSync(join(tmpdir(), 'doctor-'));
});
afterAll(async () => {
	await box.sandbox.close();
	await n8nDatabase.drop();
	rmSync(folder, { recursive: true });
});

async function doctor(
	env: Readonly<Record<string, string>>,
	args: readonly string[] = [],
): Promise<{ code: number; lines: readonly Line[]; out: string }> {
	let out = '';
	const code = await doctorCommand(['--json', ...args], {
		stdin: Readable.from([]),
		stdout: { write: (text) => (out += text) },
		stderr: { write: () => undefined },
		env: { AMOCRM_DATA_DIR: '/nowhere', ...env },
	});
	const lines = out.trim().split('\n');
	return { code, lines: lines.map((line) => JSON.parse(line) as Line), out };
}

const only = (lines: readonly Line[], name: string): readonly Line[] =>
	lines.filter(({ check }) => check === name);

/** What `npm start` writes down, so that `doctor` finds the sandbox. */
function besideStack(token: string): Readonly<Record<string, string>> {
	const stack = {
		n8n: { url: 'http://127.0.0.1:1' },
		sandbox: { url: box.sandbox.url, token },
		postgres: { url: n8nDatabase.url, n8nUrl: n8nDatabase.url },
		jarvisUrl: 'http://127.0.0.1:1',
	};
	writeFileSync(join(folder, 'stack.json'), JSON.stringify(stack));
	return { AMOCRM_DATA_DIR: folder };
}

test('says how long each OAuth2 credential of n8n lives on without use', async () => {
	await n8nDatabase.pool.query(`insert into credentials_entity values
		('A used', 'amoCrmOAuth2Api', now() - interval '1 day 2 hours'),
		('B idle', 'amoCrmOAuth2Api', now() - interval '70 days'),
		('C dead', 'amoCrmOAuth2Api', now() - interval '100 days'),
		('D other', 'slackOAuth2Api', now() - interval '100 days')`);
	const { code, lines } = await doctor({ N8N_DATABASE_URL: n8nDatabase.url });
	expect(only(lines, 'OAuth2').map(({ state, text }) => `${state}: ${text}`)).toEqual([
		'ok: "A used" was renewed or edited 1 day ago, lives 89 days more without use',
		'warning: "B idle" was renewed or edited 70 days ago, lives 20 days more without use',
		'failed: "C dead" was renewed or edited 100 days ago, lives 0 days more without use',
	]);
	expect(only(lines, 'OAuth2')[2]?.fix).toContain('connect it anew');
	expect(code).toBe(1);
	await n8nDatabase.pool.query('delete from credentials_entity');
});

test('looks at the address that a published trigger gave amoCRM, and never shows its key', async () => {
	await n8nDatabase.pool.query(`insert into workflow_entity values
		('1', 'Обработка', true,
			'{"node:AmoCRM Trigger": {"production": {"destination": "https://10.0.0.7/amocrm?key=s3cr3t"}}}'),
		('2', 'Off', false, '{"node:T": {"production": {"destination": "http://a.b/off"}}}'),
		('3', 'Other', true, null)`);
	const { code, lines, out } = await doctor({ N8N_DATABASE_URL: n8nDatabase.url });
	expect(only(lines, 'URL')).toEqual([
		{
			check: 'URL',
			state: 'failed',
			text: 'webhook https://10.0.0.7/amocrm has the address 10.0.0.7 of a private network (rule: reachable; from "Обработка")',
			fix: expect.stringContaining('public DNS'),
		},
	]);
	expect(out).not.toContain('s3cr3t');
	expect(code).toBe(1);
});

test('the sandbox may have any address; what a person names is looked at all the same', async () => {
	const env = { ...besideStack(sandboxToken), N8N_EDITOR_BASE_URL: 'http://127.0.0.1:5678/' };
	expect(only((await doctor(env)).lines, 'URL')).toEqual([]);
	const args = ['--redirect-uri', 'https://xn--e1afmkfd.xn--p1ai/callback'];
	const { lines } = await doctor(env, args);
	expect(only(lines, 'URL')).toMatchObject([
		{ state: 'failed', text: expect.stringContaining('rule: no punycode; from --redirect-uri') },
	]);
	await n8nDatabase.pool.query('delete from workflow_entity');
});

test('tells which token opened which account', async () => {
	const { lines, out } = await doctor(besideStack(sandboxToken));
	expect(only(lines, 'token')).toMatchObject([
		{ state: 'ok', text: expect.stringMatching(/^account 31000001 \(\S+\), /) },
	]);
	expect(out).not.toContain(sandboxToken);
});

test('tells of an OAuth token its age, its scopes, and that nothing renews it', async () => {
	const [app] = (await box.control.get('/integrations')).data;
	const { data: code } = await box.control.post('/oauth/codes', { client_id: app.client_id });
	const { data: pair } = await box.anonymous.post('/oauth2/access_token', {
		...app,
		grant_type: 'authorization_code',
		code: code.code,
	});
	const { lines, out } = await doctor(besideStack(pair.access_token));
	expect(only(lines, 'token')).toMatchObject([
		{
			state: 'warning',
			text: expect.stringMatching(/OAuth access token, 0 days old, \d days? left, scopes .*crm/),
			fix: expect.stringContaining('long-lived token'),
		},
	]);
	expect(out).not.toContain(pair.access_token.split('.')[2]);
});

test('says of a refused token what to do', async () => {
	const { code, lines } = await doctor(besideStack('wrong'));
	expect(only(lines, 'token')).toMatchObject([
		{ state: 'failed', text: expect.stringContaining('was revoked'), fix: expect.any(String) },
	]);
	expect(code).toBe(1);
});

test("a database that is not n8n's is told, not passed over", async () => {
	const empty = await createTestDatabase({ empty: true });
	try {
		const { lines } = await doctor({ N8N_DATABASE_URL: empty.url });
		expect(only(lines, 'n8n data')).toMatchObject([
			{ state: 'failed', fix: 'N8N_DATABASE_URL must name the database of n8n itself' },
		]);
	} finally {
		await empty.drop();
	}
});
