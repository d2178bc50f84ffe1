import type { OperationCase } from './operationCase';
import { contacts, unknownId } from './seeded';

const url = 'https://shop.example.com/?order=5';
const metadata = (id: number) => ({ entity_type: 'contacts', entity_id: id });

export const shortLinkCases: readonly OperationCase[] = [
	{
		title: 'gives each contact a link of its own, with one request',
		operation: 'create',
		items: contacts.map(({ id }) => ({ id })),
		parameters: ({ id }) => ({ url, contactId: id }),
		requests: [
			{
				route: 'POST /api/v4/short_links',
				body: contacts.map(({ id }, position) => ({
					url,
					metadata: metadata(id),
					request_id: String(position),
				})),
				answer: 'short_links__POST_short_links__response',
			},
		],
		output: contacts.map(({ id }) => ({ metadata: metadata(id) })),
	},
	{
		title: 'fails for a contact that is not there',
		operation: 'create',
		parameters: { url, contactId: unknownId },
		requests: [
			{
				route: 'POST /api/v4/short_links',
				body: [{ url, metadata: metadata(unknownId), request_id: '0' }],
			},
		],
		output: [],
		error: 'metadata.entity_id: The value you selected is not a valid choice.',
	},
];
