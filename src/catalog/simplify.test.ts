import { simplify } from './simplify';

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
	expect(simplify(lead)).toEqual({
		id: 5,
		updated_at: '2020-05-28T16:28:57.000Z',
		closed_at: null,
		closest_task_at: 0,
		tags: [{ id: 1, name: 'vip' }],
		contacts: [{ id: 7, is_main: true }],
	});
});

it('names custom fields, several values as a list, and knows a date from a number', () => {
	const field = (field_name: string, field_type: string, ...values: readonly object[]) => ({
		field_id: 1,
		field_name,
		field_code: null,
		field_type,
		values,
	});
	const contact = {
		custom_fields_values: [
			field('Phone', 'multitext', { value: '+7999', enum_code: 'WORK' }, { value: '+7998' }),
			field('Budget', 'numeric', { value: 1_590_683_337 }),
			field('Birthday', 'birthday', { value: 1_590_624_000 }),
			field('Agreed', 'checkbox', { value: false }),
		],
	};
	expect(simplify(contact)).toEqual({
		fields: {
			Phone: ['+7999', '+7998'],
			Budget: 1_590_683_337,
			Birthday: '2020-05-28T00:00:00.000Z',
			Agreed: false,
		},
	});
	expect(simplify({ custom_fields_values: null })).toEqual({ fields: {} });
});

it('loses nothing that is embedded under the name of a member', () => {
	const source = { source: 'site', _embedded: { source: { id: 3 } } };
	expect(simplify(source)).toEqual({ source: 'site', _embedded: { source: { id: 3 } } });
});

it('leaves the values of statuses in filters and other lists of fields alone', () => {
	const event = { value_after: [{ lead_status: { id: 1 } }], custom_fields_values: 'odd' };
	expect(simplify(event)).toEqual(event);
});
