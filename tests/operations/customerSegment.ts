import { setMode } from './customersMode';
import type { OperationCase } from './operationCase';
import { customers, newId, segments, unknownId } from './seeded';

const path = '/api/v4/customers/segments';
const [first, second] = segments;
const model = (segment = first) => ({
	id: segment?.id,
	name: segment?.name,
	color: segment?.color,
	customers_count: customers.filter((one) => one.segments.includes(segment?.id ?? 0)).length,
});
/** The account has no custom fields of segments. */
const fieldValues = /custom_fields_values\[/;
const prices = /available_products_price_types\[/;

export const customerSegmentCases: readonly OperationCase[] = [
	{
		title: 'sends one object for each item',
		operation: 'create',
		items: [{ called: 'Wholesale' }, { called: 'Retail' }],
		parameters: ({ called }) => ({
			name: called,
			additionalFields: { color: 'ae003f', availableProductsPriceTypes: '271211' },
		}),
		requests: ['Wholesale', 'Retail'].map((name) => ({
			route: `POST ${path}`,
			body: { name, color: 'ae003f', available_products_price_types: [271_211] },
			answer: 'customers_statuses__POST_customers_segments__response',
			unlike: [fieldValues],
		})),
		output: [
			{ id: newId(1), name: 'Wholesale', customers_count: 0 },
			{ id: newId(2), name: 'Retail', customers_count: 0 },
		],
	},
	{
		title: 'fails for a custom field that segments do not have',
		operation: 'create',
		parameters: {
			name: 'Wholesale',
			customFields: { values: [{ field: unknownId, value: 'A' }] },
		},
		requests: [
			{
				route: `POST ${path}`,
				body: {
					name: 'Wholesale',
					custom_fields_values: [{ field_id: unknownId, values: [{ value: 'A' }] }],
				},
			},
		],
		output: [],
		error: 'custom_fields_values.0.field_id: The value you selected is not a valid choice.',
	},
	{
		title: 'fails for a color with #',
		operation: 'create',
		parameters: { name: 'Wholesale', additionalFields: { color: '#ae003f' } },
		requests: [{ route: `POST ${path}`, body: { name: 'Wholesale', color: '#ae003f' } }],
		output: [],
		error: 'color: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
	{
		title: 'gives a segment with the number of its customers',
		operation: 'get',
		parameters: { id: first?.id },
		requests: [
			{
				route: `GET ${path}/${first?.id}`,
				answer: 'customers_statuses__GET_customers_segments_id__response',
				unlike: [fieldValues, prices],
			},
		],
		output: [model()],
	},
	{
		title: 'fails for a segment that is not there',
		operation: 'get',
		parameters: { id: unknownId },
		requests: [{ route: `GET ${path}/${unknownId}` }],
		output: [],
		error: 'Segment not found (HTTP 404)',
	},
	{
		title: 'gives every segment',
		operation: 'getAll',
		parameters: { returnAll: true },
		requests: [
			{
				route: `GET ${path}`,
				query: 'page=1&limit=250',
				answer: 'customers_statuses__GET_customers_segments__response',
				unlike: [fieldValues, prices],
			},
		],
		output: [model(), model(second)],
	},
	{
		title: 'fails where purchases are periodic',
		operation: 'getAll',
		scene: [setMode('periodicity')],
		requests: [{ route: `GET ${path}`, query: 'page=1&limit=50' }],
		output: [],
		error: 'The segments mode of customers is turned off (HTTP 422)',
	},
	{
		title: 'changes what is named and nothing else',
		operation: 'update',
		parameters: { id: first?.id, updateFields: { name: 'Regulars' } },
		requests: [
			{
				route: `PATCH ${path}/${first?.id}`,
				body: { name: 'Regulars' },
				answer: 'customers_statuses__PATCH_customers_segments_id__response',
				unlike: [fieldValues],
			},
		],
		output: [{ ...model(), name: 'Regulars' }],
	},
	{
		title: 'fails for a segment that is not there',
		operation: 'update',
		parameters: { id: unknownId, updateFields: { name: 'Regulars' } },
		requests: [{ route: `PATCH ${path}/${unknownId}`, body: { name: 'Regulars' } }],
		output: [],
		error: 'Segment not found (HTTP 404)',
	},
	{
		title: 'says which one was deleted',
		operation: 'delete',
		parameters: { id: second?.id },
		requests: [{ route: `DELETE ${path}/${second?.id}` }],
		output: [{ deleted: true, id: second?.id }],
	},
];
