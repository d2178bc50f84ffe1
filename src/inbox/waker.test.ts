import { createWaker } from './waker';

test('a wait ends by itself', async () => {
	expect(await createWaker().wait(10)).toBe(false);
});

test('a wait ends when woken', async () => {
	const waker = createWaker();
	const waiting = waker.wait(60_000);
	waker.wake();
	expect(await waiting).toBe(true);
});

test('a wake-up that comes early is kept for one wait', async () => {
	const waker = createWaker();
	waker.wake();
	waker.wake();
	expect(await waker.wait(60_000)).toBe(true);
	expect(await waker.wait(10)).toBe(false);
});
