import type { OperationCase, SceneCall } from './operationCase';
import { integrationUserId } from './seeded';

const destination = 'https://n8n.example.test/webhook/amocrm';
const settings = ['add_lead', 'status_lead'];
const subscribed: SceneCall = { path: '/api/v4/webhooks', body: { destination, settings } };
const unsubscribed: SceneCall = {
	method: 'DELETE',
	path: '/api/v4/webhooks',
	body: { destination },
};

export const webhookCases: readonly OperationCase[] = [
	{
		title: 'subscribes with POST and a single object',
		operation: 'create',
		parameters: { destination, settings: settings.join(', ') },
		requests: [
			{
				route: 'POST /api/v4/webhooks',
				body: { destination, settings },
				answer: 'webhooks__POST_webhooks__response',
			},
		],
		output: [{ destination, settings, disabled: false }],
	},
	{
		title: 'fails for a user who is no administrator',
		operation: 'create',
		scene: [{ method: 'PATCH', path: `/users/${integrationUserId}`, body: { is_admin: false } }],
		parameters: { destination, settings: settings.join(', ') },
		requests: [{ route: 'POST /api/v4/webhooks', body: { destination, settings } }],
		output: [],
		error: 'amoCRM denied access',
	},
	{
		title: 'gives the webhook of a URL',
		operation: 'getAll',
		scene: [subscribed],
		parameters: { filters: { destination } },
		requests: [
			{
				route: 'GET /api/v4/webhooks',
				query: `filter[destination]=${destination}&page=1&limit=50`,
				answer: 'webhooks__GET_webhooks__response',
			},
		],
		output: [{ destination, settings }],
	},
	{
		title: 'unsubscribes with DELETE and the URL in the body',
		operation: 'delete',
		scene: [subscribed],
		parameters: { destination },
		requests: [{ route: 'DELETE /api/v4/webhooks', body: { destination } }],
		output: [{ deleted: true, destination }],
	},
	{
		title: 'gives no item when there is none',
		operation: 'getAll',
		scene: [subscribed, unsubscribed],
		parameters: { filters: { destination } },
		requests: [
			{
				route: 'GET /api/v4/webhooks',
				query: `filter[destination]=${destination}&page=1&limit=50`,
			},
		],
		output: [],
	},
];
