import axios from 'axios';
import type { N8nRest } from '../../../stack/n8nRest';
import { editorHost, type RunningNginx } from '../../support/nginx';
import type { Credential } from './editor';

/** n8n's strictest: the browser that began the consent must be the one that comes back. */
export const boundToBrowser = {
	N8N_EDITOR_BASE_URL: `https://${editorHost}/`,
	N8N_PROXY_HOPS: '1',
	N8N_SECURE_COOKIE: 'true',
	N8N_OAUTH_BROWSER_BINDING: 'true',
};

/** The consent as a person goes through it without a browser: Connect, agree, come back through nginx. */
export function consentBehindNginx(nginx: RunningNginx, rest: N8nRest) {
	const consentOf = async (credential: Credential) => {
		const path = `/rest/oauth2-credential/auth?id=${credential.id}`;
		const answer = await nginx.client(editorHost).get(path, { headers: { cookie: rest.cookie } });
		const cookies = answer.headers['set-cookie'] ?? [];
		const cookie = [rest.cookie, ...cookies.map((line) => line.split(';')[0])].join('; ');
		return { url: new URL(answer.data.data as string), cookie };
	};

	/** A GET as a browser makes it, redirects of nginx followed, n8n's cookies to the editor host only. */
	const follow = async (address: string, cookie: string): Promise<readonly [number, string]> => {
		let url = new URL(address);
		for (let hops = 0; hops < 4; hops++) {
			const headers = url.hostname === editorHost ? { cookie } : {};
			const client = nginx.client(url.hostname);
			const {
				status,
				data,
				headers: answered,
			} = await client.get(url.pathname + url.search, { headers });
			if (status < 300 || status >= 400) return [status, String(data)];
			url = new URL(String(answered['location']), url);
		}
		throw new Error(`${address} redirects for ever`);
	};

	return {
		/** Where Connect leads, and what the browser brings back. */
		consentOf,
		async connect(credential: Credential, clientId: string): Promise<void> {
			const { url, cookie } = await consentOf(credential);
			const statuses = { validateStatus: () => true, maxRedirects: 0 };
			const page = await axios.get<string>(url.href, statuses);
			expect([page.status, page.data]).toEqual([200, expect.stringContaining('value="allow"')]);
			const user = /<option value="(\d+)"/.exec(page.data)?.[1] ?? '';
			const state = url.searchParams.get('state') ?? '';
			const form = new URLSearchParams({
				client_id: clientId,
				state,
				user_id: user,
				decision: 'allow',
			});
			const agreed = await axios.post(`${url.origin}/oauth`, form, statuses);
			const [status, body] = await follow(String(agreed.headers['location']), cookie);
			expect([status, body]).toEqual([200, expect.stringContaining('Connection successful')]);
		},
	};
}
