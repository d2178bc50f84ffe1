import type { OperationCase } from './operationCase';
import { allLeads, contactOf, curlLeadId, newId, phoneOf, unknownId } from './seeded';

const open = allLeads.find(({ status_id }) => status_id !== 142 && status_id !== 143);
const won = allLeads.find(({ id }) => id === curlLeadId);
if (!open || !won) throw new Error('the seed has no open and no won lead');
const called = { direction: 'inbound', duration: 61, source: 'pbx' };

export const callCases: readonly OperationCase[] = [
	{
		title: 'puts calls into the open lead of the number, or into its contact, with one request',
		operation: 'create',
		items: [{ phone: phoneOf(open) }, { phone: phoneOf(won) }],
		parameters: ({ phone }) => ({
			...called,
			phone,
			additionalFields: { callStatus: '4', callResponsible: 'Мария', callResult: 'ok' },
		}),
		requests: [
			{
				route: 'POST /api/v4/calls',
				body: [open, won].map((lead, position) => ({
					...called,
					phone: phoneOf(lead),
					call_responsible: 'Мария',
					call_result: 'ok',
					call_status: 4,
					request_id: String(position),
				})),
				answer: 'calls__POST_calls__response',
			},
		],
		output: [
			{ id: newId(1), entity_id: open.id, entity_type: 'lead' },
			{ entity_id: contactOf(won), entity_type: 'contact' },
		],
	},
	{
		title: 'fails for the number that nobody has, and goes on beside it with Continue On Fail',
		operation: 'create',
		continueOnFail: true,
		items: [{ phone: '+70000000000' }, { phone: phoneOf(won) }],
		parameters: ({ phone }) => ({ ...called, duration: 0, phone }),
		requests: [
			{
				route: 'POST /api/v4/calls',
				body: ['+70000000000', phoneOf(won)].map((phone, position) => ({
					...called,
					duration: 0,
					phone,
					request_id: String(position),
				})),
			},
		],
		output: [
			{
				error:
					'amoCRM did not write this item: Entity not found. The other items of its request were written.',
			},
			{ entity_id: contactOf(won) },
		],
	},
	{
		title: 'fails for a user that the account does not have',
		operation: 'create',
		parameters: { ...called, phone: phoneOf(won), additionalFields: { createdBy: unknownId } },
		requests: [
			{
				route: 'POST /api/v4/calls',
				body: [{ ...called, phone: phoneOf(won), created_by: unknownId, request_id: '0' }],
			},
		],
		output: [],
		error: 'created_by: The value you selected is not a valid choice. (NotSupportedChoice)',
	},
];
