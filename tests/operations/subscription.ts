import type { OperationCase } from './operationCase';
import { customers, leads, unknownId } from './seeded';

const [lead] = leads;
const [customer] = customers;

export const subscriptionCases: readonly OperationCase[] = [
	{
		title: 'gives who follows a lead',
		operation: 'getAll',
		parameters: { entityType: 'leads', entityId: lead.id, returnAll: true },
		requests: [
			{
				route: `GET /api/v4/leads/${lead.id}/subscriptions`,
				query: 'page=1&limit=250',
				answer: 'subscriptions__GET_customers_id_subscriptions__response',
			},
		],
		output: [{ subscriber_id: lead.responsible_user_id, type: 'user' }, { type: 'group' }],
	},
	{
		title: 'gives who follows a customer',
		operation: 'getAll',
		parameters: { entityType: 'customers', entityId: customer.id },
		requests: [
			{ route: `GET /api/v4/customers/${customer.id}/subscriptions`, query: 'page=1&limit=50' },
		],
		output: [{ subscriber_id: customer.responsible_user_id, type: 'user' }, { type: 'group' }],
	},
	{
		title: 'fails for a lead that is not there',
		operation: 'getAll',
		parameters: { entityType: 'leads', entityId: unknownId },
		requests: [{ route: `GET /api/v4/leads/${unknownId}/subscriptions`, query: 'page=1&limit=50' }],
		output: [],
		error: 'Entity not found (HTTP 404)',
	},
];
