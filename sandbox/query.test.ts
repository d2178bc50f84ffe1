import { list, parseQuery, branch, text } from './query';

it('nests brackets and appends empty ones, as PHP does', () => {
	const query = parseQuery('filter[id][]=1&filter%5Bid%5D%5B%5D=2&filter[price][from]=5&with=a,b');
	const filter = branch(query['filter']);
	expect(list(filter?.['id'])).toEqual(['1', '2']);
	expect(text(branch(filter?.['price'])?.['from'])).toBe('5');
	expect(text(query['with'])).toBe('a,b');
});

it('keeps 250 ids', () => {
	const ids = Array.from({ length: 250 }, (_, i) => String(i));
	const query = parseQuery(ids.map((id, i) => `filter[id][${i}]=${id}`).join('&'));
	expect(list(branch(query['filter'])?.['id'])).toEqual(ids);
});

it('reads a broken escape as it stands', () => {
	expect(text(parseQuery('query=100%')['query'])).toBe('100%');
});

it('is not fooled by __proto__', () => {
	parseQuery('__proto__[polluted]=1');
	expect(({} as { polluted?: string }).polluted).toBeUndefined();
});
