import { queryString } from './query';

it.each([
	[{ with: 'contacts,loss_reason', limit: 250 }, 'with=contacts%2Closs_reason&limit=250'],
	[{ filter: { id: [1, 2] } }, 'filter[id][]=1&filter[id][]=2'],
	[{ filter: { updated_at: { from: 5 } } }, 'filter[updated_at][from]=5'],
	[
		{ filter: { statuses: [{ pipeline_id: 1, status_id: 142 }] } },
		'filter[statuses][0][pipeline_id]=1&filter[statuses][0][status_id]=142',
	],
	[
		{ 'filter[destination]': 'https://a.b/?c=d&e' },
		'filter[destination]=https%3A%2F%2Fa.b%2F%3Fc%3Dd%26e',
	],
	[{ is_on: true, is_off: false, zero: 0 }, 'is_on=1&is_off=0&zero=0'],
	[{ nothing: null, missing: undefined, none: [] }, ''],
])('%j is written as amoCRM reads it', (query, text) => {
	expect(queryString(query)).toBe(text);
});

it('keeps 250 ids of ten digits below the 8 kB that nginx takes', () => {
	const id = Array.from({ length: 250 }, (_one, index) => 1_000_000_000 + index);
	expect(queryString({ with: 'contacts', filter: { id }, limit: 250 }).length).toBeLessThan(7000);
});
