import type { IExecuteFunctions, IHttpRequestOptions, INodeExecutionData } from 'n8n-workflow';
import { accountHttp } from './accountHttp';
import type { Account } from './job';

export interface NodeRun {
	readonly account: Account;
	/** The credential's limit. */
	readonly requestsPerSecond: number;
	readonly items: readonly INodeExecutionData[];
	readonly parameters: (itemIndex: number) => Readonly<Record<string, unknown>>;
	/** Called with each answer before the node sees it. */
	readonly answered?: () => void;
}

/** As much of n8n's context as the AmoCRM node needs for leads; n8n's expressions cost nothing here. */
export function executeContext(run: NodeRun): IExecuteFunctions {
	const { account, requestsPerSecond, items, parameters, answered } = run;
	const http = accountHttp(account);
	const context = {
		getInputData: () => items,
		getNode: () => ({ name: 'AmoCRM', type: 'amoCrm', typeVersion: 1, parameters: {} }),
		getTimezone: () => 'UTC',
		continueOnFail: () => true,
		getCredentials: async () => ({
			domain: 'sandbox',
			sandboxUrl: account.url,
			accessToken: account.token,
			requestsPerSecond,
		}),
		getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) =>
			parameters(itemIndex)[name] ?? fallback,
		helpers: {
			httpRequestWithAuthentication: async (
				_type: string,
				{ method = 'GET', url, body }: IHttpRequestOptions,
			) => {
				const { status, headers, data } = await http.request({ method, url, data: body });
				answered?.();
				return { statusCode: status, headers: { ...headers }, body: data as unknown };
			},
		},
	};
	return context as unknown as IExecuteFunctions;
}
