import { describeWith } from '../support/program';
import { day, expiryIn, movableN8nClock, servers, type Expiry } from './support/expiry';
import { executionsOf } from './support/queueEvents';
import { startQueueStack, type QueueStack } from './support/queueStack';
import { startTestStack, type TestStack } from './support/testStack';

/**
 * Twenty executions at the moment when the access token of their one credential ends: amoCRM gets one
 * request for new tokens, whatever it thinks of spent refresh tokens and of `redirect_uri`.
 */
const executions = 20;

interface Place {
	readonly test: () => TestStack;
	readonly expiry: () => Expiry;
	/** What receives the webhooks that start the executions. */
	readonly receivers: () => readonly string[];
	readonly advanceN8n: (seconds: number) => Promise<void>;
}

function endsWellFor({ test, expiry, receivers, advanceN8n }: Place): void {
	describe.each(Object.entries(servers))('a %s server', (_name, rules) => {
		beforeAll(async () => {
			await test().control.patch('/oauth/rules', rules);
		});

		const endsWell = async (statuses: readonly number[]): Promise<void> => {
			const before = await expiry().lastSeq();
			expect(await expiry().runAtOnce(executions, receivers())).toBe(executions);
			expect(await expiry().tokenAnswers(before)).toEqual([200]);
			expect(await expiry().apiStatuses(before)).toEqual(statuses);
			expect(await expiry().currentGrants()).toBe(1);
			// What n8n stored works: no execution needs another renewal.
			expect(await expiry().runAtOnce(1, receivers())).toBe(1);
			expect(await expiry().tokenAnswers(before)).toEqual([200]);
		};

		it('gets one request for tokens when n8n knows that the token has ended, and answers no 401', async () => {
			await test().control.post('/clock/advance', { seconds: day });
			await advanceN8n(day);
			await endsWell([200]);
		});

		it('gets one request for tokens when the end comes as a surprise', async () => {
			await test().control.post('/clock/advance', { seconds: day });
			await endsWell([200, 401]);
		});
	});
}

describe('one process', () => {
	const clock = movableN8nClock();
	let test$: TestStack;
	let expiry$: Expiry;

	beforeAll(async () => {
		test$ = await startTestStack({}, { n8nEnvironment: clock.environment });
		expiry$ = await expiryIn(test$);
	});

	afterAll(async () => {
		await test$?.close();
		clock.remove();
	});

	endsWellFor({
		test: () => test$,
		expiry: () => expiry$,
		receivers: () => [test$.stack.facts().n8n.url],
		advanceN8n: clock.advance,
	});

	it('says once and clearly that the tokens were revoked, and works again when connected anew', async () => {
		await expiry$.revoke();
		const before = await expiry$.lastSeq();
		const { status, error } = await expiry$.execute();
		expect(status).toBe('error');
		expect(error).toContain('amoCRM did not renew the tokens of the credential');
		expect(error).toContain('Token has been revoked');
		expect(error).toContain('Open the credential and connect it anew.');
		expect(await expiry$.tokenAnswers(before)).toEqual([401]);

		await expiry$.reconnect();
		expect(await expiry$.execute()).toMatchObject({ status: 'success', error: null });
		expect(await expiry$.currentGrants()).toBe(1);
	});
});

describeWith(['redis-server'], 'two workers of queue mode', () => {
	const clock = movableN8nClock();
	let test$: QueueStack;
	let expiry$: Expiry;

	beforeAll(async () => {
		test$ = await startQueueStack({ n8nEnvironment: clock.environment });
		expiry$ = await expiryIn(test$);
	});

	afterAll(async () => {
		await test$?.close();
		clock.remove();
	});

	endsWellFor({
		test: () => test$,
		expiry: () => expiry$,
		receivers: () => test$.processors.map(({ url }) => url),
		advanceN8n: clock.advance,
	});

	it('shares the executions out to both workers', () => {
		for (const worker of test$.workers) {
			expect(executionsOf(worker).ended.length).toBeGreaterThan(executions);
		}
	});
});
