import { contacts } from './seeded';
import { entityCases } from './entityCases';
import type { OperationCase } from './operationCase';

export const contactCases: readonly OperationCase[] = [
	...entityCases({
		collection: 'contacts',
		ids: [contacts[0].id, contacts[1].id],
		created: { is_deleted: false, is_unsorted: false },
		unlike: {
			// `enum` is of an older form; live answers have `enum_code`.
			get: [/values\[\]\.enum$|_embedded\.(leads|customers|catalog_elements)/],
			getAll: [/_embedded\.(leads|customers|catalog_elements)/],
			// In the document only; id and updated_at come, as for leads.
			update: [/contacts\[\]\.name/],
		},
	}),
	{
		title: 'sends the names of a person, and phones by the code of the field',
		operation: 'create',
		parameters: {
			additionalFields: { firstName: 'Anna', lastName: 'Example' },
			customFields: { values: [{ field: 'PHONE', value: '+79990000000', enumCode: 'WORK' }] },
		},
		requests: [
			{
				route: 'POST /api/v4/contacts',
				body: [
					{
						first_name: 'Anna',
						last_name: 'Example',
						custom_fields_values: [
							{ field_code: 'PHONE', values: [{ value: '+79990000000', enum_code: 'WORK' }] },
						],
						request_id: '0',
					},
				],
				answer: 'live__POST_contacts__response',
			},
		],
		output: [{ is_deleted: false }],
	},
];
