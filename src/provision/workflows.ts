import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
		readonly type: string;
		readonly credentials?: object;
		readonly parameters: {
			readonly assignments?: { readonly assignments: readonly Assignment[] };
			readonly options?: Readonly<Record<string, unknown>>;
			readonly workflowId?: { readonly value: string };
		};
	}>;
}

/** The one node of each shipped workflow that holds what differs between installations. */
const settingsNode = 'Settings';
const triggerType = 'n8n-nodes-amocrm-pipeline.amoCrmTrigger';
const nodeType = 'n8n-nodes-amocrm-pipeline.amoCrm';

/** `workflows/` beside package.json, in the repository as well as in the installed package. */
function workflowsFolder(): string {
	let folder = __dirname;
	while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
	return join(folder, 'workflows');
}

/** What must be published before this one: its error workflow and the workflows it runs. */
function dependencies({ settings, nodes }: ShippedWorkflow): ReadonlySet<string> {
	const run = nodes.map(({ parameters }) => parameters.workflowId?.value);
	return new Set([settings?.errorWorkflow, ...run].filter((id) => id !== undefined));
}

/** The shipped workflows in the order in which n8n can publish them. */
export function shippedWorkflows(): readonly ShippedWorkflow[] {
	const folder = workflowsFolder();
	const waiting = readdirSync(folder)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ShippedWorkflow);
	const ordered: ShippedWorkflow[] = [];
	while (waiting.length > 0) {
		const isReady = (workflow: ShippedWorkflow): boolean =>
			!waiting.some((other) => other !== workflow && dependencies(workflow).has(other.id));
		const ready = waiting.findIndex(isReady);
		if (ready === -1) throw new Error('The shipped workflows wait for each other.');
		ordered.push(...waiting.splice(ready, 1));
	}
	return ordered;
}

/**
 * Whether somebody must choose the credential first. An OAuth2 credential is connected by a person in a
 * browser; published without it, every run would fail.
 */
export const waitsForCredential = ({ nodes }: ShippedWorkflow): boolean =>
	nodes.some(({ type, credentials }) => type === nodeType && !credentials);

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

/** The workflow whose AmoCRM Triggers give amoCRM this address instead of n8n's own. */
export const withPublicUrl = (workflow: ShippedWorkflow, publicUrl: string): ShippedWorkflow => ({
	...workflow,
	nodes: workflow.nodes.map((node) =>
		node.type === triggerType
			? {
					...node,
					parameters: {
						...node.parameters,
						options: { ...node.parameters.options, publicUrl },
					},
				}
			: node,
	),
});
