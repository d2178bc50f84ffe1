import axios, { type AxiosInstance } from 'axios';
import { openN8nSession, type N8nSession, type Owner } from '../src/provision/n8nSession';

/** A session with n8n, and what scripts and tests need beside it. */
export interface N8nRest extends N8nSession {
	/** Signed in; answers of any status resolve. */
	readonly http: AxiosInstance;
}

/** Signs in as the owner, who is created on the first start. */
export async function connectToN8n(baseUrl: string, owner: Owner): Promise<N8nRest> {
	const session = await openN8nSession(baseUrl, owner);
	const http = axios.create({
		baseURL: baseUrl,
		timeout: 30_000,
		validateStatus: () => true,
		headers: { cookie: session.cookie },
	});
	return { ...session, http };
}
