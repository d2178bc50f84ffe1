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

it('sends an empty list, which removes every choice, only for an empty list', () => {
	expect(wire({})).toEqual([]);
	expect(() => wire([{ value: '' }])).toThrow('is not a choice');
	expect(() => wire([{ value: 'A', id: 'x' }])).toThrow('is not the id of a choice');
});
