import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Workflow as N8nWorkflow, type INodeTypes } from 'n8n-workflow';
import { AmoCrmDisconnectTrigger } from '../../nodes/AmoCrmDisconnectTrigger/AmoCrmDisconnectTrigger.node';
import { credentialIds } from '../../src/provision/credentials';
import { repositoryRoot } from '../../stack/paths';

interface Node {
	readonly name: string;
	readonly type: string;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly onError?: string;
	readonly webhookId?: string;
	readonly credentials?: Readonly<Record<string, { readonly id: string; readonly name: string }>>;
}

interface Workflow {
	readonly id: string;
	readonly name: string;
	readonly nodes: readonly Node[];
	readonly connections: Readonly<
		Record<string, { readonly main: ReadonlyArray<ReadonlyArray<{ readonly node: string }>> }>
	>;
	readonly settings: { readonly errorWorkflow?: string };
}

const folder = join(repositoryRoot, 'workflows');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const load = (name: string) => readFileSync(join(folder, name), 'utf8');
const all = files.map((name) => JSON.parse(load(name)) as Workflow);

describe.each(files)('%s', (file) => {
	const text = load(file);
	const workflow = JSON.parse(text) as Workflow;
	const names = new Set(workflow.nodes.map(({ name }) => name));

	it('refers to nodes that exist, in connections and in expressions', () => {
		const targets = Object.entries(workflow.connections).flatMap(([from, { main }]) => [
			from,
			...main.flat().map(({ node }) => node),
		]);
		const quoted = [...text.matchAll(/\$\('([^']+)'\)/g)].map(([, name]) => name ?? '');
		expect([...targets, ...quoted].filter((name) => !names.has(name))).toEqual([]);
	});

	it('wires every error output, so that no failure vanishes', () => {
		const failing = workflow.nodes.filter(({ onError }) => onError === 'continueErrorOutput');
		const silent = failing.filter(({ name }) => !workflow.connections[name]?.main[1]?.length);
		expect(silent).toEqual([]);
	});

	it('refers to credentials by the ids that the stack creates and holds no secret', () => {
		const ids = workflow.nodes.flatMap(({ credentials = {} }) =>
			Object.values(credentials).map(({ id }) => id),
		);
		const known: readonly string[] = Object.values(credentialIds);
		expect(ids.filter((id) => !known.includes(id))).toEqual([]);
		expect(text).not.toMatch(/eyJ[A-Za-z0-9_-]{10,}|[?&]key=|Bearer |password/i);
	});

	it('passes parameters to PostgreSQL as one array, which n8n does not split on commas', () => {
		const postgres = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.postgres');
		for (const { parameters } of postgres) {
			const { queryReplacement } = parameters['options'] as { queryReplacement: string };
			expect(queryReplacement).toMatch(/^=\{\{ \[.*\] \}\}$/s);
		}
	});

	it('reports its errors to a workflow that is shipped too', () => {
		const { errorWorkflow } = workflow.settings;
		if (errorWorkflow) expect(all.map(({ id }) => id)).toContain(errorWorkflow);
	});

	it('explains itself with a sticky note', () => {
		expect(workflow.nodes.some(({ type }) => type === 'n8n-nodes-base.stickyNote')).toBe(true);
	});
});

it('serves the paths of the integration that nginx lets through', () => {
	const nginx = readFileSync(
		join(repositoryRoot, 'nginx/templates/amocrm/webhook-host.inc.template'),
		'utf8',
	);
	const [, list = ''] = /location ~ \^\((\S*\/disconnect\S*)\)\$ \{/.exec(nginx) ?? [];
	const own = new AmoCrmDisconnectTrigger().description.webhooks?.[0];
	const served = all
		.flatMap(({ nodes }) => nodes)
		.filter(({ webhookId }) => webhookId !== undefined)
		.map(({ type, parameters }) =>
			type.endsWith('.amoCrmDisconnectTrigger') ? own?.path : parameters['path'],
		);
	expect(list.split('|')).toHaveLength(6);
	for (const path of list.split('|')) expect(served).toContain(path.slice(1));
	// Without it n8n would put the webhook's id in front, and nginx would lead to nothing.
	expect(own?.isFullPath).toBe(true);
});

it('gives every trigger a webhook id of its own, so that its URL and queue survive an import', () => {
	const triggers = all
		.flatMap(({ nodes }) => nodes)
		.filter(({ type }) => type.endsWith('.amoCrmTrigger'));
	const ids = triggers.map(({ webhookId }) => webhookId);
	expect(ids).not.toContain(undefined);
	expect(new Set(ids).size).toBe(ids.length);
});

it('keeps no execution of the watch: each has the addresses of the webhooks, keys included', () => {
	const watch = all.find(({ id }) => id === 'amocrmWatch00001');
	expect(watch?.settings).toMatchObject({
		saveDataErrorExecution: 'none',
		saveDataSuccessExecution: 'none',
	});
});

it('keeps no execution of what is called with a token: each has the token in its headers', () => {
	const called = all.filter(({ nodes }) => nodes.some(({ type }) => type === 'n8n-nodes-base.jwt'));
	expect(called.length).toBeGreaterThanOrEqual(4);
	for (const { settings } of called) {
		expect(settings).toMatchObject({
			saveDataErrorExecution: 'none',
			saveDataSuccessExecution: 'none',
		});
	}
});

it('has one Settings node at the most, which every workflow that reads it has', () => {
	for (const { name, nodes } of all) {
		const settings = nodes.filter((node) => node.name === 'Settings');
		const isRead = JSON.stringify(nodes).includes("$('Settings')");
		expect([name, settings.length]).toEqual([name, isRead ? 1 : Math.min(settings.length, 1)]);
	}
});

/** n8n fills values into the text of a statement, and PostgreSQL logs the text of each that fails. */
it('gives PostgreSQL the hash of a webhook’s key, as the database has it, and never the address', () => {
	const watch = all.find(({ id }) => id === 'amocrmWatch00001');
	const { options } = watch?.nodes.find(({ name }) => name === 'Записать, что видно')
		?.parameters as {
		readonly options: { readonly queryReplacement: string };
	};
	const [, each = ''] =
		/\$\('Вебхуки'\)\.all\(\)\.map\((.*)\) \}\), /.exec(options.queryReplacement) ?? [];
	const listed = [
		{ destination: 'https://webhook.example.ru/amocrm?key=abc_-1', disabled: false, id: 1 },
		{ destination: 'https://webhook.example.ru/?a=1&key=q#top', disabled: true },
		{ destination: 'https://somebody.else/', disabled: false },
		{ error: 'refused' },
		{},
	];
	const items = JSON.stringify(listed.map((json) => ({ json }))).replaceAll('}', ' }');
	const { expression } = new N8nWorkflow({
		...{ nodes: [], connections: {}, active: false },
		nodeTypes: { getByNameAndVersion: () => undefined } as unknown as INodeTypes,
	});
	const seen = expression.getParameterValue(
		`={{ JSON.stringify(${items}.map(${each})) }}`,
		null,
		0,
		0,
		'node',
		[],
		'manual',
		{},
	);
	const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
	expect(JSON.parse(String(seen))).toEqual([
		{ disabled: false, keyHash: hashOf('abc_-1') },
		{ disabled: true, keyHash: hashOf('q') },
		{ disabled: false, keyHash: hashOf('') },
		{ error: 'refused' },
		{},
	]);
});
