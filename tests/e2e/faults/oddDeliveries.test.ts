import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { startFaultStack, update, type FaultStack } from '../support/faultStack';

/** Deliveries that no well-behaved sender would make. */
let test$: FaultStack;

beforeAll(async () => {
	test$ = await startFaultStack();
});
afterAll(async () => {
	await test$?.close();
});

/** The same order each time, and no relation to the one before. */
function shuffled<T>(values: readonly T[]): readonly T[] {
	const order = (index: number) => createHash('sha256').update(String(index)).digest('hex');
	return values
		.map((value, index) => ({ value, place: order(index) }))
		.sort((a, b) => (a.place < b.place ? -1 : 1))
		.map(({ value }) => value);
}

it('10,000 deliveries of 1,000 events, shuffled, are 1,000 rows; Jarvis gets each event once', async () => {
	await test$.settled();
	await test$.control.delete('/jarvis');
	const events = Array.from({ length: 1_000 }, (_, index) => ({
		requestId: randomUUID(),
		body: update(700_000 + (index % 250), `version ${Math.floor(index / 250)}`),
	}));
	const deliveries = [...shuffled(Array.from({ length: 10 }, () => events).flat())];
	const statuses: Record<number, number> = {};
	const sender = async (): Promise<void> => {
		for (let next = deliveries.pop(); next; next = deliveries.pop()) {
			const { status } = await test$.post(next.body, { 'x-amocrm-requestid': next.requestId });
			statuses[status] = (statuses[status] ?? 0) + 1;
			if (status !== 200) deliveries.push(next);
		}
	};
	await Promise.all(Array.from({ length: 30 }, sender));
	expect(statuses[200]).toBe(10_000);
	const range = `amocrm_entity_id between '700000' and '700249'`;
	const [sum] = await test$.rows(
		`select count(*)::int as rows, sum(duplicates)::int as duplicates,
			count(distinct (amocrm_entity_id, payload ->> 'name'))::int as events
		 from amocrm_webhook_events where ${range}`,
	);
	expect(sum).toEqual({ rows: 1_000, duplicates: 9_000, events: 1_000 });
	await test$.settled(180);
	expect(await test$.count(`status = 'processed' and ${range}`)).toBe(1_000);
	const calls = (await test$.jarvis()).map(
		({ body }) => `${body.amocrm_entity_id} ${body.payload.name}`,
	);
	expect(calls).toHaveLength(1_000);
	expect(new Set(calls).size).toBe(1_000);
});

describe('garbage', () => {
	const stored = () => test$.count('true');

	it.each([
		['an empty body', ''],
		['bytes that are no text', randomBytes(2000)],
		['5 MB of noise', 'x'.repeat(5 * 1024 * 1024)],
	])('%s is answered 200, kept and marked', async (_name, body) => {
		const before = await stored();
		expect((await test$.post(body)).status).toBe(200);
		expect(await stored()).toBe(before + 1);
		const [row] = await test$.rows(
			'select status, last_error, metadata from amocrm_webhook_events order by id desc limit 1',
		);
		expect(row).toMatchObject({ status: 'dead' });
		expect(row?.last_error).toBeTruthy();
	});

	it('a broken percent escape is kept literally', async () => {
		await test$.post(
			'leads[update][0][id]=550001&leads[update][0][name]=50%ZZ&leads[update][0][updated_at]=1748268000',
		);
		const [row] = await test$.rows(
			`select payload from amocrm_webhook_events where amocrm_entity_id = '550001'`,
		);
		expect(JSON.stringify(row?.payload)).toContain('50%ZZ');
	});

	it('a wrong key is answered 403 and not stored', async () => {
		const before = await stored();
		const url = new URL(test$.stack.facts().webhookUrl ?? '');
		url.searchParams.set('key', 'wrong');
		const answer = await fetch(url, { method: 'POST', body: update(1) });
		expect(answer.status).toBe(403);
		expect(await stored()).toBe(before);
	});

	it('another account is answered 403 and not stored', async () => {
		const before = await stored();
		expect((await test$.post(`account[id]=1&${update(1)}`)).status).toBe(403);
		expect(await stored()).toBe(before);
	});

	it('a body over the limit is answered 413', async () => {
		expect((await test$.post('x'.repeat(11 * 1024 * 1024))).status).toBe(413);
	});

	it('leaves n8n alive and working', async () => {
		expect((await test$.post(update(12_345, 'after garbage'))).status).toBe(200);
		await test$.settled();
	});
});
