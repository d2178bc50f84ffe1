import { parseArgs } from 'node:util';
import { Refusal } from '../stack/refusal';

export const sections = ['node', 'answers', 'end-to-end', 'big-table', 'queues'] as const;
export type Section = (typeof sections)[number];

export interface BenchOptions {
	readonly only: ReadonlySet<Section>;
	readonly quick: boolean;
	/** Where the figures go as JSON; `-` is the standard output, and then everything else goes to stderr. */
	readonly json: string | null;
	readonly help: boolean;
}

export const usage = `Usage: npm run bench -- [options]

Measures the pipeline beside a workflow of stock nodes, on this machine, in one run (about 13 minutes).

  --only SECTION,...   some of: ${sections.join(', ')}
  --quick              short runs, to see that everything works; the figures are not for quoting
  --json FILE          the figures as JSON too; - is the standard output
`;

function parse(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			options: {
				only: { type: 'string' },
				quick: { type: 'boolean', default: false },
				json: { type: 'string' },
				help: { type: 'boolean', short: 'h', default: false },
			},
		}).values;
	} catch (error) {
		throw new Refusal(`${(error as Error).message}\n\n${usage}`);
	}
}

function sectionOf(name: string): Section {
	const section = sections.find((known) => known === name);
	if (section) return section;
	throw new Refusal(`There is no section "${name}": choose from ${sections.join(', ')}.`);
}

export function readOptions(args: readonly string[]): BenchOptions {
	const { only, quick, json, help } = parse(args);
	const names = only?.split(',').map((name) => name.trim()) ?? sections;
	return { only: new Set(names.map(sectionOf)), quick, json: json ?? null, help };
}
