import { matcher } from './matcher';
import { newEntity } from './newEntity';

const phone = matcher({ by: 'phone', field: '', value: '8 999 123-45-67' });
const marked = { field_code: 'PHONE', values: [{ value: '+79991234567', enum_code: 'WORK' }] };

it('holds the phone that it is matched by, beside the other fields', () => {
	const other = { field_id: 5, values: [{ value: 'x' }] };
	expect(newEntity({ name: 'Anna', custom_fields_values: [other] }, phone)).toEqual({
		name: 'Anna',
		custom_fields_values: [other, marked],
	});
	expect(newEntity({}, phone)).toEqual({ custom_fields_values: [marked] });
});

it('keeps the phone as the user gave it, and the other phones', () => {
	const own = { field_code: 'PHONE', values: [{ value: '7 999 1234567', enum_code: 'MOB' }] };
	expect(newEntity({ custom_fields_values: [own] }, phone)).toEqual({
		custom_fields_values: [own],
	});
	const another = { field_code: 'PHONE', values: [{ value: '112233' }] };
	expect(newEntity({ custom_fields_values: [another] }, phone)).toEqual({
		custom_fields_values: [{ ...marked, values: [...another.values, ...marked.values] }],
	});
	expect(
		newEntity({ custom_fields_values: [{ field_code: 'PHONE', values: null }] }, phone),
	).toEqual({ custom_fields_values: [marked] });
});

it('has the one value that it is matched by in a field that takes one', () => {
	const source = matcher({ by: 'field', field: '5', value: 'Call' });
	const model = { custom_fields_values: [{ field_id: 5, values: [{ enum_id: 461003 }] }] };
	expect(newEntity(model, source)).toEqual({
		custom_fields_values: [{ field_id: 5, values: [{ value: 'Call' }] }],
	});
});

it('is called as it is matched by name', () => {
	const name = matcher({ by: 'name', field: '', value: 'Anna' });
	expect(newEntity({ price: 0 }, name)).toEqual({ price: 0, name: 'Anna' });
	expect(newEntity({ name: 'Boris' }, name)).toEqual({ name: 'Anna' });
});

it('has its tags from the start, for there are none to add to', () => {
	const change = { tags_to_add: [{ name: 'vip' }], _embedded: { companies: [{ id: 5 }] } };
	const name = matcher({ by: 'name', field: '', value: 'Anna' });
	expect(newEntity(change, name)).toEqual({
		name: 'Anna',
		_embedded: { tags: [{ name: 'vip' }], companies: [{ id: 5 }] },
	});
});
