import { useInbox } from '../support/inboxDatabase';

/** The cache of addresses and the limits in front of their provider. */
const inbox = useInbox();

const limits = { perUserAndMinute: 3, perDay: 5, cacheDays: 30 };
const provider = 'https://provider.example.ru 7';
const moscow = [{ value: 'г Москва' }];

beforeEach(() => inbox.pool.query('truncate amocrm_address_suggestions, amocrm_address_requests'));

type Found = { readonly answer: string; readonly seconds?: number; readonly suggestions?: object };

const find = async (query: string, user = '1:1', p_limits: object = limits): Promise<Found> =>
	(
		await inbox.pool.query<{ found: Found }>(
			'select amocrm_find_address_suggestions($1, $2, $3, $4) as found',
			[provider, query, user, p_limits],
		)
	).rows[0]?.found ?? { answer: 'no row' };

const store = async (query: string, suggestions: object = moscow, cacheDays = 30) =>
	(
		await inbox.pool.query<{ kept: object }>(
			'select amocrm_store_address_suggestions($1, $2, $3::jsonb, $4) as kept',
			[provider, query, JSON.stringify(suggestions), cacheDays],
		)
	).rows[0]?.kept;

const counted = async () =>
	(
		await inbox.pool.query<{ counter: string; requests: number }>(
			'select counter, requests from amocrm_address_requests order by counter',
		)
	).rows;

const answers = async (times: number, user?: string) => {
	const each: string[] = [];
	for (let turn = 0; turn < times; turn += 1) {
		each.push((await find(`улица ${turn}`, user)).answer);
	}
	return each;
};

test('what is not known is to be asked, what was stored is known and counts nothing', async () => {
	expect(await find('москва')).toEqual({ answer: 'ask' });
	expect(await store('москва')).toEqual(moscow);
	expect(await find('москва')).toEqual({ answer: 'known', suggestions: moscow });
	expect(await counted()).toEqual([
		{ counter: 'provider', requests: 1 },
		{ counter: 'user 1:1', requests: 1 },
	]);
});

test('that the provider knows nothing is an answer, too', async () => {
	await store('ыыы', []);
	expect(await find('ыыы')).toEqual({ answer: 'known', suggestions: [] });
});

test('an answer of another provider is not taken', async () => {
	await inbox.pool.query(
		`insert into amocrm_address_suggestions values ('https://other.example.ru 7', 'москва', '[]')`,
	);
	expect((await find('москва')).answer).toBe('ask');
});

test('a user who asked too often waits for the next minute, others do not', async () => {
	expect(await answers(4)).toEqual(['ask', 'ask', 'ask', 'wait']);
	const { seconds } = await find('улица');
	expect(seconds).toBeGreaterThanOrEqual(1);
	expect(seconds).toBeLessThanOrEqual(60);
	expect(await answers(1, '1:2')).toEqual(['ask']);
	await inbox.pool.query(
		`update amocrm_address_requests set since = since - interval '1 minute' where counter = 'user 1:1'`,
	);
	expect(await answers(1)).toEqual(['ask']);
});

test('the day’s requests are those of all users, and what is cached is still answered', async () => {
	await store('москва');
	expect(await answers(3, '1:1')).toEqual(['ask', 'ask', 'ask']);
	expect(await answers(3, '1:2')).toEqual(['ask', 'ask', 'wait']);
	expect((await find('улица', '1:3')).seconds).toBeGreaterThan(0);
	expect((await find('москва', '1:3')).answer).toBe('known');
});

test.each([
	['all users', limits.perDay, (turn: number) => `1:${turn}`],
	['one user', limits.perUserAndMinute, () => '1:1'],
])('calls of %s at the same time get no more than the limit', async (_who, limit, user) => {
	const many = await Promise.all(
		Array.from({ length: 20 }, (_, turn) => find(`дом ${turn}`, user(turn))),
	);
	expect(many.filter(({ answer }) => answer === 'ask')).toHaveLength(limit);
});

test('a limit of nought lets nobody ask', async () => {
	expect((await find('москва', '1:1', { ...limits, perDay: 0 })).answer).toBe('wait');
});

test('an answer is forgotten when it is too old, and made anew by storing it', async () => {
	await store('москва');
	await store('тверь');
	await inbox.pool.query(
		`update amocrm_address_suggestions set fetched_at = now() - interval '31 days'`,
	);
	expect((await find('москва')).answer).toBe('ask');
	await store('москва', []);
	expect((await find('москва')).suggestions).toEqual([]);
	const { rows } = await inbox.pool.query('select query from amocrm_address_suggestions');
	expect(rows).toEqual([{ query: 'москва' }]);
});

test('counters of former days go with the next answer', async () => {
	await find('москва');
	await inbox.pool.query(
		`update amocrm_address_requests set since = since - interval '3 days' where counter = 'provider'`,
	);
	await store('москва');
	expect((await counted()).map(({ counter }) => counter)).toEqual(['user 1:1']);
});

test('what is no list of suggestions is not stored', async () => {
	await expect(store('москва', { value: 'x' })).rejects.toThrow('check constraint');
});

test('a counter says whether it counted: failures are told once an hour', async () => {
	const tell = async () =>
		(
			await inbox.pool.query<{ first: boolean }>(
				`select amocrm_count_address_request('failure', 'hour', 1) as first`,
			)
		).rows[0]?.first;
	expect([await tell(), await tell()]).toEqual([true, false]);
});
