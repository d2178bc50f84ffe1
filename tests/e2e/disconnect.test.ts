import { createHmac, generateKeyPairSync } from 'node:crypto';
import axios from 'axios';
import { sign, type SignOptions } from 'jsonwebtoken';
import { Client } from 'pg';
import { credentialIds } from '../../src/provision/credentials';
import { eventually } from '../support/eventually';
import { editNode, startTestStack, type TestStack } from './support/testStack';

/** Disconnecting as amoCRM and as a back end do it, against the shipped workflows in a real n8n. */
let test$: TestStack;
let account: number;

const integration = {
	clientId: 'bb3a2d6f-3b5a-4b2e-9d4c-8f3f5d0c9a11',
	clientSecret: 'a secret key of sixty-four characters, as amoCRM makes them up.',
};
const audience = 'https://hooks.example.ru';
const secret = 'what the back end signs with';
const externalSecret = 'w'.repeat(64);

beforeAll(async () => {
	test$ = await startTestStack({
		systems: {
			disconnect: { integration, backend: { audience, key: { algorithm: 'HS256', secret } } },
		},
	});
	const { sandbox } = test$.stack.facts();
	const { data } = await axios.get(`${sandbox?.url}/api/v4/account`, {
		headers: { authorization: `Bearer ${sandbox?.token}` },
	});
	account = data.id;
});

afterAll(async () => {
	await test$?.close();
});

const call = (method: string, path: string, headers: Record<string, string> = {}) =>
	axios.request({
		method,
		url: `${test$.stack.facts().n8n.url}/webhook${path}`,
		headers,
		validateStatus: () => true,
		timeout: 30_000,
	});

const hook = (signature: string, client: string = integration.clientId) =>
	call(
		'GET',
		`/api/amocrm/integration/disconnect?client_uuid=${client}&account_id=${account}&signature=${signature}`,
	);

const hmac = (key: string): string =>
	createHmac('sha256', key).update(`${integration.clientId}|${account}`).digest('hex');

const backend = (token?: string) =>
	call(
		'POST',
		'/api/amo-crm/disconnect',
		token === undefined ? {} : { authorization: `Bearer ${token}` },
	);

const token = (claims: object = {}, options: SignOptions = {}, key: string = secret): string =>
	sign({ aud: audience, account_id: account, ...claims }, key, { expiresIn: 300, ...options });

const rows = async (text: string, values: unknown[] = []) =>
	(await test$.pool.query(text, values)).rows;

const isDisconnected = async (): Promise<boolean> =>
	(
		await rows(
			'select from amocrm_disconnections where account_id = $1 and reconnected_at is null',
			[account],
		)
	).length === 1;

let lead = 3_000_000;

/** A change of a lead, as amoCRM sends it; answers the lead's id. */
async function change(): Promise<number> {
	lead += 1;
	const body = `account[id]=${account}&leads[update][0][id]=${lead}&leads[update][0][updated_at]=1748268812`;
	expect((await test$.post(body)).status).toBe(200);
	return lead;
}

const stateOf = async (id: number) =>
	(
		await rows('select status, attempts from amocrm_webhook_events where amocrm_entity_id = $1', [
			String(id),
		])
	)[0];

const isDone = (id: number) =>
	eventually(
		`event of lead ${id} processed`,
		async () => (await stateOf(id))?.status === 'processed',
		60,
	);

test('a hook that amoCRM did not sign gets 401 and changes nothing', async () => {
	for (const wrong of ['', 'a'.repeat(64), hmac('another key'), hmac(integration.clientId)]) {
		expect((await hook(wrong)).status).toBe(401);
	}
	expect((await hook(hmac(integration.clientSecret), 'another')).status).toBe(401);
	expect((await call('GET', '/api/amocrm/integration/disconnect')).status).toBe(401);
	expect(await rows('select * from amocrm_disconnections')).toEqual([]);
	await isDone(await change());
});

