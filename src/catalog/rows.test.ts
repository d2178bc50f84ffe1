import { number, required, text } from './params';
import { rows } from './rows';

const context = { timezone: 'Europe/Moscow' };
const steps = rows('Steps', 'What to do', 'Step', {
	name: required(text('Name', 'Name of the step')),
	sortOrder: number('Sort', 'Position'),
});

it('converts each row, from the editor or as an array, without what is empty in it', () => {
	const given = [
		{ name: 'A', sortOrder: '0' },
		{ name: 'B', sortOrder: '' },
	];
	const sent = [{ name: 'A', sort_order: 0 }, { name: 'B' }];
	expect(steps.convert({ values: given }, context)).toEqual(sent);
	expect(steps.convert(given, context)).toEqual(sent);
});

it('is an empty list where no row was added', () => {
	expect(steps.convert({}, context)).toEqual([]);
});

it('names the label of what is wrong', () => {
	expect(() => steps.convert({ values: 'A' }, context)).toThrow(
		'Steps: {"values":"A"} is not a list',
	);
	expect(() => steps.convert([{ sortOrder: 'last' }], context)).toThrow(
		'Sort: "last" is not a number',
	);
});
