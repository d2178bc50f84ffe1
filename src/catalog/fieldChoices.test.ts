import { fieldChoices } from './fieldChoices';

const wire = (value: unknown) => fieldChoices.convert(value, { timezone: 'UTC' });

it('sends the choices in their order, the known ones with their ids', () => {
	const rows = [
		{ value: 'Website', id: '461001', code: '' },
		{ value: 'Call', id: '', code: 'call' },
	];
	expect(wire({ values: rows })).toEqual([
		{ id: 461001, value: 'Website', sort: 0 },
		{ value: 'Call', code: 'call', sort: 1 },
	]);
});

it('takes plain text from an expression, and the sort that it brings', () => {
	expect(wire(['A', { value: 'B', sort: 30 }])).toEqual([
		{ value: 'A', sort: 0 },
		{ value: 'B', sort: 30 },
	]);
});

it('sends an empty list, which deletes every choice, only for an empty list', () => {
	expect(fieldChoices.place?.(wire([]))).toEqual({ enums: [] });
	expect(fieldChoices.place?.(wire({}))).toEqual({});
	expect(fieldChoices.place?.(wire({ values: [] }))).toEqual({});
});

it('refuses what is no choice', () => {
	expect(() => wire([{ value: '' }])).toThrow('is not a choice');
	expect(() => wire([{ value: 'A', id: 'x' }])).toThrow('is not the id of a choice');
	expect(() => wire({ values: 'A' })).toThrow('is not a list of choices');
});
