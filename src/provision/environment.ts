export type Environment = Readonly<Record<string, string | undefined>>;

/** What is set of `names` (variable -> its name in the Settings nodes), as `read` takes it; blank is not set. */
export const givenSettings = <T>(
	env: Environment,
	names: Readonly<Record<string, string>>,
	read: (name: string, text: string) => T,
): Readonly<Record<string, T>> =>
	Object.fromEntries(
		Object.entries(names).flatMap(([name, setting]) => {
			const text = env[name]?.trim();
			return text ? [[setting, read(name, text)] as const] : [];
		}),
	);

export const asGiven = (_name: string, text: string): string => text;

/** Throws when the variable holds no http(s) address. */
export function wholeAddress(name: string, text: string): URL {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (url && /^https?:$/.test(url.protocol)) return url;
	throw new Error(`${name} is "${text}": give the whole address, https://…`);
}
