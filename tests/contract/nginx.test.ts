import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';
import { shippedWorkflows } from '../../src/provision/workflows';

const read = (...path: string[]): string => readFileSync(join(repositoryRoot, ...path), 'utf8');

const templates = readdirSync(join(repositoryRoot, 'nginx', 'templates'), {
	recursive: true,
	encoding: 'utf8',
}).filter((path) => path.endsWith('.template'));

const used = new Set(
	templates.flatMap((path) =>
		[...read('nginx', 'templates', path).matchAll(/\$\{([A-Z0-9_]+)\}/g)].map(([, name]) => name),
	),
);

/** `NAME` -> default; a required one has null. */
const defaults = new Map(
	[...read('nginx', 'defaults.envsh').matchAll(/^\s*: "\$\{(\w+)(:[=?])(.*)\}"$/gm)].map(
		([, name, sign, value]) => [name, sign === ':?' ? null : value] as const,
	),
);

it('every variable of the templates has a default, is required or is worked out from others', () => {
	const workedOut = ['AMOCRM_ALLOW_RULES', 'N8N_READY_CACHE', 'N8N_READY_TIMEOUT'];
	expect([...used].filter((name) => !defaults.has(name)).sort()).toEqual(workedOut);
});

it('the guide has exactly the variables there are, with their defaults', () => {
	const rows = new Map(
		[...read('docs', 'guides', 'nginx.md').matchAll(/^\| `([A-Z0-9_]+)` +\| ([^|]+?) +\|/gm)].map(
			([, name, value]) => [name, value],
		),
	);
	rows.delete('RECEIVER_MODE`'); // the heading of another table
	expect([...rows.keys()].sort()).toEqual([...defaults.keys()].sort());
	for (const [name, value] of rows) {
		if (/^`/.test(value ?? '')) expect([name, value]).toEqual([name, `\`${defaults.get(name)}\``]);
		if (value === 'required') expect([name, defaults.get(name)]).toEqual([name, null]);
	}
});

it('without AMOCRM_TRIGGER_PATH the public paths lead to the shipped workflow', () => {
	const pipeline = shippedWorkflows().find(({ id }) => id === 'amocrmPipeline01');
	const ids = JSON.stringify(pipeline).match(/(?<="webhookId":")[^"]+/g);
	expect(ids).toHaveLength(1);
	expect(defaults.get('AMOCRM_TRIGGER_PATH')).toBe(`/webhook/${ids?.[0]}/amocrm`);
});

it.each(templates.filter((path) => path.endsWith('.inc.template')))(
	'%s is included somewhere',
	(path) => {
		const name = path.replace('.template', '').replace(/(receiver-)\w+/, '$1${RECEIVER_MODE}');
		expect(templates.some((other) => read('nginx', 'templates', other).includes(`/${name};`))).toBe(
			true,
		);
	},
);
