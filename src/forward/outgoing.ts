export interface OutgoingSettings {
	/** Top-level field that is sent; empty for the whole item. */
	readonly bodyField: string;
	/** Top-level field whose value goes out as `Idempotency-Key`; empty for none. */
	readonly keyField: string;
}

export interface Outgoing {
	/** JSON. A string, because n8n's HTTP helper lists the keys of a Buffer, byte by byte. */
	readonly body: string;
	readonly headers: Readonly<Record<string, string>>;
}

type Json = Readonly<Record<string, unknown>>;

const mostNames = 12;

function field(json: Json, name: string, setting: string): unknown {
	if (Object.hasOwn(json, name) && json[name] !== undefined) return json[name];
	const names = Object.keys(json);
	const shown = names.slice(0, mostNames).join(', ') + (names.length > mostNames ? ', …' : '');
	throw new Error(
		`The item has no field "${name}", which "${setting}" names. ${shown ? `It has: ${shown}` : 'It is empty'}`,
	);
}

function keyOf(value: unknown): string {
	const key = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
	// Anything else Node.js refuses as a header, with words that name no field.
	if (/^[\x21-\x7e]{1,255}$/.test(key)) return key;
	throw new Error(
		`"${String(value).slice(0, 40)}" cannot be an Idempotency-Key: 1 to 255 visible ASCII characters are allowed`,
	);
}

function isJson(text: string): boolean {
	try {
		JSON.parse(text);
		return true;
	} catch {
		return false;
	}
}

/**
 * What is posted for one item. Text that is JSON is sent as it is (SQL makes such text, and a signature
 * is of its bytes), everything else as JSON. Throws when a named field is missing or the key is no header value.
 */
export function outgoing(json: Json, { bodyField, keyField }: OutgoingSettings): Outgoing {
	const body = bodyField === '' ? json : field(json, bodyField, 'Body Field');
	return {
		body: typeof body === 'string' && isJson(body) ? body : JSON.stringify(body),
		headers: {
			'content-type': 'application/json',
			...(keyField === ''
				? {}
				: { 'idempotency-key': keyOf(field(json, keyField, 'Idempotency Key Field')) }),
		},
	};
}
