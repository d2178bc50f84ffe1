/** Longer texts do not fit into a field of amoCRM. */
const longest = 255;

function shortText(value: unknown): string | null {
	if (typeof value !== 'string' && typeof value !== 'number') return null;
	const text = String(value).trim();
	return text === '' ? null : text.slice(0, longest);
}

/** What `a.b.c` of `root` is, or what it answers where it is a function. Null while it is not there. */
export function fromGlobal(root: unknown, path: string): string | null {
	let owner: unknown = undefined;
	let value: unknown = root;
	for (const name of path.split('.')) {
		if (value === null || value === undefined) return null;
		owner = value;
		value = (value as Readonly<Record<string, unknown>>)[name];
	}
	try {
		return shortText(typeof value === 'function' ? value.call(owner) : value);
	} catch {
		// The counter's own function, before the counter is ready.
		return null;
	}
}

/** `cookies` as `document.cookie` has them. */
export function fromCookie(cookies: string, name: string): string | null {
	const found = cookies
		.split('; ')
		.map((one) => [one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1)] as const)
		.find(([own]) => own === name);
	if (!found) return null;
	try {
		return shortText(decodeURIComponent(found[1]));
	} catch {
		return shortText(found[1]);
	}
}

const storageKey = 'session-to-chat';

function remembered(storage: () => Storage): Readonly<Record<string, string>> {
	try {
		const kept: unknown = JSON.parse(storage().getItem(storageKey) ?? '{}');
		return typeof kept === 'object' && kept !== null ? (kept as Record<string, string>) : {};
	} catch {
		// Storage is blocked in the browser, or the entry is somebody else's.
		return {};
	}
}

/**
 * Parameters of the page's address, kept for the pages that the visitor opens next. An address with any
 * of them is another visit: it replaces all. Where the browser blocks storage, `storage` may throw.
 */
export function fromAddress(
	search: string,
	names: readonly string[],
	storage: () => Storage,
): ReadonlyMap<string, string> {
	const parameters = new URLSearchParams(search);
	const present = names.flatMap((name) => {
		const value = shortText(parameters.get(name));
		return value === null ? [] : [[name, value] as const];
	});
	if (present.length > 0) {
		try {
			storage().setItem(storageKey, JSON.stringify(Object.fromEntries(present)));
		} catch {
			// Blocked: then this page is all there is.
		}
		return new Map(present);
	}
	const kept = remembered(storage);
	return new Map(
		names.flatMap((name) => {
			const value = shortText(kept[name]);
			return value === null ? [] : [[name, value] as const];
		}),
	);
}
