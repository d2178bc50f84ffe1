let next = 1;

/** A range of numbers that no other load of this run uses: each of its events is told apart by one. */
export function reserveSerials(count: number): number {
	const first = next;
	next += count;
	return first;
}
