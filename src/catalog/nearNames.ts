const letters = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

/** How many letters must be put in, left out or replaced to make one text the other. */
function edits(from: string, to: string): number {
	let above = Array.from({ length: to.length + 1 }, (_none, column) => column);
	for (const [row, letter] of [...from].entries()) {
		const current = [row + 1];
		for (let column = 0; column < to.length; column += 1) {
			const replaced = (above[column] ?? 0) + (letter === to[column] ? 0 : 1);
			const inserted = Math.min(current[column] ?? 0, above[column + 1] ?? 0) + 1;
			current.push(Math.min(replaced, inserted));
		}
		above = current;
	}
	return above.at(-1) ?? 0;
}

/** Of a text that is found in the other as a whole, such as `Date` in `Delivery Date`: no edits. */
function distance(given: string, name: string): number {
	const [short, long] = given.length < name.length ? [given, name] : [name, given];
	return short.length > 2 && long.includes(short) ? 0 : edits(given, name);
}

/** The names that somebody may have meant, the nearest first; none where nothing is near. */
export function nearNames(given: string, names: readonly string[], most = 3): readonly string[] {
	const wanted = letters(given);
	return names
		.map((name) => ({ name, apart: distance(wanted, letters(name)) }))
		.filter(({ apart }) => apart * 3 <= wanted.length)
		.sort((a, b) => a.apart - b.apart)
		.slice(0, most)
		.map(({ name }) => name);
}
