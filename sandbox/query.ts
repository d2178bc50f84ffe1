/** PHP's reading of a query: `filter[id][]=1&filter[id][]=2` nests, `[]` appends. */
export type QueryValue = string | Query;
export interface Query {
	readonly [key: string]: QueryValue | undefined;
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text.replaceAll('+', ' '));
	} catch {
		return text;
	}
}

export function parseQuery(text: string | null | undefined): Query {
	const root = Object.create(null) as Record<string, QueryValue>;
	for (const pair of (text ?? '').split('&')) {
		if (pair === '') continue;
		const cut = pair.indexOf('=');
		const name = decode(cut < 0 ? pair : pair.slice(0, cut));
		const value = cut < 0 ? '' : decode(pair.slice(cut + 1));
		const keys = [
			name.split('[', 1)[0] ?? name,
			...[...name.matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? ''),
		];
		let node = root;
		keys.forEach((rawKey, depth) => {
			const key = rawKey === '' ? String(Object.keys(node).length) : rawKey;
			if (depth === keys.length - 1) {
				node[key] = value;
				return;
			}
			const next = node[key];
			const child = typeof next === 'object' ? next : Object.create(null);
			node[key] = child as Query;
			node = child as Record<string, QueryValue>;
		});
	}
	return root;
}

export const text = (value: QueryValue | undefined): string | undefined =>
	typeof value === 'string' ? value : undefined;

/** `a` or `[a, b]`, as a list. */
export const list = (value: QueryValue | undefined): readonly string[] =>
	value === undefined
		? []
		: typeof value === 'string'
			? [value]
			: Object.values(value).filter((item): item is string => typeof item === 'string');

export const branch = (value: QueryValue | undefined): Query | undefined =>
	typeof value === 'object' ? value : undefined;
