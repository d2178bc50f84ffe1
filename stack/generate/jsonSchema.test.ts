import { schemaOf } from './jsonSchema';

it('joins the members of all samples; null says nothing beside a value', () => {
	expect(
		schemaOf([
			{ id: 1, name: null },
			{ id: 2, name: 'A', isMain: false },
		]),
	).toEqual({
		type: 'object',
		properties: {
			id: { type: 'integer' },
			name: { type: 'string' },
			isMain: { type: 'boolean' },
		},
	});
	expect(schemaOf([null])).toEqual({ type: 'null' });
});

it('calls a member a number as soon as one sample has a fraction', () => {
	expect(schemaOf([1, 0.5])).toEqual({ type: 'number' });
});

it('looks into the lists of all samples', () => {
	expect(schemaOf([[], [{ a: 1 }], [{ b: 'x' }]])).toEqual({
		type: 'array',
		items: { type: 'object', properties: { a: { type: 'integer' }, b: { type: 'string' } } },
	});
	expect(schemaOf([[]])).toEqual({ type: 'array' });
});
