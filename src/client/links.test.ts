import { withShortLinks } from './links';

const link = (href: unknown) => ({ self: { href } });

it('cuts the query off the links of a row and of all that is embedded in it', () => {
	const row = {
		id: 1,
		name: 'Why? Because',
		_links: link('https://example.amocrm.ru/api/v4/leads/1?filter[id][]=1&filter[id][]=2'),
		_embedded: {
			tags: [],
			contacts: [
				{ id: 2, _links: link('https://example.amocrm.ru/api/v4/contacts/2?with=contacts') },
				{ id: 3, _links: link('https://example.amocrm.ru/api/v4/contacts/3') },
			],
			loss_reason: null,
		},
	};
	expect(withShortLinks(row)).toEqual({
		...row,
		_links: link('https://example.amocrm.ru/api/v4/leads/1'),
		_embedded: {
			...row._embedded,
			contacts: [
				{ id: 2, _links: link('https://example.amocrm.ru/api/v4/contacts/2') },
				{ id: 3, _links: link('https://example.amocrm.ru/api/v4/contacts/3') },
			],
		},
	});
});

it.each([
	[{ id: 1 }],
	[{ id: 1, _links: null, _embedded: null }],
	[{ id: 1, _links: [], _embedded: { contacts: [null, 1, 'x'] } }],
	[{ id: 1, _links: link(null), _embedded: [] }],
	[{ id: 1, _links: { self: 'a?b', next: { href: 'a?b' } } }],
])('leaves everything else as it is: %j', (row) => {
	expect(withShortLinks(row)).toEqual(row);
});
