import type { IDataObject } from 'n8n-workflow';
import { run } from '../../nodes/AmoCrm/run';
import { resources } from '../../src/catalog/resources';
import { operationCases } from '../operations/cases';
import type { CaseFile, ExpectedRequest, OperationCase } from '../operations/operationCase';
import { setScene } from '../operations/scene';
import { executeContext, fetchHttp, type Http } from '../support/executeContext';
import { fixture, missing } from '../support/recordedShape';
import { testSandbox, sandboxToken, type TestSandbox } from '../support/sandbox';

/** As many as the sandbox allows in these tests: neither side waits. */
const requestsPerSecond = 100_000;

let box: TestSandbox;
let runs = 0;

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

const toBinary = ({ text, ...file }: CaseFile) => ({
	...file,
	data: Buffer.from(text).toString('base64'),
});

async function perform(resource: string, one: OperationCase) {
	const answers: unknown[] = [];
	const http: Http = async function (type, options) {
		const answer = await fetchHttp.call(this, type, options);
		answers.push(answer.body);
		return answer;
	};
	const { operation, parameters = {}, items = [{}], continueOnFail = false } = one;
	const own = (item: IDataObject) =>
		typeof parameters === 'function' ? parameters(item) : parameters;
	const context = executeContext({
		parameters: (index) => ({ resource, operation, ...own(items[index] as IDataObject) }),
		items: items as readonly IDataObject[],
		...(one.file ? { binary: { data: toBinary(one.file) } } : {}),
		continueOnFail,
		// Each case finds a new account, of which nothing is known yet.
		credentialId: `case-${(runs += 1)}`,
		credential: {
			domain: 'sandbox',
			sandboxUrl: box.sandbox.url,
			accessToken: sandboxToken,
			requestsPerSecond,
		},
		http,
	});
	const result = await run(context).then(
		([output = []]) => ({
			output: output.map(({ json }) => json),
			files: output.flatMap(({ binary }) => binary?.['data'] ?? []),
		}),
		(error: Error) => ({ output: [], files: [], error: error.message }),
	);
	return { ...result, answers };
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
			const { output, files, answers, ...failed } = await perform(resource, one);

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
