/** The most of these moments (milliseconds, in any order) that lie within any one second. */
export function busiestSecond(moments: readonly number[]): number {
	const sorted = [...moments].sort((a, b) => a - b);
	let most = 0;
	let first = 0;
	sorted.forEach((moment, last) => {
		while (moment - (sorted[first] ?? 0) >= 1000) first += 1;
		most = Math.max(most, last - first + 1);
	});
	return most;
}
