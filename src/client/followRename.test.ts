import { AmoCrmError } from './errors';
import { followingRename, presentAddress, type Renaming } from './followRename';
import type { ApiRequest, ApiResponse } from './types';

const old = 'https://old.amocrm.ru';
const renamed = 'https://new.amocrm.ru';
const read: ApiRequest = { method: 'GET', path: '/api/v4/leads' };
const write: ApiRequest = { method: 'POST', path: '/api/v4/leads', body: [{ name: 'x' }] };

const response = (status: number, location?: string): ApiResponse => ({
	status,
	headers: location === undefined ? {} : { location },
	body: {},
});

const unauthorized = (): AmoCrmError =>
	new AmoCrmError({ code: 'unauthorized', status: 401, message: 'refused', hint: 'connect' });

type Answers = Readonly<Record<string, () => ApiResponse>>;

let credentials = 0;

/** A connection over `answers` by address; what was sent, asked and told is kept. */
function connection(answers: Answers, more: Partial<Renaming> = {}) {
	const seen = { sent: [] as string[], asked: 0, told: [] as string[] };
	const of = { credentialKey: `c${(credentials += 1)}`, baseUrl: old };
	const transport = followingRename({
		...of,
		isConfirmed: true,
		transportTo: (address) => async (request) => {
			seen.sent.push(`${request.method} ${address}`);
			const answer = answers[address];
			if (!answer) throw new Error(`something was sent to ${address}`);
			return answer();
		},
		ask: async () => {
			seen.asked += 1;
			return renamed;
		},
		tell: (present) => seen.told.push(present),
		now: () => 0,
		...more,
	});
	return { seen, transport, at: () => presentAddress({ ...of, ...more }) };
}

const refuse = (): never => {
	throw unauthorized();
};
const fine = (): ApiResponse => response(200);

it.each([
	['401', refuse],
	['404', () => response(404)],
	['301 without an address', () => response(301)],
] as const)(
	'asks where the account is after a %s, and goes there from then on',
	async (_what, at) => {
		const { seen, transport, at: address } = connection({ [old]: at, [renamed]: fine });
		expect(address()).toBe(old);
		expect(await transport(write)).toMatchObject({ status: 200 });
		expect(await transport(read)).toMatchObject({ status: 200 });
		expect(seen).toEqual({
			sent: [`POST ${old}`, `POST ${renamed}`, `GET ${renamed}`],
			asked: 1,
			told: [renamed],
		});
		expect(address()).toBe(renamed);
	},
);

it('believes a redirect without asking', async () => {
	const redirect = () => response(301, `${renamed}/api/v4/leads`);
	const { seen, transport } = connection(
		{ [old]: redirect, [renamed]: fine },
		{ isConfirmed: false },
	);
	expect(await transport(read)).toMatchObject({ status: 200 });
	expect(seen).toMatchObject({ asked: 0, told: [renamed] });
});

it('follows no redirect out of amoCRM', async () => {
	const redirect = () => response(302, 'https://evil.example/api/v4/leads');
	const { seen, transport } = connection({ [old]: redirect }, { ask: async () => null });
	expect(await transport(read)).toMatchObject({ status: 302 });
	expect(seen.sent).toEqual([`GET ${old}`]);
});

it('gives the first answer where the account has not moved, or amoCRM does not tell', async () => {
	const still = connection({ [old]: () => response(404) }, { ask: async () => old });
	expect(await still.transport(read)).toMatchObject({ status: 404 });
	const silent = connection({ [old]: refuse }, { ask: async () => null });
	await expect(silent.transport(read)).rejects.toThrow('refused');
	expect([...still.seen.told, ...silent.seen.told]).toEqual([]);
});

it('asks once for all who wait, and once a minute', async () => {
	let now = 0;
	const { seen, transport } = connection(
		{ [old]: refuse },
		{
			ask: async () => {
				seen.asked += 1;
				return null;
			},
			now: () => now,
		},
	);
	const failures = await Promise.allSettled(Array.from({ length: 20 }, () => transport(read)));
	expect(failures.filter(({ status }) => status === 'rejected')).toHaveLength(20);
	expect(seen.asked).toBe(1);
	now = 61_000;
	await expect(transport(read)).rejects.toThrow('refused');
	expect(seen.asked).toBe(2);
});

it('tells once however many found out at the same time', async () => {
	const { seen, transport } = connection({ [old]: refuse, [renamed]: fine });
	await Promise.all(Array.from({ length: 20 }, () => transport(read)));
	expect(seen).toMatchObject({ asked: 1, told: [renamed] });
});

it('names the account of the token instead of following a subdomain that may be mistyped', async () => {
	const { seen, transport } = connection({ [old]: refuse }, { isConfirmed: false });
	await expect(transport(write)).rejects.toMatchObject({
		code: 'unauthorized',
		message: expect.stringContaining('account at new.amocrm.ru, not at old.amocrm.ru'),
	});
	expect(seen.sent).toEqual([`POST ${old}`]);
});

it('asks nobody about a 404 of an account that never accepted the token', async () => {
	const answers = { [old]: () => response(404) };
	const { seen, transport } = connection(answers, { isConfirmed: false });
	expect(await transport(read)).toMatchObject({ status: 404 });
	expect(seen.asked).toBe(0);
});

it('follows an account that accepted the token before', async () => {
	let isRenamed = false;
	const { transport } = connection(
		{ [old]: () => (isRenamed ? refuse() : fine()), [renamed]: fine },
		{ isConfirmed: false },
	);
	await transport(read);
	isRenamed = true;
	expect(await transport(write)).toMatchObject({ status: 200 });
});

it('finds an account again that went back to its first name', async () => {
	let present = renamed;
	const at = (address: string) => () => (present === address ? fine() : refuse());
	let now = 0;
	const { transport, at: address } = connection(
		{ [old]: at(old), [renamed]: at(renamed) },
		{ ask: async () => present, now: () => now },
	);
	await transport(read);
	expect(address()).toBe(renamed);
	present = old;
	now = 61_000;
	expect(await transport(read)).toMatchObject({ status: 200 });
	expect(address()).toBe(old);
});

it('leaves the files service alone, which has a host of its own', async () => {
	const { seen, transport } = connection({ [old]: () => response(404) });
	const answer = await transport({ ...read, origin: 'https://drive-b.amocrm.ru' });
	expect(answer).toMatchObject({ status: 404 });
	expect(seen.asked).toBe(0);
});

it('takes no success of the files service for one of the account', async () => {
	let answer = fine;
	const { transport } = connection({ [old]: () => answer() }, { isConfirmed: false });
	await transport({ ...read, origin: 'https://drive-b.amocrm.ru' });
	answer = refuse;
	await expect(transport(write)).rejects.toThrow('account at new.amocrm.ru');
});

it('knows of a renaming for the credential that found it, not for another of the same address', async () => {
	const first = connection({ [old]: refuse, [renamed]: fine });
	await first.transport(read);
	const second = connection({ [old]: fine });
	expect(second.at()).toBe(old);
	expect(await second.transport(read)).toMatchObject({ status: 200 });
});
