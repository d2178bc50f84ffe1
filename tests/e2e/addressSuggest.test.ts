import { sign } from 'jsonwebtoken';
import { eventually } from '../support/eventually';
import { nginxPrograms, webhookHost } from '../support/nginx';
import { describeWith } from '../support/program';
import {
	providerKey,
	startAddressStack,
	suggestPath,
	widgetToken,
	type AddressStack,
} from './support/addressStack';

describeWith(nginxPrograms, 'suggestions of addresses', () => {
	let stack: AddressStack;
	beforeAll(async () => {
		stack = await startAddressStack();
	});
	afterAll(async () => await stack?.close());
	afterEach(() => stack.provider.failWith(null));

	const ask = (body: unknown, token: string | null = widgetToken()) =>
		stack.nginx.client(webhookHost).post(suggestPath, body, {
			headers: { origin: 'https://example.amocrm.ru', ...(token ? { 'x-auth-token': token } : {}) },
		});

	const rows = async (text: string) => (await stack.test$.pool.query(text)).rows;

	it('come from the provider, whose key stays on the server', async () => {
		const answer = await ask({ query: 'хабаровская' });
		expect([answer.status, answer.data]).toEqual([
			200,
			{
				suggestions: [
					{ value: 'г Москва, ул Хабаровская' },
					{ value: 'г Москва, ул Хабаровская, д 12' },
				],
			},
		]);
		expect(answer.headers['access-control-allow-origin']).toBe('https://example.amocrm.ru');
		expect(stack.provider.asked.at(-1)).toEqual({
			query: 'хабаровская',
			authorization: `Token ${providerKey}`,
		});
	});

	it('are asked for once, however the same is written', async () => {
		const before = stack.provider.asked.length;
		for (const query of ['г Орёл', ' г  орел ', 'Г ОРЁЛ']) {
			const { data } = await ask({ query });
			expect(data).toEqual({ suggestions: [{ value: 'г Орёл, ул Лескова, д 1' }] });
		}
		expect(stack.provider.asked).toHaveLength(before + 1);
	});

	it('are given for a token of amoCRM’s that is meant for us and in time, and for no other', async () => {
		const before = stack.provider.asked.length;
		const wrong: Record<string, string | null> = {
			none: null,
			'no token at all': 'x',
			'another key': widgetToken({}, {}, 'another key'),
			'an empty key': sign({ user_id: 1 }, '', { algorithm: 'none' }),
			'another algorithm': widgetToken({}, { algorithm: 'HS512' }),
			'run out': widgetToken({}, { expiresIn: -60 }),
			'not valid yet': widgetToken({}, { notBefore: 300 }),
			'another audience': widgetToken({ aud: 'https://elsewhere.example.ru' }),
			'no audience': widgetToken({ aud: undefined }),
			'no user': widgetToken({ user_id: undefined }),
			'a list of users': widgetToken({ user_id: [1] }),
			'an account that is a text': widgetToken({ account_id: 'x' }),
		};
		const statuses: Record<string, number> = {};
		for (const [what, token] of Object.entries(wrong)) {
			statuses[what] = (await ask({ query: 'тверская' }, token)).status;
		}
		expect(statuses).toEqual(Object.fromEntries(Object.keys(wrong).map((what) => [what, 401])));
		expect(stack.provider.asked).toHaveLength(before);
		const ownSite = widgetToken({ account_id: undefined, user_id: undefined, sub: 'visitor-1' });
		expect((await ask({ query: 'тверская' }, ownSite)).status).toBe(200);
	});

	it.each([{}, { query: '' }, { query: ' мо ' }, { query: 'ы'.repeat(201) }, { query: null }])(
		'%j is not asked for',
		async (body) => {
			const before = stack.provider.asked.length;
			expect((await ask(body)).status).toBe(400);
			expect(stack.provider.asked).toHaveLength(before);
		},
	);

	it('signs of SQL are looked for like any text', async () => {
		const { status, data } = await ask({ query: `'); drop table amocrm_deals; -- $1` });
		expect([status, data]).toEqual([200, { suggestions: [] }]);
	});

	it('wait for the next minute when a user has asked too often', async () => {
		await rows(
			`insert into amocrm_address_requests
			select 'user 28805383:7', date_trunc('minute', now(), 'UTC') + minute * interval '1 minute', 60
			from generate_series(0, 2) as minute`,
		);
		const before = stack.provider.asked.length;
		const token = widgetToken({ user_id: 7 });
		const refused = await ask({ query: 'никитская' }, token);
		expect([refused.status, refused.data]).toEqual([429, { error: 'too many requests' }]);
		expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
		expect(stack.provider.asked).toHaveLength(before);
		expect((await ask({ query: 'хабаровская' }, token)).status).toBe(200);
	});

	it('are not made up when the provider fails, and one failure an hour is told', async () => {
		const statuses: number[] = [];
		const failures = [
			{ status: 403, body: 'wrong key' },
			{ status: 500, body: '' },
			{ status: 200, body: '<html>maintenance</html>' },
			{ status: 200, body: '{"error":"x"}' },
			'hang',
		] as const;
		for (const failure of failures) {
			stack.provider.failWith(failure);
			statuses.push((await ask({ query: 'арбат' })).status);
		}
		expect(statuses).toEqual([502, 502, 502, 502, 502]);
		const told = await eventually('the failure is told', async () => {
			const found = await rows(
				`select message from amocrm_workflow_failures where workflow_id = 'amocrmAddress001'`,
			);
			return found.length > 0 && found;
		});
		expect(told).toEqual([
			{ message: expect.stringMatching(/^Поставщик подсказок адресов не отвечает: ./) },
		]);
		expect(JSON.stringify(told)).not.toContain(providerKey);
		stack.provider.failWith(null);
		expect((await ask({ query: 'арбат' })).data).toEqual({ suggestions: [] });
	});

	it('leave out what is no line of text, and are as many as were asked for', async () => {
		const good = Array.from({ length: 9 }, (_, house) => ({ value: `ул Ленина, д ${house}` }));
		const bad = [null, 5, { value: 7 }, { value: '' }, { value: 'a\0b' }, { value: '\ud800' }];
		const long = { value: 'ы'.repeat(501) };
		const body = JSON.stringify({ suggestions: [...bad, long, { value: 'a\nb' }, ...good] });
		stack.provider.failWith({ status: 200, body });
		const { status, data } = await ask({ query: 'ленина' });
		expect([status, data]).toEqual([200, { suggestions: good.slice(0, 7) }]);
	});

	it('a browser may ask with the header of amoCRM’s token', async () => {
		const { status, headers } = await stack.nginx.client(webhookHost).options(suggestPath, {
			headers: {
				origin: 'https://example.amocrm.ru',
				'access-control-request-method': 'POST',
				'access-control-request-headers': 'content-type,x-auth-token',
			},
		});
		expect(status).toBe(204);
		expect(headers).toMatchObject({
			'access-control-allow-origin': 'https://example.amocrm.ru',
			'access-control-allow-headers': 'content-type,x-auth-token',
		});
	});
});
