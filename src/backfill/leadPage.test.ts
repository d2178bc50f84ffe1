import { leadPage } from './leadPage';

it('counts leads and the different contacts and companies that they name', () => {
	const lead = (contacts: readonly number[], companies: readonly number[] = []) => ({
		_embedded: {
			contacts: contacts.map((id) => ({ id })),
			companies: companies.map((id) => ({ id })),
		},
	});
	const body = {
		_links: { next: { href: 'https://example.amocrm.ru/api/v4/leads?page=2' } },
		_embedded: { leads: [lead([1, 2], [9]), lead([2], [9]), lead([]), { _embedded: {} }] },
	};
	expect(leadPage(body)).toEqual({ leads: 4, contacts: 2, companies: 1, hasMore: true });
});

it.each([undefined, '', null, {}])('reads %p as the end of the list', (body) => {
	expect(leadPage(body)).toEqual({ leads: 0, contacts: 0, companies: 0, hasMore: false });
});
