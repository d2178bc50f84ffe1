import axios, { type AxiosInstance } from 'axios';

export interface N8nWorkflow {
	readonly id: string;
	readonly name: string;
	readonly active: boolean;
	readonly versionId: string;
	readonly nodes: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}

export interface N8nRest {
	readonly http: AxiosInstance;
	workflow(id: string): Promise<N8nWorkflow | null>;
	/**
	 * Publishes the current version. Also revives an activation that n8n gave up on after five
	 * failed tries: a restart alone does not.
	 */
	activate(id: string): Promise<void>;
}

export interface Owner {
	readonly email: string;
	readonly password: string;
}

const failure = (what: string, status: number, body: unknown): Error =>
	new Error(`n8n: ${what}: HTTP ${status} ${JSON.stringify(body).slice(0, 500)}`);

/** Signs in as the owner, who is created on the first start. */
export async function connectToN8n(baseUrl: string, owner: Owner): Promise<N8nRest> {
	const http = axios.create({ baseURL: baseUrl, timeout: 30_000, validateStatus: () => true });
	const signIn = () =>
		http.post('/rest/login', { emailOrLdapLoginId: owner.email, password: owner.password });
	let answer = await signIn();
	if (answer.status === 401) {
		const setup = await http.post('/rest/owner/setup', {
			...owner,
			firstName: 'Pipeline',
			lastName: 'Owner',
		});
		if (setup.status !== 200)
			throw failure('the owner cannot be created', setup.status, setup.data);
		answer = await signIn();
	}
	if (answer.status !== 200) throw failure('sign-in is refused', answer.status, answer.data);
	const cookies = answer.headers['set-cookie'] ?? [];
	http.defaults.headers.common['cookie'] = cookies.map((c) => c.split(';')[0]).join('; ');

	const workflow = async (id: string) => {
		const found = await http.get(`/rest/workflows/${id}`);
		if (found.status === 404 || found.status === 403) return null;
		if (found.status !== 200) throw failure(`workflow ${id}`, found.status, found.data);
		return found.data.data as N8nWorkflow;
	};
	return {
		http,
		workflow,
		async activate(id) {
			const current = await workflow(id);
			if (!current) throw new Error(`n8n has no workflow ${id}`);
			const done = await http.post(`/rest/workflows/${id}/activate`, {
				versionId: current.versionId,
			});
			if (done.status !== 200)
				throw failure(`publishing "${current.name}"`, done.status, done.data);
		},
	};
}
