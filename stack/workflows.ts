import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './paths';

interface Assignment {
	readonly name: string;
	readonly value: unknown;
}

export interface ShippedWorkflow {
	readonly id: string;
	readonly name: string;
	readonly settings?: { readonly errorWorkflow?: string };
	readonly nodes: ReadonlyArray<{
		readonly name: string;
		readonly parameters: { readonly assignments?: { readonly assignments: readonly Assignment[] } };
	}>;
}

/** The one node of each shipped workflow that holds what differs between installations. */
const settingsNode = 'Settings';

/** The shipped workflows, those that others report their errors to first: n8n publishes in this order. */
export function shippedWorkflows(): readonly ShippedWorkflow[] {
	const folder = join(repositoryRoot, 'workflows');
	const all = readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ShippedWorkflow);
	const targets = new Set(all.map(({ settings }) => settings?.errorWorkflow));
	const rank = ({ id }: ShippedWorkflow) => (targets.has(id) ? 0 : 1);
	return [...all].sort((a, b) => rank(a) - rank(b));
}

/** The workflow with this installation's values in its settings node. */
export function withSettings(
	workflow: ShippedWorkflow,
	values: Readonly<Record<string, unknown>>,
): ShippedWorkflow {
	const fill = (assignment: Assignment): Assignment =>
		assignment.name in values ? { ...assignment, value: values[assignment.name] } : assignment;
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => {
			const { assignments } = node.parameters;
			if (node.name !== settingsNode || !assignments) return node;
			return {
				...node,
				parameters: {
					...node.parameters,
					assignments: { ...assignments, assignments: assignments.assignments.map(fill) },
				},
			};
		}),
	};
}
