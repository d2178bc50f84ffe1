import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { repositoryRoot } from '../../stack/paths';
import { freePort } from '../../stack/ports';
import type { StackFacts } from '../../stack/start';
import { eventually } from '../support/eventually';

/** `npm start` as a person runs it, from the built files. */
const dataDir = mkdtempSync(join(tmpdir(), 'amocrm-start-'));
let ports: Record<string, string>;

beforeAll(async () => {
	chmodSync(dataDir, 0o755);
	ports = {
		AMOCRM_DATA_DIR: dataDir,
		AMOCRM_N8N_PORT: String(await freePort(2)),
		AMOCRM_POSTGRES_PORT: String(await freePort()),
		AMOCRM_SANDBOX_PORT: String(await freePort()),
	};
});

afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

interface Running {
	readonly child: ChildProcess;
	output(): string;
	readonly ended: Promise<number | null>;
}

function start(): Running {
	let text = '';
	const program = `require('./dist/stack/main.js').main(process.argv.slice(1))`;
	const child = spawn(process.execPath, ['-e', program], {
		cwd: repositoryRoot,
		env: { ...process.env, ...ports },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
	const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
	return { child, output: () => text, ended };
}

async function ready(running: Running): Promise<StackFacts> {
	await eventually(
		'the stack is up',
		async () => {
			if (running.child.exitCode !== null) throw new Error(running.output());
			return running.output().includes('Everything is up');
		},
		180,
	);
	return JSON.parse(readFileSync(join(dataDir, 'stack.json'), 'utf8')) as StackFacts;
}

const isAlive = (pid: number): boolean => {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
};

async function query(url: string, text: string): Promise<unknown[]> {
	const client = new Client({ connectionString: url });
	await client.connect();
	try {
		return (await client.query(text)).rows;
	} finally {
		await client.end();
	}
}

it('says in one sentence that a port is taken, and starts nothing', async () => {
	const blocker = createServer().listen(Number(ports['AMOCRM_N8N_PORT']), '127.0.0.1');
	const running = start();
	expect(await running.ended).toBe(1);
	blocker.close();
	const lines = running.output().trim().split('\n');
	expect(lines).toHaveLength(1);
	expect(lines[0]).toMatch(/^Port \d+ for n8n is taken.*AMOCRM_N8N_PORT\.$/);
});

it('prints what to open, serves it, keeps the data and stops every child on Ctrl-C', async () => {
	const first = start();
	const facts = await ready(first);
	const printed = first.output();
	for (const value of [facts.n8n.url, facts.n8n.password, facts.sandbox?.url, facts.webhookUrl]) {
		expect(printed).toContain(value);
	}
	const webhook = await fetch(facts.webhookUrl ?? '', {
		method: 'POST',
		body: 'leads[status][0][id]=12345&leads[status][0][status_id]=142',
		headers: { 'content-type': 'application/x-www-form-urlencoded' },
	});
	expect(webhook.status).toBe(200);
	await eventually('the deal is stored', async () => {
		const deals = await query(
			facts.postgres.url,
			`select 1 from amocrm_deals where amocrm_deal_id = '12345'`,
		);
		return deals.length === 1;
	});

	const doctor = spawnSync(process.execPath, ['dist/cli/main.js', 'doctor', '--json'], {
		cwd: repositoryRoot,
		env: { ...process.env, AMOCRM_DATA_DIR: dataDir },
		encoding: 'utf8',
	});
	const findings = doctor.stdout
		.trim()
		.split('\n')
		.map((line) => JSON.parse(line) as { check: string; state: string; text: string });
	expect(findings.filter(({ state }) => state !== 'ok')).toEqual([]);
	expect(findings.map(({ check }) => check)).toEqual([
		'database',
		'schema',
		'events',
		'runs',
		'budget',
		'n8n',
		'token',
		'webhook',
		'watch',
		'Jarvis',
	]);
	expect(doctor.status).toBe(0);

	first.child.kill('SIGINT');
	expect(await first.ended).toBe(0);
	expect([facts.n8n.pid, facts.postgres.pid].filter(isAlive)).toEqual([]);
	expect(existsSync(join(dataDir, 'stack.json'))).toBe(false);

	const startedAt = Date.now();
	const second = start();
	const again = await ready(second);
	expect(Date.now() - startedAt).toBeLessThan(60_000);
	expect(second.output()).not.toContain('Putting');
	expect(again.webhookUrl).toBe(facts.webhookUrl);
	expect(
		await query(again.postgres.url, `select 1 from amocrm_deals where amocrm_deal_id = '12345'`),
	).toHaveLength(1);

	// An operations machine must not need a hand after an out-of-memory kill.
	process.kill(-again.n8n.pid, 'SIGKILL');
	await eventually('n8n is up again', async () => second.output().includes('n8n is up again'), 120);
	second.child.kill('SIGTERM');
	expect(await second.ended).toBe(0);
});
