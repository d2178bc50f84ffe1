import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { encode } from './encode';

const recorded = join(__dirname, '../../tests/fixtures/webhooks');

it.each([
	['real-2025-05-contacts-add', 753],
	['real-2025-05-contacts-update', 2012],
	['real-2025-05-leads-add', 735],
	['real-2025-05-leads-update-cf', 1247],
])('%s is encoded byte for byte (%i bytes)', (name, length) => {
	const body = JSON.parse(readFileSync(join(recorded, `${name}.json`), 'utf8'));
	const encoded = encode(body);
	expect(encoded).toBe(readFileSync(join(recorded, `${name}.txt`), 'utf8').trimEnd());
	expect(Buffer.byteLength(encoded)).toBe(length);
});

it('leaves out null, undefined and empty arrays, keeps empty strings and zero', () => {
	const body = { a: null, b: undefined, c: [], d: {}, name: '', price: 0 };
	expect(encode(body)).toBe('name=&price=0');
});

it('writes booleans as 1 and 0', () => {
	expect(encode({ yes: true, no: false })).toBe('yes=1&no=0');
});

it("escapes what encodeURIComponent spares, as PHP's urlencode does", () => {
	expect(encode({ text: "it's (100%) ~*! + & = _-." })).toBe(
		'text=it%27s+%28100%25%29+%7E%2A%21+%2B+%26+%3D+_-.',
	);
});

it('keeps the ids that are keys of an object', () => {
	const body = { linked_leads_id: { '15319601': { ID: 15319601 } } };
	expect(encode(body)).toBe('linked_leads_id%5B15319601%5D%5BID%5D=15319601');
});
