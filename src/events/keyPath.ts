/** No amoCRM body has more than ten levels; JSON.stringify and PostgreSQL break at some thousands. */
export const deepestPath = 64;

/**
 * Takes `leads[add][0][id]` apart: `['leads', 'add', '0', 'id']`; `[]` gives an empty member. Below
 * `deepestPath` levels the rest of the key is one member, literally, so that no text is lost.
 * Null for a key whose brackets are no path (`a[b`, `a[b]c`, `[a]`).
 */
export function keyPath(key: string): readonly string[] | null {
	const open = key.indexOf('[');
	if (open === -1) return [key];
	if (open === 0) return null;
	const members = [key.slice(0, open)];
	let at = open;
	while (at < key.length) {
		if (key[at] !== '[') return null;
		if (members.length === deepestPath - 1) return [...members, key.slice(at)];
		const close = key.indexOf(']', at);
		if (close === -1) return null;
		members.push(key.slice(at + 1, close));
		at = close + 1;
	}
	return members;
}