test("after amoCRM's hook events are kept and not processed, until the back end reconnects", async () => {
	expect((await hook(hmac(integration.clientSecret))).status).toBe(200);
	expect(await isDisconnected()).toBe(true);
	const kept = [await change(), await change()];
	// A running pipeline takes an event within a second; this is many times that.
	await new Promise((resolve) => setTimeout(resolve, 8_000));
	for (const id of kept) expect(await stateOf(id)).toEqual({ status: 'pending', attempts: 0 });

	const answer = await backend(token({ action: 'reconnect' }));
	expect(answer).toMatchObject({ status: 200, data: { changed: true } });
	expect(await isDisconnected()).toBe(false);
	for (const id of kept) await isDone(id);
});

test('a token that is not for us, or not in time, gets 401 and changes nothing', async () => {
	const { exp: _, ...unending } = { exp: 0, aud: audience, account_id: account };
	const wrong: Record<string, string | undefined> = {
		none: undefined,
		'no token at all': 'x',
		'another key': token({}, {}, 'another key'),
		'an empty signature': token().replace(/[^.]*$/, ''),
		'algorithm none': sign({ ...unending, exp: 4_000_000_000 }, '', { algorithm: 'none' }),
		'another algorithm': token({}, { algorithm: 'HS512' }),
		'run out': token({}, { expiresIn: -60 }),
		'not valid yet': token({}, { notBefore: 300 }),
		'without an end': sign(unending, secret),
		'another audience': token({ aud: 'https://elsewhere.example.ru' }),
		'no audience': token({ aud: undefined }),
		'no account': token({ account_id: undefined }),
		'a list of accounts': token({ account_id: [account, account] }),
		'a list of one account': token({ account_id: [account] }),
		'an account that is a text of SQL': token({ account_id: '1 or true' }),
		'an unknown action': token({ action: 'delete' }),
	};
	const statuses: Record<string, number> = {};
	for (const [what, value] of Object.entries(wrong)) {
		statuses[what] = (await backend(value)).status;
	}
	expect(statuses).toEqual(Object.fromEntries(Object.keys(wrong).map((what) => [what, 401])));
	expect(await isDisconnected()).toBe(false);
});

test('the owner is told in Telegram by the next run of the watch', async () => {
	expect((await hook(hmac(integration.clientSecret))).status).toBe(200);
	const { http } = await test$.n8n();
	const started = await http.post('/rest/workflows/amocrmWatch00001/run', {
		triggerToStartFrom: { name: 'Каждые 5 минут' },
	});
	expect(started.status).toBe(200);
	const text = await eventually('Telegram is called', async () => {
		const { data } = await test$.control.get('/telegram');
		return (data as ReadonlyArray<{ body: { text: string } }>).find(({ body }) =>
			body.text.includes('Аккаунт amoCRM отключён'),
		)?.body.text;
	});
	expect(text).toContain(`<code>${account}</code>`);
	expect((await backend(token({ action: 'reconnect' }))).status).toBe(200);
});

test("a back end's disconnect is not undone by amoCRM's hook being replayed", async () => {
	expect(await backend(token({ aud: [audience, 'https://other.example.ru'] }))).toMatchObject({
		status: 200,
		data: { changed: true },
	});
	expect((await hook(hmac(integration.clientSecret))).status).toBe(200);
	expect(
		await rows('select source from amocrm_disconnections where reconnected_at is null'),
	).toEqual([{ source: 'backend' }]);
	expect((await backend(token({ action: 'reconnect' }))).status).toBe(200);
});

test('with a public key RS256 is taken, and the key is no HS256 secret', async () => {
	const { publicKey, privateKey } = generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
	const { http } = await test$.n8n();
	const changed = await http.patch(`/rest/credentials/${credentialIds.backendTokens}`, {
		name: 'Токен приложения',
		type: 'jwtAuth',
		data: { keyType: 'pemKey', publicKey, privateKey: '', algorithm: 'RS256' },
	});
	expect(changed.status).toBe(200);
	const confused = [
		Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url'),
		token().split('.')[1],
	].join('.');
	const forged = createHmac('sha256', publicKey).update(confused).digest('base64url');
	expect((await backend(`${confused}.${forged}`)).status).toBe(401);
	expect((await backend(token())).status).toBe(401);
	expect(await isDisconnected()).toBe(false);
	const right = sign({ aud: audience, account_id: account }, privateKey, {
		algorithm: 'RS256',
		expiresIn: 300,
	});
	expect((await backend(right)).status).toBe(200);
	expect(await isDisconnected()).toBe(true);
});

