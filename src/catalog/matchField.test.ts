import type { AccountField } from './accountField';
import { fieldToMatch } from './matchField';

const field = (id: number, name: string, more: Partial<AccountField> = {}): AccountField => ({
	id,
	name,
	code: null,
	type: 'text',
	choices: [],
	isComputed: false,
	searchIn: null,
	...more,
});

const fields = [
	field(771, 'Order "A" Number', { code: 'ORDER' }),
	field(772, 'Source'),
	field(773, 'Source'),
	field(774, 'Total', { isComputed: true }),
	field(775, 'Delivery', { type: 'date' }),
	field(776, 'Services', { type: 'multiselect' }),
];
const context = { timezone: 'UTC', owner: 'leads', fields: new Map([['leads', fields]]) };
const nothingKnown = { timezone: 'UTC', owner: 'leads' };

it.each([
	['Order "A" Number', '771'],
	[' order "a" number ', '771'],
	['ORDER', '771'],
	['Source (773)', '773'],
	['771', '771'],
])('%j is the field %s', (given, id) => {
	expect(fieldToMatch(given, context)).toBe(id);
});

it.each([['PHONE'], ['POSITION']])('%s needs no fields of the account', (given) => {
	expect(fieldToMatch(given, nothingKnown)).toBe(given);
});

it.each([
	['', 'Match Field Name, Code or ID is empty'],
	['Sauce', '"Sauce" is no field of leads in this account'],
	['779', '"779" is no field of leads in this account'],
	['Source', 'several fields of leads'],
	['Total', 'Total is computed by amoCRM'],
	['Delivery', 'nothing can be matched by Delivery, a field of type date'],
	['Services', 'nothing can be matched by Services, a field of type multiselect'],
	['774', 'Total is computed by amoCRM'],
	['775', 'nothing can be matched by Delivery, a field of type date'],
	['776', 'nothing can be matched by Services, a field of type multiselect'],
])('refuses %j', (given, message) => {
	expect(() => fieldToMatch(given, context)).toThrow(message);
});
