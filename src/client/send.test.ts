import {
	answer,
	apiFixture,
	newAccountKey,
	script,
	virtualClock,
	type Step,
} from '../../tests/support/amoCrmScript';
import type { AmoCrmError } from './errors';
import { createClient } from './send';
import type { ApiRequest, ApiResponse } from './types';

const read: ApiRequest = { method: 'GET', path: '/api/v4/leads' };
const write: ApiRequest = { method: 'POST', path: '/api/v4/leads', body: [{ name: 'A' }] };
const reset = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });

type Steps = readonly Step[];

async function outcome(request: ApiRequest, ...steps: Steps) {
	const { transport, requests } = script(...steps);
	const clock = virtualClock();
	const client = createClient({ transport, accountKey: newAccountKey(), clock });
	const result = await clock.until(
		client.send(request).catch((error: unknown) => error as AmoCrmError),
	);
	return { result: result as ApiResponse & AmoCrmError, requests, waited: clock.now() };
}

it('writes the query into the path and the body as it is', async () => {
	const { requests } = await outcome({ ...read, query: { limit: 5 } }, answer(200, {}));
	expect(requests).toEqual([{ method: 'GET', path: '/api/v4/leads?limit=5' }]);
	expect((await outcome(write, answer(200, {}))).requests).toEqual([write]);
});

it.each([500, 502, 503, 504])('repeats a read after %i', async (status) => {
	const { result, requests } = await outcome(read, answer(status), answer(200, { ok: true }));
	expect(result.body).toEqual({ ok: true });
	expect(requests).toHaveLength(2);
});

it.each([500, 502, 503, 504])('never repeats a write after %i', async (status) => {
	const { result, requests } = await outcome(write, answer(status), answer(200));
	expect(result).toMatchObject({ code: 'server', status });
	expect(requests).toHaveLength(1);
});

it('repeats a read, but not a write, after the connection broke', async () => {
	expect((await outcome(read, reset, answer(200))).requests).toHaveLength(2);
	const { result, requests } = await outcome(write, reset, answer(200));
	expect(requests).toHaveLength(1);
	expect(result).toMatchObject({ code: 'network', status: 0 });
});

it('repeats a write whose connection was never made', async () => {
	expect((await outcome(write, refused, answer(200))).requests).toHaveLength(2);
});

it('repeats a write after 429, when amoCRM says it may', async () => {
	const tooMany = answer(429, {}, { 'retry-after': '5' });
	const { requests, waited } = await outcome(write, tooMany, answer(200));
	expect(requests).toHaveLength(2);
	expect(waited).toBeGreaterThanOrEqual(5000);
});

it('tells of a refusal in words that PostgreSQL takes', async () => {
	const { result } = await outcome(read, answer(400, { title: 'Bad', detail: 'Pump\0 \ud83d' }));
	expect(result.message).toContain('Pump\ufffd \ufffd');
});

it('gives no text that PostgreSQL would refuse with its whole page, and a file as it is', async () => {
	const { result } = await outcome(read, answer(200, { rows: [{ name: 'Pump\0' }, { id: 7 }] }));
	expect(result.body).toEqual({ rows: [{ name: 'Pump\ufffd' }, { id: 7 }] });
	const file = Buffer.from('\0PDF');
	expect((await outcome({ ...read, isBinary: true }, answer(200, file))).result.body).toBe(file);
});

it.each([400, 401, 402, 403, 404, 405, 422])('never repeats after %i', async (status) => {
	const { result, requests } = await outcome(read, answer(status, {}), answer(200));
	expect(result).toMatchObject({ status });
	expect(requests).toHaveLength(1);
});

it('gives up after four tries', async () => {
	const { result, requests } = await outcome(read, ...Array<ApiResponse>(9).fill(answer(503)));
	expect(result.status).toBe(503);
	expect(requests).toHaveLength(4);
});

it('sends nothing more while Kommo asks to wait five minutes, and says so at once', async () => {
	const { transport, requests } = script(answer(429, apiFixture('_error_429')), answer(200));
	const clock = virtualClock();
	const client = createClient({ transport, accountKey: newAccountKey(), clock });
	await expect(clock.until(client.send(read))).rejects.toMatchObject({ retryAfter: 300 });
	const again = clock.until(client.send(read));
	await expect(again).rejects.toThrow(/300 s of it are left, so nothing was sent/);
	expect(requests).toHaveLength(1);
	expect(clock.now()).toBe(0);
});

