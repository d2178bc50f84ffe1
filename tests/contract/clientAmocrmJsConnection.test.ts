import { Client } from 'amocrm-js';
import factories from 'amocrm-js/dist/api/factories';
import type { IHasCreateFactory } from 'amocrm-js/dist/api/factories/mixins/hasCreate';
import type { IHasGetFactory } from 'amocrm-js/dist/api/factories/mixins/hasGetByCriteria';
import type { ICustomer } from 'amocrm-js/dist/api/activeRecords/Customer';
import { accountHost, answerHttps } from '../support/accountHost';
import { fixture, missing } from '../support/recordedShape';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

/** `amocrm-js` as published, against the sandbox: its tokens, its errors, its bare requests. */
let box: TestSandbox;
let bringBack: () => void;
let app: { client_id: string; client_secret: string; redirect_uri: string };

beforeAll(async () => {
	box = await testSandbox();
	bringBack = answerHttps(box.sandbox.url);
	[app] = (await box.control.get('/integrations')).data;
	// It prints every error that amoCRM answers with.
	jest.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterAll(async () => {
	jest.restoreAllMocks();
	bringBack?.();
	await box?.sandbox.close();
});

// The 8th request within a second would be refused.
beforeEach(() => box.control.post('/reset'));

const withCode = async () => {
	const { data } = await box.control.post('/oauth/codes', { client_id: app.client_id });
	return new Client({ domain: accountHost, auth: { ...app, code: data.code } });
};
const withToken = (bearer = sandboxToken) =>
	new Client({ domain: accountHost, auth: { ...app, bearer } });

const accountOf = async (client: Client) =>
	(await client.request.get<{ id: number }>('/api/v4/account')).data;

/** What the client throws: `data` is the body that amoCRM answered with. */
const refusal = (asked: Promise<unknown>): Promise<{ message: string; data: unknown }> =>
	asked.then(
		() => {
			throw new Error('was not refused');
		},
		(error: { message: string; data: unknown }) => error,
	);

describe('tokens', () => {
	it('the first request exchanges the code, tells of the token and is answered', async () => {
		const client = await withCode();
		const changes: string[] = [];
		for (const name of ['beforeFetch', 'beforeChange', 'change', 'fetch']) {
			client.token.on(name, () => changes.push(name));
		}
		expect((await accountOf(client)).id).toBe(31_000_001);
		expect(changes).toEqual(['beforeFetch', 'beforeChange', 'change', 'fetch']);
		const token = client.token.getValue();
		expect(token).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
		// Counted from the Date header of the answer.
		expect(Math.abs((token?.expires_at ?? 0) - Date.now() - 86_400_000)).toBeLessThan(60_000);
	});

	it('a token that it holds for expired is refreshed before the next request', async () => {
		const client = await withCode();
		await client.connection.connect();
		const old = client.token.getValue();
		if (!old) throw new Error('no token');
		const refreshed = jest.fn();
		client.token.on('refresh', refreshed);
		client.token.setValue({ ...old, expires_at: Date.now() - 1000 });
		expect((await accountOf(client)).id).toBe(31_000_001);
		expect(refreshed).toHaveBeenCalledTimes(1);
		expect(client.token.getValue()?.refresh_token).not.toBe(old.refresh_token);
		// Its first use retired the old pair.
		const restored = new Client({ domain: accountHost, auth: app });
		restored.token.setValue(old);
		const { data } = await refusal(restored.token.refresh());
		expect(data).toEqual(fixture('_oauth_error_token_revoked_401'));
	});

	it('a token that a former run has stored is used again', async () => {
		const client = await withCode();
		await client.connection.connect();
		const stored = JSON.parse(JSON.stringify(client.token.getValue()));
		const later = new Client({ domain: accountHost, auth: app });
		later.token.setValue(stored);
		expect((await accountOf(later)).id).toBe(31_000_001);
	});

	it('a code works once, and no code at all is no request', async () => {
		const client = await withCode();
		await client.connection.connect();
		client.token.clear();
		const again = new Client({ domain: accountHost, auth: client.environment.get('auth') });
		const told = jest.fn();
		again.connection.on('error', told);
		expect(await refusal(again.connection.connect())).toMatchObject({
			message: 'API_RESPONSE_ERROR',
			data: fixture('_oauth_error_code_revoked_400'),
		});
		expect(told).toHaveBeenCalledTimes(1);
		const none = new Client({ domain: accountHost, auth: app });
		expect((await refusal(accountOf(none))).message).toBe('NO_TOKEN_AND_CODE');
	});

	it('the token endpoint reads its forms as well', async () => {
		const { data: code } = await box.control.post('/oauth/codes', { client_id: app.client_id });
		const { data } = await withToken().request.post(
			'/oauth2/access_token',
			{ ...app, grant_type: 'authorization_code', code: code.code },
			{ useFormData: true },
		);
		expect(missing(data, fixture('_oauth_token_response'))).toEqual([]);
	});
});

describe('refusals', () => {
	it.each([
		['a token of nobody', '/api/v4/account', 'GET', undefined, '_error_401_ru'],
		['a method that is not there', '/api/v4/leads/12345', 'DELETE', undefined, '_error_405'],
		['a body without items', '/api/v4/leads', 'POST', [], '_error_400_empty_body'],
	])('%s is its error with the recorded body', async (name, url, method, data, recorded) => {
		const client = withToken(name === 'a token of nobody' ? 'nobody' : sandboxToken);
		expect(await refusal(client.request.make(method, url, data))).toMatchObject({
			message: 'API_RESPONSE_ERROR',
			data: fixture(recorded) as object,
			apiResponse: { response: { headers: { 'content-type': 'application/problem+json' } } },
		});
	});

	it('a wrong value of an entity names its item and field', async () => {
		const { leads } = withToken();
		const { data } = await refusal(leads.create([{ name: 'A' }, { name: 'B', status_id: 1 }]));
		expect(data).toMatchObject({
			status: 400,
			'validation-errors': [
				{ request_id: '1', errors: [{ code: 'NotSupportedChoice', path: 'status_id' }] },
			],
		});
	});

	it('of 8 requests at once the last is refused with 429', async () => {
		const client = withToken();
		const answers = await Promise.allSettled(Array.from({ length: 8 }, () => accountOf(client)));
		const refused = answers.filter(({ status }) => status === 'rejected');
		expect(refused).toMatchObject([{ reason: { data: { status: 429 } } }]);
	});
});

describe('bare requests', () => {
	const destination = 'http://127.0.0.1:9/amocrm-js';

	it('a webhook is subscribed, found and removed', async () => {
		const { request } = withToken();
		const url = '/api/v4/webhooks';
		const made = await request.post(url, { destination, settings: ['add_lead'] });
		expect(made.response.statusCode).toBe(201);
		const found = await request.get(url, { filter: { destination } });
		expect(found.data).toMatchObject({ _embedded: { webhooks: [{ destination }] } });
		// Alone it writes the body of a DELETE without any length, which is no HTTP.
		const length = Buffer.byteLength(JSON.stringify({ destination }));
		const headers = { 'Content-Length': String(length) };
		const gone = await request.delete(url, { destination }, { headers });
		expect([gone.response.statusCode, gone.data]).toEqual([204, {}]);
	});

	it('parameters in the address and in the object become one query', async () => {
		const { data } = await withToken().request.get('/api/v4/account?with=version', {
			unknown: { nested: ['a', 'b'] },
		});
		expect(data).toMatchObject({ id: 31_000_001, version: expect.any(Number) });
	});

	it('a note is written to a lead and read with its notes', async () => {
		const { request } = withToken();
		const note = { note_type: 'common', params: { text: 'by amocrm-js' } };
		await request.post('/api/v4/leads/12345/notes', [note]);
		const { data } = await request.get('/api/v4/leads/12345/notes', {
			filter: { note_type: ['common'] },
			order: { id: 'desc' },
		});
		expect(data).toMatchObject({ _embedded: { notes: [note] } });
	});
});

it('customers, for which it has a factory but no property, are created and paged', async () => {
	const Factory = factories.customers as unknown as new (
		client: Client,
	) => IHasGetFactory<ICustomer> & IHasCreateFactory<ICustomer>;
	const customers = new Factory(withToken());
	const [created] = await customers.create([{ name: 'By amocrm-js', next_price: 100 }]);
	const pagination = await customers.get({ limit: 2 });
	expect(pagination.hasNext()).toBe(true);
	await pagination.next();
	expect(pagination.getData()).toMatchObject([{ id: created?.id, name: 'By amocrm-js' }]);
});
