import { createClock } from './clock';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

it('runs what falls due when it is advanced, in order, and leaves the rest', async () => {
	const clock = createClock(1);
	const ran: string[] = [];
	clock.at(clock.now() + 600_000, () => ran.push('ten minutes'));
	clock.at(clock.now() + 300_000, () => ran.push('five minutes'));
	clock.at(clock.now() + 3_600_000, () => ran.push('an hour'));
	clock.advance(700);
	await pause(20);
	clock.stop();
	expect(ran).toEqual(['five minutes', 'ten minutes']);
});

it('shows the time it is set to, runs what is due by then, and once only after a jump back', async () => {
	const clock = createClock(1);
	let runs = 0;
	const due = Date.parse('2031-01-01T00:00:00Z');
	clock.at(due, () => (runs += 1));
	clock.set(due + 1000);
	await pause(20);
	clock.set(due - 60_000);
	const shown = clock.now();
	clock.set(due + 1000);
	await pause(20);
	clock.stop();
	expect([runs, Math.round((shown - due) / 1000)]).toEqual([1, -60]);
});

it('lets a minute pass in a second at scale 60', async () => {
	const clock = createClock(60);
	const start = clock.now();
	await pause(100);
	const passed = clock.now() - start;
	clock.stop();
	expect(passed).toBeGreaterThanOrEqual(5_900);
	expect(passed).toBeLessThan(20_000);
});

it('hurries waiting tasks when the scale grows', async () => {
	const clock = createClock(1);
	let hasRun = false;
	clock.at(clock.now() + 60_000, () => (hasRun = true));
	clock.setScale(60_000);
	await pause(50);
	clock.stop();
	expect(hasRun).toBe(true);
});

it('waits for more than the 24 days that a timer can hold', async () => {
	const clock = createClock(1);
	let hasRun = false;
	clock.at(clock.now() + 90 * 86_400_000, () => (hasRun = true));
	await pause(20);
	clock.stop();
	expect(hasRun).toBe(false);
});