test("the keys of an external integration are taken once, with a state of the back end's", async () => {
	const { http } = await test$.n8n();
	const n8nUrl = test$.stack.facts().n8n.url;
	const { data: made } = await http.post('/rest/api-keys', {
		label: 'external integrations',
		expiresAt: null,
		scopes: ['credential:create'],
	});
	const edited = [
		await http.patch(`/rest/credentials/${credentialIds.n8nApi}`, {
			name: 'n8n API',
			type: 'n8nApi',
			data: { apiKey: made.data.rawApiKey, baseUrl: `${n8nUrl}/api/v1` },
		}),
		await http.patch(`/rest/credentials/${credentialIds.backendTokens}`, {
			name: 'Токен приложения',
			type: 'jwtAuth',
			data: { keyType: 'passphrase', secret, algorithm: 'HS256' },
		}),
	];
	expect(edited.map(({ status }) => status)).toEqual([200, 200]);
	await editNode(await test$.n8n(), 'amocrmExternal01', 'Settings', (parameters) => ({
		...parameters,
		assignments: {
			assignments: [
				{ id: 'a', name: 'buttonAudience', value: 'the button', type: 'string' },
				{ id: 'b', name: 'domain', value: 'amocrm.ru', type: 'string' },
			],
		},
	}));
	const keys = {
		client_id: '0c7ad5a2-5d0e-4d1f-8f7d-7b6e6f1f2a33',
		client_secret: externalSecret,
	};
	const send = (state: string) =>
		axios.post(
			`${n8nUrl}/webhook/api/amocrm/integration/secrets`,
			{ ...keys, state },
			{
				validateStatus: () => true,
			},
		);
	const state = (claims: object = {}, key: string = secret): string =>
		token(
			{ aud: 'the button', jti: '5d0f3c56-one-press', subdomain: 'example', ...claims },
			{},
			key,
		);
	const created = async () =>
		(
			(await http.get('/rest/credentials')).data.data as ReadonlyArray<{ id: string; name: string }>
		).filter(({ name }) => name === `amoCRM ${keys.client_id}`);

	await eventually(
		'the edited workflow answers',
		async () => (await send(state({ jti: 'a first press, only to see' }, 'x'))).status === 401,
	);
	for (const wrong of [
		'',
		state({}, 'another key'),
		state({ aud: audience }),
		state({ jti: 'x' }),
	]) {
		expect((await send(wrong)).status).toBe(401);
	}
	expect(await created()).toEqual([]);
	const right = state();
	await eventually('the keys are taken', async () => (await send(right)).status === 200, 20);
	const [credential] = await created();
	const { data: read } = await http.get(`/rest/credentials/${credential?.id}?includeData=true`);
	expect(read.data.data).toMatchObject({ clientId: keys.client_id, subdomain: 'example' });
	expect((await send(right)).status).toBe(401);
	expect(await created()).toHaveLength(1);
});

test('the executions that n8n keeps hold neither signatures nor tokens', async () => {
	const n8nDatabase = new Client({ connectionString: test$.stack.facts().postgres.n8nUrl });
	await n8nDatabase.connect();
	try {
		// n8n marks a run that is not to be kept as deleted and wipes it within hours.
		const { rows: kept } = await n8nDatabase.query<{ data: string }>(
			`select data from execution_data join execution_entity on id = "executionId" where "deletedAt" is null`,
		);
		expect(kept.length).toBeGreaterThan(0);
		const holds = (text: string | RegExp) => kept.some(({ data }) => data.search(text) !== -1);
		expect(holds(hmac(integration.clientSecret))).toBe(false);
		expect(holds(externalSecret)).toBe(false);
		expect(holds(/eyJ[A-Za-z0-9_-]{10,}\.eyJ/)).toBe(false);
	} finally {
		await n8nDatabase.end();
	}
});
