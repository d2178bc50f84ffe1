import { group } from './group';
import { number, required, text } from './params';

const context = { timezone: 'Europe/Moscow' };
const contact = group(
	'Contact',
	'A person',
	{ firstName: required(text('First Name', 'First name')), age: number('Age', 'In years') },
	(model) => ({ _embedded: { contacts: [model] } }),
);

it('places one object made of the members that were added, 0 included', () => {
	const model = contact.convert({ firstName: 'Anna', age: 0 }, context);
	expect(contact.place?.(model)).toEqual({
		_embedded: { contacts: [{ first_name: 'Anna', age: 0 }] },
	});
});

it('leaves out a member without a value', () => {
	expect(contact.convert({ firstName: '', age: '5' }, context)).toEqual({ age: 5 });
});

it('asks for none of its members in the editor', () => {
	const members = contact.property.options ?? [];
	expect(members.map(({ name }) => name)).toEqual(['age', 'firstName']);
	expect(members.filter((member) => 'required' in member)).toEqual([]);
});
