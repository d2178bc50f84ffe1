import { chooseAccount, choosePipelines } from './scope';

const known = [
	{ id: '5', name: 'Воронка' },
	{ id: '6', name: 'Сервис' },
	{ id: '7', name: 'сервис' },
];

test('the only account needs no choice, no account is none', () => {
	expect(chooseAccount(['1'], null)).toBe('1');
	expect(chooseAccount([], null)).toBeNull();
});

test('several accounts are not added up', () => {
	expect(() => chooseAccount(['1', '2'], null)).toThrow('choose --account 1 or 2');
	expect(chooseAccount(['1', '2'], '2')).toBe('2');
	expect(() => chooseAccount(['1'], '3')).toThrow('There is no account "3"');
});

test('pipelines are chosen by id or name, and all that have the name', () => {
	expect(choosePipelines(known, [])).toBeNull();
	expect(choosePipelines(known, ['5'])?.map(({ id }) => id)).toEqual(['5']);
	expect(choosePipelines(known, [' СЕРВИС '])?.map(({ id }) => id)).toEqual(['6', '7']);
	expect(() => choosePipelines(known, ['x'])).toThrow('there is "Воронка", "Сервис", "сервис"');
	expect(() => choosePipelines([], ['x'])).toThrow('no leads yet');
});
