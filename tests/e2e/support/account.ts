import axios from 'axios';
import { eventually } from '../../support/eventually';
import type { Credential, Editor } from './editor';

/** One of several amoCRM accounts, each a sandbox of its own, and its credential in n8n. */
export interface Account {
	readonly credential: Credential;
	/** Calls API v4 as another integration of the account does; throws what amoCRM refuses. */
	readonly request: (method: 'PATCH' | 'POST', path: string, body: object) => Promise<void>;
	readonly leads: () => Promise<readonly SandboxRow[]>;
	readonly entity: (kind: 'contacts' | 'leads', id: unknown) => Promise<SandboxRow>;
}

export interface SandboxRow {
	readonly id: number;
	readonly name: string;
	readonly custom_fields_values: ReadonlyArray<{
		readonly field_name: string;
		readonly values: ReadonlyArray<Readonly<Record<string, unknown>>>;
	}> | null;
}

export async function connectAccount(
	editor: Editor,
	name: string,
	{ url, token }: { readonly url: string; readonly token: string },
): Promise<Account> {
	const fields = { domain: 'sandbox', sandboxUrl: url, accessToken: token };
	const rows = async <T>(path: string): Promise<T> =>
		(await axios.get<T>(`${url}/_sandbox${path}`)).data;
	return {
		credential: await editor.createCredential(name, 'amoCrmApi', fields),
		async request(method, path, data) {
			const headers = { authorization: `Bearer ${token}` };
			// What n8n asked in the same second may have used up the account's requests.
			await eventually(`${method} ${path} is taken`, async () => {
				await axios.request({ method, url: `${url}/api/v4${path}`, data, headers });
				return true;
			});
		},
		leads: async () => await rows('/leads'),
		entity: async (kind, id) => await rows(`/${kind}/${String(id)}`),
	};
}
