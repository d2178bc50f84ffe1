import { outgoing } from './outgoing';

const whole = { bodyField: '', keyField: '' };

it('sends the whole item, or one field of it, as JSON', () => {
	const json = { id: 7, body: { name: 'Сделка' } };
	expect(outgoing(json, whole)).toEqual({
		body: '{"id":7,"body":{"name":"Сделка"}}',
		headers: { 'content-type': 'application/json' },
	});
	expect(outgoing(json, { ...whole, bodyField: 'body' }).body).toBe('{"name":"Сделка"}');
});

it.each([
	['{ "a": 1.0 }', '{ "a": 1.0 }'],
	['no JSON', '"no JSON"'],
	['', '""'],
	[null, 'null'],
	[0, '0'],
	[[1, 'a'], '[1,"a"]'],
])('sends %j as %s', (body, sent) => {
	expect(outgoing({ body }, { ...whole, bodyField: 'body' }).body).toBe(sent);
});

it.each([
	['evt-1', 'evt-1'],
	[42, '42'],
])('gives %j as the key of a repeat', (eventId, key) => {
	const { headers } = outgoing({ eventId }, { ...whole, keyField: 'eventId' });
	expect(headers).toEqual({ 'content-type': 'application/json', 'idempotency-key': key });
});

it.each(['', 'a b', 'строка', 'a\r\nx-other: 1', 'x'.repeat(256), null, { a: 1 }])(
	'refuses the key %j instead of sending another one',
	(eventId) => {
		expect(() => outgoing({ eventId }, { ...whole, keyField: 'eventId' })).toThrow(
			/cannot be an Idempotency-Key/,
		);
	},
);

it('names the field that is missing, the setting that wants it, and what there is', () => {
	const json = { eventId: 'e', payload: 1 };
	expect(() => outgoing(json, { ...whole, bodyField: 'body' })).toThrow(
		'The item has no field "body", which "Body Field" names. It has: eventId, payload',
	);
	expect(() => outgoing({}, { ...whole, keyField: 'key' })).toThrow(
		'The item has no field "key", which "Idempotency Key Field" names. It is empty',
	);
	// What every object has is no field of the item.
	expect(() => outgoing(json, { ...whole, bodyField: 'toString' })).toThrow(/no field "toString"/);
});