it('lets nobody who already waits for a slot sit such a pause out', async () => {
	const { transport, requests } = script(
		...Array<Step>(7).fill(answer(200)),
		answer(429, apiFixture('_error_429')),
	);
	const clock = virtualClock();
	const client = createClient({ transport, accountKey: newAccountKey(), clock });
	const calls = Array.from({ length: 20 }, async () => await client.send(read));
	const outcomes = await clock.until(Promise.allSettled(calls));
	const sent = outcomes.filter(({ status }) => status === 'fulfilled').length;
	expect(sent).toBe(7);
	// Those of the second that the 429 came in had left already.
	expect(requests.length).toBeLessThanOrEqual(14);
	expect(clock.now()).toBeLessThan(10_000);
});

it('stops hard when the account is blocked', async () => {
	const { transport, requests } = script(answer(403, '403 Forbidden'), answer(200));
	const clock = virtualClock();
	const client = createClient({ transport, accountKey: newAccountKey(), clock });
	await expect(clock.until(client.send(read))).rejects.toMatchObject({ code: 'blocked' });
	await expect(clock.until(client.send(read))).rejects.toMatchObject({ code: 'rateLimited' });
	expect(requests).toHaveLength(1);
});

it('shares a pause among the clients of an account and with no other account', async () => {
	const clock = virtualClock();
	const accountKey = newAccountKey();
	const first = script(answer(429, {}, { 'retry-after': '30' }), answer(200));
	const second = script(answer(200));
	const other = script(answer(200));
	const limited = createClient({ transport: first.transport, accountKey, clock }).send(read);
	// The 429 has arrived by then.
	await new Promise((resolve) => setImmediate(resolve));
	const sent: number[] = [];
	const follow = createClient({ transport: second.transport, accountKey, clock })
		.send(read)
		.then(() => sent.push(clock.now()));
	const elsewhere = createClient({ transport: other.transport, accountKey: newAccountKey(), clock })
		.send(read)
		.then(() => sent.push(clock.now()));
	await clock.until(elsewhere);
	expect(sent).toEqual([0]);
	await clock.until(Promise.all([limited, follow]));
	expect(sent[1]).toBeGreaterThanOrEqual(30_000);
	expect(first.requests).toHaveLength(2);
});

it('keeps the token of a failed request out of the error', async () => {
	const fault = Object.assign(new Error('timeout of 20000ms exceeded'), {
		code: 'ECONNABORTED',
		config: { headers: { Authorization: 'Bearer s3cr3t' } },
	});
	const { result } = await outcome(write, fault);
	expect(JSON.stringify(result) + result.stack).not.toContain('s3cr3t');
	expect(result.message).toContain('no answer came in time');
});

it('finds the cause of a fault under the wrappings of n8n and fetch', async () => {
	const wrapped = new Error('fetch failed', { cause: new Error('inner', { cause: reset }) });
	expect((await outcome(write, wrapped)).result.networkCode).toBe('ECONNRESET');
});

describe('a run that somebody stopped', () => {
	it('sends nothing more, be it waiting for its turn or after a 429', async () => {
		const stop = new AbortController();
		const clock = virtualClock();
		const busy = answer(429, {}, { 'retry-after': '5' });
		const { transport, requests } = script(
			() => {
				stop.abort();
				return busy;
			},
			answer(200, {}),
		);
		const { signal } = stop;
		const client = createClient({ transport, accountKey: newAccountKey(), clock, signal });
		const results = await clock.until(Promise.allSettled([client.send(write), client.send(write)]));
		expect(results).toMatchObject([
			{ status: 'rejected', reason: { code: 'stopped' } },
			{ status: 'rejected', reason: { code: 'stopped' } },
		]);
		expect(requests).toHaveLength(1);
		await expect(client.send(read)).rejects.toMatchObject({ code: 'stopped' });
	});

	it('learns the end of what is under way', async () => {
		const stop = new AbortController();
		const { transport } = script(() => {
			stop.abort();
			return answer(200, { id: 1 });
		});
		const { signal } = stop;
		const client = createClient({ transport, accountKey: newAccountKey(), signal });
		expect((await client.send(write)).body).toEqual({ id: 1 });
	});
});
