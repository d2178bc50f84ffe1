/** A body before encoding. What PHP would leave out (null, empty arrays) is left out. */
export type Encodable =
	| string
	| number
	| boolean
	| null
	| undefined
	| readonly Encodable[]
	| { readonly [key: string]: Encodable };

/** `encodeURIComponent` spares `!'()*~`; PHP's urlencode spares none of them, and writes a space as `+`. */
const urlencode = (text: string): string =>
	encodeURIComponent(text)
		.replace(/[!'()*~]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
		.replaceAll('%20', '+');

function* pairs(name: string, value: Encodable): Generator<string> {
	if (value === null || value === undefined) return;
	if (typeof value === 'object') {
		for (const [key, child] of Object.entries(value)) {
			yield* pairs(name === '' ? key : `${name}[${key}]`, child as Encodable);
		}
		return;
	}
	const leaf = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
	yield `${urlencode(name)}=${urlencode(leaf)}`;
}

/** The layout of PHP's http_build_query, byte for byte as amoCRM sends it. */
export const encode = (body: { readonly [key: string]: Encodable }): string =>
	[...pairs('', body)].join('&');
