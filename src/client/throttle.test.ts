import { newAccountKey, virtualClock } from '../../tests/support/amoCrmScript';
import { throttled } from './throttle';

/** The most requests that amoCRM sees in any second, from the times it saw them. */
const busiestSecond = (seen: readonly number[]): number =>
	Math.max(...seen.map((start) => seen.filter((at) => at >= start && at < start + 1000).length));

it('never lets amoCRM see more than 7 requests in a second, however the network jitters', async () => {
	const clock = virtualClock();
	const account = newAccountKey();
	const seen: number[] = [];
	const calls = Array.from({ length: 60 }, (_call, index) =>
		throttled(account, 7, clock, async () => {
			await clock.sleep((index * 137) % 450);
			seen.push(clock.now());
			await clock.sleep((index * 53) % 200);
		}),
	);
	await clock.until(Promise.all(calls));
	expect(seen).toHaveLength(60);
	expect(busiestSecond(seen)).toBe(7);
});

it('serves the callers in the order they came', async () => {
	const clock = virtualClock();
	const account = newAccountKey();
	const served: number[] = [];
	const calls = Array.from({ length: 20 }, (_call, index) =>
		throttled(account, 3, clock, async () => served.push(index)),
	);
	await clock.until(Promise.all(calls));
	expect(served).toEqual([...served].sort((a, b) => a - b));
	expect(clock.now()).toBeGreaterThanOrEqual(6000);
});

it('never lets one account wait for another', async () => {
	const clock = virtualClock();
	const busy = newAccountKey();
	const waiting = Array.from({ length: 30 }, () =>
		throttled(busy, 7, clock, async () => undefined),
	);
	await clock.until(throttled(newAccountKey(), 7, clock, async () => undefined));
	expect(clock.now()).toBe(0);
	await clock.until(Promise.all(waiting));
});

it('goes on after a request that failed', async () => {
	const clock = virtualClock();
	const account = newAccountKey();
	const broken = throttled(account, 1, clock, async () => {
		throw new Error('no answer');
	});
	await expect(clock.until(broken)).rejects.toThrow('no answer');
	await expect(clock.until(throttled(account, 1, clock, async () => 'fine'))).resolves.toBe('fine');
});

it('lengthens the window for less than one request per second', async () => {
	const clock = virtualClock();
	const account = newAccountKey();
	const calls = [1, 2, 3].map(() => throttled(account, 0.5, clock, async () => clock.now()));
	const times = await clock.until(Promise.all(calls));
	expect(times[2]).toBeGreaterThanOrEqual(4000);
});
