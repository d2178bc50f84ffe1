import type { IDataObject } from 'n8n-workflow';
import { run } from '../../nodes/AmoCrm/run';
import { executeContext, fetchHttp, type Http } from '../support/executeContext';
import { sandboxToken, type TestSandbox } from '../support/sandbox';
import type { CaseFile, OperationCase } from './operationCase';

/** As many as the sandbox allows in these runs: neither side waits. */
const requestsPerSecond = 100_000;

let runs = 0;

export const toBinary = ({ text, ...file }: CaseFile) => ({
	...file,
	data: Buffer.from(text).toString('base64'),
});

/** What the node makes of a case, once its scene is set. */
export async function perform(box: TestSandbox, resource: string, one: OperationCase) {
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
