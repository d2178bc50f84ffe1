import { storable } from './storable';

test('what PostgreSQL takes is left as it is, without notes', () => {
	const original = { name: 'Жираф 🦒', price: 0, on: false, none: null, list: [1, ['a']] };
	expect(storable(original)).toEqual({ value: original, notes: [] });
});

test('NUL and halves of surrogate pairs are replaced in values and keys, whole pairs stay', () => {
	expect(storable({ 'a\0': ['\ud83d', '\ude00\ud83d', '😀'] })).toEqual({
		value: { 'a\ufffd': ['\ufffd', '\ufffd\ufffd', '😀'] },
		notes: [expect.stringContaining('U+FFFD')],
	});
});

test('a key named __proto__ stays a key', () => {
	const { value } = storable(JSON.parse('{"__proto__": {"admin": true}}'));
	expect(JSON.stringify(value)).toBe('{"__proto__":{"admin":true}}');
	expect((value as { admin?: boolean }).admin).toBeUndefined();
});

test('100,000 levels neither overflow the stack nor pass unnoticed', () => {
	let deep: unknown = 1;
	for (let level = 0; level < 100_000; level += 1) deep = [deep];
	expect(storable(deep).notes).toEqual([expect.stringContaining('200 levels')]);
});
