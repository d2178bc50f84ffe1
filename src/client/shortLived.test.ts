import { shortLived } from './shortLived';

const counting = () => {
	let count = 0;
	return async () => (count += 1);
};

it('reads once for those who ask together and soon after, for each key', async () => {
	const kept = shortLived<number>(60_000);
	const read = counting();
	const [first, second, other] = [kept.get('a', read), kept.get('a', read), kept.get('b', read)];
	expect([first.isRead, second.isRead, other.isRead]).toEqual([true, false, true]);
	expect(await Promise.all([first.value, second.value, other.value])).toEqual([1, 1, 2]);
	expect(await kept.get('a', read).value).toBe(1);
});

it('reads anew when the time is over, and for whoever wants what is new', async () => {
	const read = counting();
	const brief = shortLived<number>(0);
	expect(await brief.get('a', read).value).toBe(1);
	expect(await brief.get('a', read).value).toBe(2);
	const kept = shortLived<number>(60_000);
	expect(await kept.get('a', read).value).toBe(3);
	expect(await kept.renew('a', read)).toBe(4);
	expect(await kept.get('a', read).value).toBe(4);
});

it('forgets a refusal', async () => {
	const kept = shortLived<number>(60_000);
	const refuse = async () => {
		throw new Error('refused');
	};
	await expect(kept.get('a', refuse).value).rejects.toThrow('refused');
	expect(await kept.get('a', counting()).value).toBe(1);
});
