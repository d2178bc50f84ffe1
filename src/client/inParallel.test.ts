import { inParallel } from './inParallel';

const later = async (milliseconds: number): Promise<void> =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

it('gives the results in the order of the inputs, whichever ends first', async () => {
	const slowFirst = async (n: number) => {
		await later(20 - n);
		return n * 2;
	};
	expect(await inParallel([1, 9, 5, 19], 3, slowFirst)).toEqual([2, 18, 10, 38]);
});

it('has no more under way than it may, and as many', async () => {
	let underWay = 0;
	let most = 0;
	await inParallel(
		Array.from({ length: 20 }, (_none, n) => n),
		4,
		async () => {
			most = Math.max(most, (underWay += 1));
			await later(2);
			underWay -= 1;
		},
	);
	expect(most).toBe(4);
});

it('starts nothing after a failure, waits for what is under way and throws the first one', async () => {
	const started: number[] = [];
	const ended: number[] = [];
	const work = inParallel([0, 1, 2, 3, 4], 2, async (n) => {
		started.push(n);
		await later(n === 0 ? 2 : 10);
		if (n === 0) throw new Error('the first one');
		ended.push(n);
	});
	await expect(work).rejects.toThrow('the first one');
	expect(started).toEqual([0, 1]);
	expect(ended).toEqual([1]);
});

it('has nothing to do without inputs', async () => {
	expect(await inParallel([], 3, async () => 1)).toEqual([]);
});
