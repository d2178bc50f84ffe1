import { fieldsOf } from './fieldRequests';
import { newId } from './seeded';
import type { OperationCase, SceneCall } from './operationCase';

const [first, second] = [newId(1), newId(2)];
/** The account gives a number to each event of its log, too: one for every entity that the scene made. */
const afterOne = newId(3);
const afterTwo = newId(5);

/** As the API sends the names of many items in one filter. */
const byNames = (...names: readonly string[]): string =>
	[...names.map((name) => `filter[name][]=${name}`), 'order[id]=asc&page=1&limit=250'].join('&');

/** Find or Create and Create or Update, as leads, contacts and companies have them in common. */
export function matchCases(
	collection: 'leads' | 'contacts' | 'companies',
): readonly OperationCase[] {
	const path = `/api/v4/${collection}`;
	const twins: SceneCall = { path, body: [{ name: 'Twin' }, { name: 'Twin' }] };
	const names = (...all: readonly string[]) => all.map((name) => ({ name }));
	const tags = [{ name: 'vip' }];
	return [
		{
			title: 'gives the oldest of several as it is, and creates once what two items name',
			operation: 'findOrCreate',
			scene: [twins],
			items: names('Twin', 'New', ' New '),
			parameters: ({ name }) => ({
				matchBy: 'name',
				matchValue: name,
				additionalFields: { tags: 'vip' },
			}),
			requests: [
				{ route: `GET ${path}`, query: byNames('Twin', 'New') },
				{
					route: `POST ${path}`,
					body: [{ name: 'New', _embedded: { tags }, request_id: '0' }],
				},
			],
			output: [
				{ id: first, name: 'Twin', outcome: 'matched', matches: 2, _embedded: { tags: [] } },
				{ id: afterTwo, outcome: 'created', matches: 0 },
				{ id: afterTwo, outcome: 'matched', matches: 1 },
			],
		},
		{
			title: 'fails for several matches and writes nothing, if the option says so',
			operation: 'findOrCreate',
			scene: [twins],
			items: names('New', 'Twin'),
			parameters: ({ name }) => ({
				matchBy: 'name',
				matchValue: name,
				options: { severalMatches: 'error' },
			}),
			requests: [{ route: `GET ${path}`, query: byNames('New', 'Twin') }],
			output: [],
			error: `2 entities have this match value: ${first}, ${second}`,
		},
		{
			title: 'changes those that are there in one request, creates the others in one',
			operation: 'upsert',
			scene: [{ path, body: names('A', 'B') }],
			items: names('A', 'C', 'B', 'C'),
			parameters: ({ name }) => ({
				matchBy: 'name',
				matchValue: name,
				additionalFields: { tags: 'vip' },
			}),
			requests: [
				{ route: `GET ${path}`, query: byNames('A', 'C', 'B') },
				{
					route: `POST ${path}`,
					body: [{ name: 'C', _embedded: { tags }, request_id: '0' }],
				},
				{
					route: `PATCH ${path}`,
					body: [first, second, afterTwo].map((id, position) => ({
						id,
						tags_to_add: tags,
						request_id: String(position),
					})),
				},
			],
			output: [
				{ id: first, outcome: 'updated', matches: 1 },
				{ id: afterTwo, outcome: 'created', matches: 0 },
				{ id: second, outcome: 'updated', matches: 1 },
				{ id: afterTwo, outcome: 'updated', matches: 1 },
			],
		},
		{
			title: 'only gives what is there, where the item has nothing to change',
			operation: 'upsert',
			scene: [twins],
			parameters: { matchBy: 'name', matchValue: 'Twin' },
			requests: [{ route: `GET ${path}`, query: byNames('Twin') }],
			output: [{ id: first, name: 'Twin', outcome: 'matched', matches: 2 }],
		},
		{
			title: 'goes on with the good items beside refused ones, with Continue On Fail',
			operation: 'findOrCreate',
			continueOnFail: true,
			items: names('New', '', 'x'.repeat(256)),
			parameters: ({ name }) => ({ matchBy: 'name', matchValue: name }),
			requests: [
				{ route: `GET ${path}`, query: byNames('New', 'x'.repeat(256)) },
				{
					route: `POST ${path}`,
					body: ['New', 'x'.repeat(256)].map((name, position) => ({
						name,
						request_id: String(position),
					})),
				},
				{ route: `POST ${path}`, body: [{ name: 'New', request_id: '0' }] },
			],
			output: [
				{ id: first, outcome: 'created' },
				{ error: 'Match Value is empty' },
				{
					error:
						'amoCRM did not accept the data: name: This value is too long. It should have 255 characters or less. (TooLong) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
				},
			],
		},
	];
}

const search = (text: string): string => `query=${text}&order[id]=asc&page=1&limit=250`;

const holding = (code: string, ...values: readonly string[]) =>
	values.map((value) => ({
		custom_fields_values: [{ field_code: code, values: [{ value, enum_code: 'WORK' }] }],
	}));

