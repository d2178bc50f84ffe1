import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';

/** What we compare with must be what everybody has: nodes that n8n ships, wired to the end. */
interface Workflow {
	readonly nodes: ReadonlyArray<{
		readonly name: string;
		readonly type: string;
		readonly credentials?: Readonly<Record<string, { readonly id: string }>>;
	}>;
	readonly connections: Readonly<
		Record<string, { readonly main: ReadonlyArray<ReadonlyArray<{ readonly node: string }>> }>
	>;
}

const folder = join(repositoryRoot, 'bench', 'naive');
const text = readFileSync(join(folder, 'workflow.json'), 'utf8');
const workflow = JSON.parse(text) as Workflow;

it('the naive workflow has nodes of n8n itself only', () => {
	const types = workflow.nodes.map(({ type }) => type);
	expect(types.filter((type) => !/^n8n-nodes-base\.\w+$/.test(type))).toEqual([]);
	expect(types).toEqual(
		expect.arrayContaining([
			'n8n-nodes-base.webhook',
			'n8n-nodes-base.code',
			'n8n-nodes-base.postgres',
			'n8n-nodes-base.httpRequest',
			'n8n-nodes-base.respondToWebhook',
		]),
	);
});

it('the naive workflow is one chain from the webhook to the answer', () => {
	const visited: string[] = [];
	let at = workflow.nodes.find(({ type }) => type.endsWith('.webhook'))?.name;
	while (at !== undefined && !visited.includes(at)) {
		visited.push(at);
		at = workflow.connections[at]?.main[0]?.[0]?.node;
	}
	const typeOf = (name?: string) => workflow.nodes.find((node) => node.name === name)?.type;
	expect(typeOf(visited.at(-1))).toBe('n8n-nodes-base.respondToWebhook');
	const others = workflow.nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
	expect(visited).toHaveLength(others.length);
});

it('the naive workflow holds no secret and its credentials are those the bench makes', () => {
	expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}|[?&]key=|Bearer |password/i);
	const source = readFileSync(join(folder, 'naiveN8n.ts'), 'utf8');
	const ids = workflow.nodes.flatMap(({ credentials = {} }) =>
		Object.values(credentials).map(({ id }) => id),
	);
	expect(ids.length).toBeGreaterThan(0);
	expect(ids.filter((id) => !source.includes(`'${id}'`))).toEqual([]);
});

it('the naive workflow writes to tables that the bench makes', () => {
	const tables = [...text.matchAll(/"value":\s*"(naive_\w+)"/g)].map(([, name]) => name ?? '');
	const sql = readFileSync(join(folder, 'tables.sql'), 'utf8');
	expect(new Set(tables).size).toBe(2);
	for (const name of tables) expect(sql).toContain(`create table if not exists ${name} (`);
});

it('every package the bench loads is in its own package.json', () => {
	const manifest = JSON.parse(
		readFileSync(join(repositoryRoot, 'bench', 'package.json'), 'utf8'),
	) as { dependencies: Readonly<Record<string, string>> };
	const loaded = ['load/program.ts', 'queues/graphileWorker.ts', 'queues/pgBoss.ts'].flatMap(
		(path) => {
			const file = join(repositoryRoot, 'bench', path);
			expect(existsSync(file)).toBe(true);
			const source = readFileSync(file, 'utf8');
			return [...source.matchAll(/benchModule<.*>\('([^']+)'\)/g)].map(([, name]) => name);
		},
	);
	expect(loaded.sort()).toEqual(Object.keys(manifest.dependencies).sort());
});
