import { simplify } from './simplify';

const zone = 'Europe/Moscow';

it('lifts what was embedded, drops links and writes times as dates', () => {
	const lead = {
		id: 5,
		updated_at: 1_590_683_337,
		closed_at: null,
		closest_task_at: 0,
		_links: { self: { href: 'https://example.amocrm.ru/api/v4/leads/5' } },
		_embedded: {
			tags: [{ id: 1, name: 'vip' }],
			contacts: [{ id: 7, is_main: true, _links: { self: { href: 'x' } } }],
		},
	};
	expect(simplify(lead, zone)).toEqual({
		id: 5,
		updated_at: '2020-05-28T19:28:57+03:00',
		closed_at: null,
		closest_task_at: 0,
		tags: [{ id: 1, name: 'vip' }],
		contacts: [{ id: 7, is_main: true }],
	});
});

it('leaves custom fields in the form that they have, whatever their names', () => {
	const contact = {
		fields: { Paid_at: 1_590_683_337, _links: 'text' },
		custom_fields_values: [{ field_id: 1, values: [{ value: 1, _links: 'text' }] }],
	};
	expect(simplify(contact, zone)).toEqual(contact);
});

it('loses nothing that is embedded under the name of a member', () => {
	const source = { source: 'site', _embedded: { source: { id: 3, _links: {} } } };
	expect(simplify(source, zone)).toEqual({ source: 'site', _embedded: { source: { id: 3 } } });
});

it('simplifies what is embedded in what is embedded', () => {
	const pipeline = { _embedded: { statuses: [{ id: 1, _embedded: { hints: [{ _links: {} }] } }] } };
	expect(simplify(pipeline, zone)).toEqual({ statuses: [{ id: 1, hints: [{}] }] });
});