/** What contacts and companies are known by besides their names. */
export function matchPersonCases(collection: 'contacts' | 'companies'): readonly OperationCase[] {
	const path = `/api/v4/${collection}`;
	return [
		{
			title: 'finds a phone however it is written, and no other number with its digits',
			operation: 'findOrCreate',
			scene: [{ path, body: holding('PHONE', '+19991234567', '89991234567') }],
			items: [{ its: '+7 999 1234567' }, { its: '7 (999) 123-45-67' }],
			parameters: ({ its }) => ({ matchBy: 'phone', matchValue: its }),
			requests: [{ route: `GET ${path}`, query: search('9991234567') }],
			output: [
				{ id: second, outcome: 'matched', matches: 1 },
				{ id: second, outcome: 'matched', matches: 1 },
			],
		},
		{
			title: 'gives a new one the phone, in the form that the next search finds',
			operation: 'upsert',
			parameters: {
				matchBy: 'phone',
				matchValue: '8 (999) 123-45-67',
				name: 'Anna',
				customFields: { values: [{ field: 'EMAIL', value: 'anna@example.com' }] },
			},
			requests: [
				{ route: `GET ${path}`, query: search('9991234567') },
				{ route: `GET ${path}`, query: search('8 (999) 123-45-67') },
				{
					route: `POST ${path}`,
					body: [
						{
							name: 'Anna',
							custom_fields_values: [
								{ field_code: 'EMAIL', values: [{ value: 'anna@example.com' }] },
								...(holding('PHONE', '+79991234567')[0]?.custom_fields_values ?? []),
							],
							request_id: '0',
						},
					],
				},
			],
			output: [{ id: first, outcome: 'created', matches: 0 }],
		},
		{
			title: 'finds an email in any case, and a longer one not at all',
			operation: 'upsert',
			scene: [{ path, body: holding('EMAIL', 'joanna@example.com', 'Anna@Example.com') }],
			parameters: { matchBy: 'email', matchValue: 'ANNA@example.com', name: 'Anna' },
			requests: [
				{ route: `GET ${path}`, query: search('anna@example.com') },
				{
					route: `PATCH ${path}`,
					body: [{ id: second, name: 'Anna', request_id: '0' }],
				},
			],
			output: [{ id: second, outcome: 'updated', matches: 1 }],
		},
	];
}

/** Of the leads: a text field that has a code. */
export function matchFieldCases(
	fieldId: number,
	code: string,
	name: string,
): readonly OperationCase[] {
	const path = '/api/v4/leads';
	const model = (value: string) => ({
		custom_fields_values: [{ field_id: fieldId, values: [{ value }] }],
	});
	const filter = ['A-1', 'A-2'].map(
		(value) => `filter[custom_fields_values][${fieldId}][]=${value}`,
	);
	return [
		{
			title:
				'finds the values of a field by its number with one request, and doubts what it misses',
			operation: 'upsert',
			scene: [{ path, body: [model('A-1')] }],
			items: [{ its: 'A-1' }, { its: 'A-2' }],
			parameters: ({ its }) => ({
				matchBy: 'field',
				matchField: String(fieldId),
				matchValue: its,
				additionalFields: { price: 0 },
			}),
			requests: [
				fieldsOf('leads'),
				{ route: `GET ${path}`, query: [...filter, 'order[id]=asc&page=1&limit=250'].join('&') },
				{ route: `GET ${path}`, query: search('A-2') },
				{
					route: `POST ${path}`,
					body: [{ price: 0, ...model('A-2'), request_id: '0' }],
				},
				{ route: `PATCH ${path}`, body: [{ id: first, price: 0, request_id: '0' }] },
			],
			output: [
				{ id: first, outcome: 'updated', matches: 1 },
				{ id: afterOne, outcome: 'created', matches: 0 },
			],
		},
		{
			title: 'finds the value of a field by its code, all of it and not a part',
			operation: 'findOrCreate',
			scene: [{ path, body: [model('A-10'), model('A-1')] }],
			parameters: { matchBy: 'field', matchField: code, matchValue: 'A-1' },
			requests: [
				fieldsOf('leads'),
				{ route: `GET ${path}`, query: [filter[0], 'order[id]=asc&page=1&limit=250'].join('&') },
			],
			output: [{ id: second, outcome: 'matched', matches: 1 }],
		},
		{
			title: 'matches by the name of a field, and sends the field once that is set by name, too',
			operation: 'upsert',
			parameters: {
				matchBy: 'field',
				matchField: name,
				matchValue: 'A-1',
				fieldsByName: { [name]: 'A-1' },
			},
			requests: [
				fieldsOf('leads'),
				{ route: `GET ${path}`, query: [filter[0], 'order[id]=asc&page=1&limit=250'].join('&') },
				{ route: `GET ${path}`, query: search('A-1') },
				{ route: `POST ${path}`, body: [{ ...model('A-1'), request_id: '0' }] },
			],
			output: [{ id: first, outcome: 'created', matches: 0 }],
		},
		{
			title: 'fails if no field is called so',
			operation: 'upsert',
			parameters: { matchBy: 'field', matchField: 'Serial', matchValue: 'A-1' },
			requests: [fieldsOf('leads')],
			output: [],
			error: 'Match Field Name, Code or ID: "Serial" is no field of leads in this account',
		},
		{
			title: 'fails without a field to match by',
			operation: 'findOrCreate',
			parameters: { matchBy: 'field', matchValue: 'A-1' },
			requests: [],
			output: [],
			error: 'Match Field Name, Code or ID is empty',
		},
	];
}
