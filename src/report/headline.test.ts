import { figuresOf, type HeadlineRow } from './headline';
import { createWords } from './words';

const row: HeadlineRow = {
	...{ leads: 10, leads_before: 8, won: 3, won_before: 3, revenue: 900, revenue_before: 1_000 },
	...{ average: 300, average_before: null, conversion: 30, conversion_before: 37.5 },
	...{ response: 45, response_before: 90 },
};
const words = createWords('en', null);

test('each figure is told with what it was, and whether that is better', () => {
	const figures = figuresOf(row, words).map(({ label, value, before, trend }) => [
		...[label, value, before, trend],
	]);
	expect(figures).toEqual([
		['Revenue', '900', '1,000', 'worse'],
		['Leads won', '3', '3', 'same'],
		['Average price', '300', null, 'same'],
		['New leads', '10', '8', 'better'],
		['Conversion of created', '30%', '37.5%', 'worse'],
		// A shorter time is the better one.
		['First response (half)', '45 min', '1.5 h', 'better'],
	]);
});

test('nothing is compared with a time from before the first lead', () => {
	const figures = figuresOf({ ...row, leads_before: 0, won_before: 0, revenue_before: 0 }, words);
	expect(figures.every(({ before, trend }) => before === null && trend === 'same')).toBe(true);
});

test('what is not known is a dash', () => {
	const figures = figuresOf({ ...row, average: null, conversion: null, response: null }, words);
	expect(figures.filter(({ value }) => value === '—')).toHaveLength(3);
});
