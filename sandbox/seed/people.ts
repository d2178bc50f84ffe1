import type { Random } from './random';

const firstNames = [
	'Анна',
	'Борис',
	'Вера',
	'Глеб',
	'Дарья',
	'Егор',
	'Жанна',
	'Захар',
	'Инна',
	'Кирилл',
];
const lastNames = [
	'Тестенко',
	'Примеренко',
	'Образцова',
	'Пробных',
	'Макетова',
	'Демидко',
	'Черновых',
];
const companyNames = ['Ромашка', 'Вектор', 'Образец', 'Пример', 'Полигон', 'Контур', 'Маяк'];
const goods = ['Станок', 'Поставка', 'Аренда', 'Запчасти', 'Сервис', 'Монтаж'];

/** People who do not exist: addresses in example.com, numbers of a block nobody has. */
export const person = (random: Random, id: number) => ({
	first_name: random.pick(firstNames),
	last_name: random.pick(lastNames),
	phone: `+7999000${String(id % 10_000).padStart(4, '0')}`,
	email: `person${id}@example.com`,
});

export const companyName = (random: Random, id: number): string =>
	`ООО «${random.pick(companyNames)}-${id % 1000}»`;

export const leadName = (random: Random, id: number): string => `${random.pick(goods)} №${id}`;
