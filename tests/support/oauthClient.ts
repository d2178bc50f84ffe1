import type { AxiosResponse } from 'axios';
import type { TestSandbox } from './sandbox';

export interface RegisteredApp {
	readonly client_id: string;
	readonly client_secret: string;
	readonly redirect_uri: string;
}

interface Pair {
	readonly access_token: string;
	readonly refresh_token: string;
}

/** What an integration does at amoCRM: it asks for tokens and uses them. Statuses are not errors. */
export interface OAuthClient {
	readonly app: RegisteredApp;
	newCode(userId?: number): Promise<string>;
	/** `POST /oauth2/access_token` with the app's own fields under `fields`. */
	exchange(fields: Readonly<Record<string, unknown>>): Promise<AxiosResponse>;
	byCode(): Promise<AxiosResponse>;
	byRefresh(refreshToken: string): Promise<AxiosResponse>;
	/** A pair; throws when the code is refused. */
	connect(): Promise<Pair>;
	/** `GET /api/v4/account`. */
	account(token: string): Promise<AxiosResponse>;
}

/** As the given integration, or as the one that every sandbox has. */
export async function oauthClient(box: TestSandbox, given?: RegisteredApp): Promise<OAuthClient> {
	const app: RegisteredApp = given ?? (await box.control.get('/integrations')).data[0];
	const client: OAuthClient = {
		app,
		newCode: async (userId) =>
			(
				await box.control.post('/oauth/codes', {
					client_id: app.client_id,
					...(userId === undefined ? {} : { user_id: userId }),
				})
			).data.code,
		exchange: (fields) => {
			const { client_id, client_secret, redirect_uri } = app;
			return box.anonymous.post('/oauth2/access_token', {
				client_id,
				client_secret,
				redirect_uri,
				...fields,
			});
		},
		byCode: async () =>
			client.exchange({ grant_type: 'authorization_code', code: await client.newCode() }),
		byRefresh: (refresh_token) => client.exchange({ grant_type: 'refresh_token', refresh_token }),
		async connect() {
			const { status, data } = await client.byCode();
			if (status !== 200) throw new Error(`no tokens: ${JSON.stringify(data)}`);
			return data as Pair;
		},
		account: (token) =>
			box.anonymous.get('/api/v4/account', { headers: { authorization: `Bearer ${token}` } }),
	};
	return client;
}
