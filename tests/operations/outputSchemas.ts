import { resources } from '../../src/catalog/resources';
import { schemaOf } from '../../stack/generate/jsonSchema';
import { testSandbox } from '../support/sandbox';
import { operationCases } from './cases';
import type { JsonObject, OperationCase } from './operationCase';
import { perform } from './perform';
import { setScene } from './scene';

/** Where n8n looks for the schema of what version 1 of the node gives: the editor and AI show it. */
export const schemaFile = (resource: string, operation: string): string =>
	`nodes/AmoCrm/__schema__/v1.0.0/${resource}/${operation}.json`;

/** Simplify and the options give the rows another form than the one that comes without them. */
function isUsual({ parameters = {}, items = [{}] }: OperationCase): boolean {
	const all = typeof parameters === 'function' ? items.map(parameters) : [parameters];
	return all.every((one) => !('options' in one) && one['simplify'] !== true);
}

/** What Continue On Fail makes of an item that failed. */
const isFailed = (json: object): boolean => Object.keys(json).join() === 'error';

/** What the cases of the operations gave, by operation. */
export class OutputSamples {
	private readonly usual = new Map<string, object[]>();
	private readonly other = new Map<string, object[]>();

	add(resource: string, one: OperationCase, output: readonly object[]): void {
		const samples = isUsual(one) ? this.usual : this.other;
		const key = schemaFile(resource, one.operation);
		const good = output.filter((json) => !isFailed(json));
		if (good.length > 0) samples.set(key, [...(samples.get(key) ?? []), ...good]);
	}

	/** Null where no case gave an item. */
	render(resource: string, operation: string): string | null {
		const key = schemaFile(resource, operation);
		const samples: readonly JsonObject[] | undefined = (this.usual.get(key) ??
			this.other.get(key)) as JsonObject[] | undefined;
		if (!samples) return null;
		return `${JSON.stringify({ ...schemaOf(samples), version: 1 }, null, '\t')}\n`;
	}
}

/** The text of each schema by its file, from a run of every case against the sandbox. */
export async function renderOutputSchemas(): Promise<ReadonlyMap<string, string>> {
	const samples = new OutputSamples();
	const box = await testSandbox();
	try {
		for (const [resource, cases] of Object.entries(operationCases)) {
			for (const one of cases) {
				await setScene(box, one.scene ?? []);
				samples.add(resource, one, (await perform(box, resource, one)).output);
			}
		}
	} finally {
		await box.sandbox.close();
	}
	const files = new Map<string, string>();
	for (const { name, operations } of resources) {
		for (const [operation, { run }] of Object.entries(operations)) {
			const text = run.kind === 'call' ? null : samples.render(name, operation);
			if (text !== null) files.set(schemaFile(name, operation), text);
		}
	}
	return files;
}
