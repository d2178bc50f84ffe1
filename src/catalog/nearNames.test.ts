import { nearNames } from './nearNames';

const names = ['Источник', 'Адрес доставки', 'Дата доставки', 'Номер', 'SN', 'Order "A" Number'];

it.each([
	['Источнк', ['Источник']],
	['источник:', ['Источник']],
	['доставки', ['Адрес доставки', 'Дата доставки']],
	['Дата дотавки', ['Дата доставки']],
	['order a numbr', ['Order "A" Number']],
	['Бюджет', []],
	['S', []],
	['', []],
	['***', []],
])('%j is near to %j', (given, near) => {
	expect(nearNames(given, names)).toEqual(near);
});

it('names the nearest first, and few', () => {
	expect(nearNames('Model', ['Modern', 'Modal', 'Model 3', 'Mode', 'Модель'])).toEqual([
		'Model 3',
		'Mode',
		'Modal',
	]);
});
