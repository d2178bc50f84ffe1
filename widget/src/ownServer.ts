import { readSuggestions, type Suggest } from './suggestions';

export interface OwnServerOptions {
	/** Whole URL of the suggestions. */
	readonly endpoint: string;
	/** Asks the site's own server for a token that the endpoint accepts. */
	readonly token: () => Promise<string>;
}

/** Suggestions on a page outside amoCRM; a token that has run out is replaced once a question. */
export function suggestWithToken({ endpoint, token }: OwnServerOptions): Suggest {
	let present: Promise<string> | null = null;

	async function ask(query: string): Promise<Response> {
		present ??= token();
		try {
			return await fetch(endpoint, {
				method: 'POST',
				credentials: 'omit',
				headers: { 'content-type': 'application/json', 'x-auth-token': await present },
				body: JSON.stringify({ query }),
			});
		} catch (error) {
			// No token, or one that no header may hold: a login page, say, until the visitor signs in.
			present = null;
			throw error;
		}
	}

	return async (query) => {
		let response = await ask(query);
		if (response.status === 401) {
			present = null;
			response = await ask(query);
		}
		if (!response.ok) throw new Error(`${endpoint}: HTTP ${response.status}`);
		return readSuggestions(await response.json());
	};
}
