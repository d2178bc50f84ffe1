import { operation, resource } from '../define';
import { boolean, json, options, required, text } from '../params';
import { call } from '../runs';

/** For whatever the node has no operation for, with the same credential, limit and messages. */
export const api = resource({
	name: 'api',
	label: 'API Call',
	doc: 'Any request of the amoCRM API',
	operations: {
		call: operation({
			// The route is where a path without a leading slash goes; the parameters say the rest.
			route: 'GET /api/v4/',
			label: 'Call',
			action: 'Call the API',
			doc: 'Send a request that this node has no operation for',
			run: call,
			params: {
				method: options(
					'Method',
					'The HTTP method',
					['DELETE', 'GET', 'PATCH', 'POST', 'PUT'].map((name) => ({ name, value: name })),
					'GET',
				),
				path: required(
					text(
						'Path',
						'From the root of the account, or after /api/v4/',
						'e.g. leads/loss_reasons',
					),
				),
				queryParameters: json(
					'Query Parameters',
					'An object; nested members become filter[updated_at][from]=…',
				),
				body: json('Body', 'What is sent as JSON; not with GET'),
			},
			options: {
				allPages: boolean(
					'All Pages',
					'Whether to follow the pages of a list to the end and return its rows',
				),
				fullResponse: boolean(
					'Full Response',
					'Whether to return status and body, also of an answer without content, instead of the body alone',
				),
				splitRows: boolean(
					'Split Rows',
					'Whether to return each row of a list as an item instead of the answer as a whole',
				),
			},
		}),
	},
});
