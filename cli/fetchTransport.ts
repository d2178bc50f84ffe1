import type { Transport } from '../src/client/types';

/** amoCRM over Node's own `fetch`, for the command line, where n8n's HTTP helpers do not exist. */
export const fetchTransport =
	(baseUrl: string, accessToken: string): Transport =>
	async ({ method, path, body }) => {
		const response = await fetch(new URL(path, baseUrl), {
			method,
			headers: {
				authorization: `Bearer ${accessToken}`,
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
			// The token must not follow, and a renamed account would look like a token that was revoked.
			redirect: 'manual',
			signal: AbortSignal.timeout(20_000),
		});
		const text = await response.text();
		let parsed: unknown = text;
		try {
			parsed = text === '' ? undefined : JSON.parse(text);
		} catch {
			// A blocked account answers plain text; it goes on as it is.
		}
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers.entries()),
			body: parsed,
		};
	};
