import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { resources } from '../../src/catalog/resources';
import { operationCases } from '../operations/cases';
import type { ExpectedRequest } from '../operations/operationCase';
import { OutputSamples, schemaFile } from '../operations/outputSchemas';
import { perform, toBinary } from '../operations/perform';
import { setScene } from '../operations/scene';
import { fixture, missing } from '../support/recordedShape';
import { testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;
const samples = new OutputSamples();

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(() => box.sandbox.close());

interface Seen {
	readonly method: string;
	readonly path: string;
	readonly body: string | null;
}

/** The order of filters says nothing. */
const sorted = (query: string): string => query.split('&').sort().join('&');

/** What the files service makes up is known by its kind. */
const named = (path: string): string => {
	if (path.startsWith('/v1.0/sessions/upload/')) return '{uploadUrl}';
	if (path.startsWith('/download/')) return '{downloadUrl}';
	return path.startsWith('/v1.0/') ? `{driveUrl}${path}` : path;
};

/** What the sandbox received, in the form of the cases. */
async function requestsSeen(): Promise<readonly ExpectedRequest[]> {
	const { data } = await box.control.get<readonly Seen[]>('/requests?with=body');
	return data.map(({ method, path, body }) => {
		const [route = '', query] = path.split('?');
		return {
			route: `${method} ${named(route)}`,
			...(query ? { query: sorted(decodeURIComponent(query)) } : {}),
			...(body === null ? {} : { body: JSON.parse(body) as unknown }),
		};
	});
}

/** Which of these there are depends on the page. */
const pageLinks = /^\._links\.(next|prev|first|last)/;

const onTheWire = ({ route, query, body }: ExpectedRequest): ExpectedRequest => ({
	route,
	...(query === undefined ? {} : { query: sorted(query) }),
	...(body === undefined ? {} : { body }),
});

describe.each(Object.entries(operationCases))('the operations of %s', (resource, cases) => {
	it.each(cases.map((one) => [one.operation, one.title, one] as const))(
		'%s %s',
		async (_operation, _title, one) => {
			await setScene(box, one.scene ?? []);
			const { output, files, answers, ...failed } = await perform(box, resource, one);
			samples.add(resource, one, output);

			expect(failed).toEqual(one.error ? { error: expect.stringContaining(one.error) } : {});
			expect(await requestsSeen()).toEqual(one.requests.map(onTheWire));
			expect(output).toHaveLength(one.output.length);
			expect(output).toMatchObject(one.output);
			expect(files).toEqual((one.outputFiles ?? []).map(toBinary));
			one.requests.forEach(({ answer, unlike = [] }, position) => {
				if (!answer) return;
				const allowed = [pageLinks, ...unlike];
				expect(missing(answers[position], fixture(answer), allowed)).toEqual([]);
			});
		},
	);
});

describe('the table', () => {
	it('has a case for every operation of the catalogue', () => {
		const without = resources.flatMap(({ name, operations }) =>
			Object.keys(operations)
				.filter((operation) => !operationCases[name]?.some((one) => one.operation === operation))
				.map((operation) => `${name}.${operation}`),
		);
		expect(without).toEqual([]);
	});
});

describe('the output schemas that n8n reads beside the node', () => {
	const known = resources.flatMap(({ name, operations }) =>
		Object.entries(operations)
			.filter(([, { run }]) => run.kind !== 'call')
			.map(([operation]) => [name, operation] as const),
	);

	it.each(known)('%s %s is what its cases gave: see npm run generate', (resource, operation) => {
		const file = join(__dirname, '../..', schemaFile(resource, operation));
		expect(existsSync(file) ? readFileSync(file, 'utf8') : null).toBe(
			samples.render(resource, operation),
		);
	});
});
