import { findField, portableName, type AccountField } from './accountField';
import { accountField } from './accountFieldRow';

const field = (id: number, name: string, code: string | null = null): AccountField => ({
	id,
	name,
	code,
	type: 'text',
	choices: [],
	isComputed: false,
	searchIn: null,
});

const fields = [
	field(1, 'Source', 'SRC'),
	field(2, 'source'),
	field(3, 'Model'),
	field(4, 'Model'),
	field(5, 'SRC'),
	field(6, '3'),
	field(7, 'Delivery  Date'),
];
const context = { timezone: 'UTC', owner: 'leads', fields: new Map([['leads', fields]]) };
const find = (name: string) => findField('Fields', name, context).id;

it('finds a field by id, code, name, and a name with its id; the exact name first', () => {
	expect(['3', 'SRC', 'Source', 'source', 'Model (4)', ' delivery date'].map(find)).toEqual([
		3, 1, 1, 2, 4, 7,
	]);
});

it('says which fields of the same name there are', () => {
	expect(() => find('Model')).toThrow(
		expect.objectContaining({
			message: 'Fields: "Model" is the name of several fields of leads',
			hint: 'Use one of these forms: "Model (3)", "Model (4)"',
		}),
	);
});

it('says which near names there are, and below all fields, the first forty of many', () => {
	expect(() => find('Sourse')).toThrow(
		expect.objectContaining({
			message:
				'Fields: "Sourse" is no field of leads in this account. Did you mean "Source", "source"?',
			hint: 'There are "Source", "source", "Model (3)", "Model (4)", "SRC (5)", "3 (6)", "Delivery  Date"',
		}),
	);
	expect(() => find('Nothing')).toThrow(/^Fields: "Nothing" is no field of leads in this account$/);
	const many = Array.from({ length: 43 }, (_one, id) => field(id, `F${id}`));
	const all = { ...context, fields: new Map([['leads', many]]) };
	expect(() => findField('Fields', 'Nothing', all)).toThrow(
		expect.objectContaining({ hint: expect.stringMatching(/"F39" and 3 more$/) }),
	);
});

it('asks for the fields of an owner that was not read', () => {
	expect(() => findField('Fields', 'Source', { timezone: 'UTC', owner: 'contacts' })).toThrow(
		expect.objectContaining({ name: 'FieldLookupError', owner: 'contacts' }),
	);
});

it('names every field so that the name finds it again, without an id where that is possible', () => {
	const names = fields.map((one) => portableName(one, fields));
	expect(names.map(find)).toEqual(fields.map(({ id }) => id));
	expect(names).toEqual([
		'SRC',
		'source',
		'Model (3)',
		'Model (4)',
		'SRC (5)',
		'3 (6)',
		'Delivery  Date',
	]);
});

it('reads lists from enums, categories from nested', () => {
	const row = { id: 1, name: 'A', code: '', type: 'select', is_computed: true, search_in: 4521 };
	const enums = [{ id: 5, value: 'X', code: 'x', sort: 1 }];
	const nested = [{ id: 7, value: 'Y', parent_id: null, sort: 0 }];
	expect(accountField({ ...row, enums, nested: null })).toEqual({
		id: 1,
		name: 'A',
		code: null,
		type: 'select',
		choices: [{ id: 5, value: 'X', code: 'x' }],
		isComputed: true,
		searchIn: '4521',
	});
	expect(accountField({ ...row, enums: null, nested }).choices).toEqual([
		{ id: 7, value: 'Y', code: null },
	]);
});
