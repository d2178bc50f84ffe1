import type { OperationCase } from './operationCase';
import { leads, unknownId } from './seeded';

const botId = 565;
const started = (id: number) => ({ bot_id: botId, entity_id: id, entity_type: 2 });

export const salesbotCases: readonly OperationCase[] = [
	{
		title: 'starts a bot for the leads of all items with one request',
		operation: 'run',
		items: leads.map(({ id }) => ({ id })),
		parameters: ({ id }) => ({ botId, entityType: '2', entityId: id }),
		requests: [{ route: 'POST /api/v2/salesbot/run', body: leads.map(({ id }) => started(id)) }],
		output: leads.map(({ id }) => ({ success: true, ...started(id) })),
	},
	{
		title: 'goes on without the lead that is not there, with Continue On Fail',
		operation: 'run',
		continueOnFail: true,
		items: [{ id: unknownId }, { id: leads[0].id }],
		parameters: ({ id }) => ({ botId, entityType: '2', entityId: id }),
		requests: [
			{ route: 'POST /api/v2/salesbot/run', body: [started(unknownId), started(leads[0].id)] },
			{ route: 'POST /api/v2/salesbot/run', body: [started(leads[0].id)] },
		],
		output: [
			{
				error:
					'amoCRM did not accept the data: entity_id: The value you selected is not a valid choice. (NotSupportedChoice) (HTTP 400). Correct the named fields. Custom fields, statuses, pipelines and users are given by the ids of this account.',
			},
			{ success: true, ...started(leads[0].id) },
		],
	},
	{
		title: 'fails for a lead that is not there',
		operation: 'run',
		parameters: { botId, entityType: '2', entityId: unknownId },
		requests: [{ route: 'POST /api/v2/salesbot/run', body: [started(unknownId)] }],
		output: [],
		error: 'entity_id: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
];
