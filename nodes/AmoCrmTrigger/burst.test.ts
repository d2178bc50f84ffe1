import { setTimeout as pause } from 'node:timers/promises';
import { countCall, isAnsweringBurst } from './burst';

function work(ms: number): void {
	const end = performance.now() + ms;
	while (performance.now() < end);
}

async function callsInABusyProcess(count: number): Promise<void> {
	for (let call = 0; call < count; call += 1) countCall();
	work(100);
	await pause(1); // the event loop notices its own work at its next turn only
}

beforeEach(async () => {
	await pause(1_100); // until the calls of the test before are forgotten
	isAnsweringBurst();
});

test('many calls in a process that has no time left are a burst', async () => {
	await callsInABusyProcess(50);
	expect(isAnsweringBurst()).toBe(true);
});

test('few calls are none, whatever else keeps the process busy', async () => {
	await callsInABusyProcess(5);
	expect(isAnsweringBurst()).toBe(false);
});

test('many calls that leave the process time are none', async () => {
	await callsInABusyProcess(50);
	isAnsweringBurst();
	await pause(200);
	expect(isAnsweringBurst()).toBe(false);
});
