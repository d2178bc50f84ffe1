import { customers, customerStatuses, newId, segments, unknownId } from './seeded';
import { setMode } from './customersMode';
import { customerLinkCases } from './customerLink';
import { entityCases } from './entityCases';
import type { OperationCase } from './operationCase';

const [first] = customers;
const path = '/api/v4/customers';
const [, status] = customerStatuses;
const [, segment] = segments;

export const customerCases: readonly OperationCase[] = [
	...customerLinkCases,
	...entityCases({
		collection: 'customers',
		ids: [customers[0].id, customers[1].id],
		created: {},
		unlike: {
			get: [],
			getAll: [/_embedded\.contacts/],
			// The document calls the rows of the answer leads.
			update: [/_embedded\.leads/],
		},
	}),
	{
		title: 'sends a price of 0, the next purchase, a status and segments',
		operation: 'create',
		parameters: {
			name: 'Anna',
			additionalFields: {
				nextDate: '2025-06-01T00:00:00Z',
				nextPrice: 0,
				periodicity: 30,
				segmentIds: [segment?.id],
				statusId: status?.id,
			},
		},
		requests: [
			{
				route: `POST ${path}`,
				body: [
					{
						name: 'Anna',
						next_date: 1_748_736_000,
						next_price: 0,
						periodicity: 30,
						status_id: status?.id,
						_embedded: { segments: [{ id: segment?.id }] },
						request_id: '0',
					},
				],
			},
		],
		output: [{ id: newId(1) }],
	},
	{
		title: 'fails without a next purchase where purchases are periodic',
		operation: 'create',
		scene: [setMode('periodicity')],
		parameters: { name: 'Anna' },
		requests: [{ route: `POST ${path}`, body: [{ name: 'Anna', request_id: '0' }] }],
		output: [],
		error: 'next_date: This field is missing. (FieldMissing)',
	},
	{
		title: 'fails where the account works without customers',
		operation: 'create',
		scene: [setMode('segments', false)],
		parameters: { name: 'Anna' },
		requests: [{ route: `POST ${path}`, body: [{ name: 'Anna', request_id: '0' }] }],
		output: [],
		error: 'Customers are turned off (HTTP 422)',
	},
	{
		title: 'filters by the next purchase and the status, contacts included',
		operation: 'getAll',
		parameters: {
			with: ['contacts', 'companies'],
			filters: {
				nextDateTo: first.next_date,
				nextPriceFrom: 0,
				nextPriceTo: first.next_price,
				statusId: [first.status_id],
			},
		},
		requests: [
			{
				route: `GET ${path}`,
				query: [
					'with=contacts,companies',
					`filter[next_date][to]=${first.next_date}`,
					`filter[next_price][from]=0&filter[next_price][to]=${first.next_price}`,
					`filter[status_id][]=${first.status_id}`,
					'page=1&limit=50',
				].join('&'),
				answer: 'customers__GET_customers__response',
			},
		],
		output: [
			{
				id: first.id,
				_embedded: {
					companies: [{ id: first.company_id }],
					contacts: first.contacts.map(({ id, is_main }) => ({ id, is_main })),
				},
			},
		],
	},
	{
		title: 'says how many points there are now',
		operation: 'earnBonusPoints',
		parameters: { id: first.id, earn: 50 },
		requests: [{ route: `POST ${path}/${first.id}/bonus_points`, body: { earn: 50 } }],
		output: [{ success: true, id: first.id, bonus_points: first.bonus_points + 50 }],
	},
	{
		title: 'says how many points are left',
		operation: 'redeemBonusPoints',
		parameters: { id: first.id, redeem: 30 },
		requests: [{ route: `POST ${path}/${first.id}/bonus_points`, body: { redeem: 30 } }],
		output: [{ success: true, id: first.id, bonus_points: first.bonus_points - 30 }],
	},
	{
		title: 'fails for more points than there are',
		operation: 'redeemBonusPoints',
		parameters: { id: first.id, redeem: first.bonus_points + 1 },
		requests: [
			{
				route: `POST ${path}/${first.id}/bonus_points`,
				body: { redeem: first.bonus_points + 1 },
			},
		],
		output: [],
		error: 'Not enough bonus points (HTTP 422)',
	},
	{
		title: 'fails for a customer that is not there',
		operation: 'earnBonusPoints',
		parameters: { id: unknownId, earn: 1 },
		requests: [{ route: `POST ${path}/${unknownId}/bonus_points`, body: { earn: 1 } }],
		output: [],
		error: 'Customer not found (HTTP 404)',
	},
	{
		title: 'sends mode and switch, and gives them back',
		operation: 'setMode',
		parameters: { mode: 'periodicity', isEnabled: false },
		requests: [
			{
				route: `PATCH ${path}/mode`,
				body: { mode: 'periodicity', is_enabled: false },
				answer: 'customers__PATCH_customers_mode__response',
			},
		],
		output: [{ mode: 'periodicity', is_enabled: false }],
	},
];
