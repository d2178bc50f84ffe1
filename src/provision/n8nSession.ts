export interface N8nWorkflow {
	readonly id: string;
	readonly name: string;
	readonly active: boolean;
	/** What the editor shows, published or not. */
	readonly versionId: string;
	/** What runs; null when the workflow is switched off. */
	readonly activeVersionId: string | null;
	readonly nodes: ReadonlyArray<{ readonly name: string; readonly type: string }>;
}

export interface N8nSession {
	/** The `cookie` header of the signed-in owner. */
	readonly cookie: string;
	/** Null when there is none, or none that the owner may see. */
	workflow(id: string): Promise<N8nWorkflow | null>;
	/**
	 * Publishes a version, the editor's by default. The version that is published already is revived
	 * when n8n gave its activation up after five failed tries: a restart alone does not do that.
	 */
	activate(id: string, versionId?: string): Promise<void>;
}

export interface Owner {
	readonly email: string;
	readonly password: string;
}

interface Answer {
	readonly status: number;
	readonly body: unknown;
	readonly cookie: string;
}

const timeoutMs = 30_000;

const failure = (what: string, { status, body }: Answer): Error =>
	new Error(`n8n: ${what}: HTTP ${status} ${JSON.stringify(body).slice(0, 500)}`);

async function call(url: string, cookie: string, body?: object): Promise<Answer> {
	const response = await fetch(url, {
		signal: AbortSignal.timeout(timeoutMs),
		headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
		...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
	});
	const text = await response.text();
	let parsed: unknown = text;
	try {
		parsed = JSON.parse(text);
	} catch {
		// A page of a proxy; its text goes into the error.
	}
	const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0]);
	return { status: response.status, body: parsed, cookie: cookies.join('; ') };
}

/**
 * Signs in as the owner, who is created where n8n has none yet. The cookie is sent back by hand, so
 * that a Secure one works over plain HTTP inside a machine or a private network. `n8nUrl` has no slash
 * at its end. Throws when n8n refuses.
 */
export async function openN8nSession(n8nUrl: string, owner: Owner): Promise<N8nSession> {
	const credentials = { emailOrLdapLoginId: owner.email, password: owner.password };
	const signIn = () => call(`${n8nUrl}/rest/login`, '', credentials);
	let answer = await signIn();
	if (answer.status === 401) {
		const names = { firstName: 'Pipeline', lastName: 'Owner' };
		const setup = await call(`${n8nUrl}/rest/owner/setup`, '', { ...owner, ...names });
		if (setup.status === 400) throw failure(`${owner.email} cannot sign in`, answer);
		if (setup.status !== 200) throw failure('the owner cannot be created', setup);
		answer = await signIn();
	}
	if (answer.status !== 200) throw failure('sign-in is refused', answer);
	const { cookie } = answer;

	const workflow = async (id: string): Promise<N8nWorkflow | null> => {
		const found = await call(`${n8nUrl}/rest/workflows/${id}`, cookie);
		if (found.status === 404 || found.status === 403) return null;
		if (found.status !== 200) throw failure(`workflow ${id}`, found);
		return (found.body as { data: N8nWorkflow }).data;
	};
	return {
		cookie,
		workflow,
		async activate(id, version) {
			const current = await workflow(id);
			if (!current) throw new Error(`n8n has no workflow ${id}`);
			const versionId = version ?? current.versionId;
			const done = await call(`${n8nUrl}/rest/workflows/${id}/activate`, cookie, { versionId });
			if (done.status !== 200) throw failure(`publishing "${current.name}"`, done);
		},
	};
}
