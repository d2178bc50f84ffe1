import { createCallRate } from './callRate';

let now = 0;
const clock = () => now;

beforeEach(() => {
	now = 12_345;
});

test('calls of the last second are counted, those before it are not', () => {
	const rate = createCallRate(clock);
	expect(rate.lastSecond()).toBe(0);
	for (let call = 0; call < 30; call += 1) {
		rate.count();
		now += 50;
	}
	// A call each 50 ms; the running tenth is not over yet.
	expect(rate.lastSecond()).toBeGreaterThanOrEqual(18);
	expect(rate.lastSecond()).toBeLessThanOrEqual(20);
	now += 500;
	expect(rate.lastSecond()).toBeLessThanOrEqual(10);
	now += 600;
	expect(rate.lastSecond()).toBe(0);
});

test('a long pause leaves nothing over', () => {
	const rate = createCallRate(clock);
	rate.count();
	now += 3_600_000;
	expect(rate.lastSecond()).toBe(0);
	rate.count();
	expect(rate.lastSecond()).toBe(1);
});
