import type {
	IDataObject,
	IHttpRequestOptions,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';
import { run } from '../../nodes/AmoCrm/run';
import { executeContext, type HttpAnswer } from './executeContext';

type Parameters = Readonly<Record<string, unknown>>;
export type Answer = (options: IHttpRequestOptions) => HttpAnswer;

export const answer = (statusCode: number, body: unknown = ''): HttpAnswer => ({
	statusCode,
	headers: {},
	body,
});

export const leads = (rows: readonly object[]): HttpAnswer =>
	answer(200, { _embedded: { leads: rows } });

/** Every run talks to an account of its own: the limit is kept per account. */
let accounts = 0;

/** Runs the AmoCRM node on items; `respond` stands for amoCRM. */
export async function perform(
	parameters: Parameters | ((itemIndex: number) => Parameters),
	items: readonly IDataObject[],
	respond: Answer,
	continueOnFail = false,
	signal?: AbortSignal,
) {
	const requests: IHttpRequestOptions[] = [];
	const context = executeContext({
		parameters,
		items,
		continueOnFail,
		...(signal ? { signal } : {}),
		credential: { domain: 'amocrm.ru', subdomain: `run-${(accounts += 1)}`, accessToken: 't' },
		http: async (_type, options) => {
			requests.push(options);
			return respond(options);
		},
	});
	const [output = []] = await run(context);
	return { output, requests, jsons: output.map(({ json }) => json) };
}

/** The error of a run that must not succeed. */
export const failure = async (work: Promise<unknown>): Promise<NodeApiError | NodeOperationError> =>
	await work.then(
		() => {
			throw new Error('nothing was thrown');
		},
		(error: NodeApiError | NodeOperationError) => error,
	);
