import { operation, resource } from '../define';
import {
	batchOptions,
	byIdsOptions,
	createFields,
	entityFilters,
	entityId,
	manyIds,
	modelParams,
	readOptions,
	personNames,
	search,
	sort,
	updateFields,
} from '../entityParams';
import { matchOptions, matchPerson, upsertFields } from '../matchParams';
import { idList, list, placed, required, text, withParts } from '../params';
import { batch, byIds, findsOrCreates, one, pages, upserts } from '../runs';

const parts = withParts({
	catalog_elements: 'Catalog Elements',
	customers: 'Customers',
	leads: 'Leads',
});

const chatExample = 'e.g. 6cbab3d5-c4c1-46ff-b710-ad59ad10805f';

export const contact = resource({
	name: 'contact',
	label: 'Contact',
	doc: 'A person',
	operations: {
		create: operation({
			route: 'POST /api/v4/contacts',
			label: 'Create',
			action: 'Create a contact',
			doc: 'Create a contact from each item, many items in one request',
			run: batch('contacts'),
			params: { name: text('Name', 'Name of the contact'), ...modelParams },
			fields: { ...createFields, ...personNames },
			options: batchOptions,
		}),
		findOrCreate: operation({
			route: 'POST /api/v4/contacts',
			label: 'Find or Create',
			action: 'Find or create a contact',
			doc: 'Get the contact that has a value, or create it if there is none; the one that is there stays as it is',
			run: findsOrCreates('contacts'),
			params: { ...matchPerson, name: text('Name', 'Name of a new contact'), ...modelParams },
			fields: { ...upsertFields, ...personNames },
			options: matchOptions,
		}),
		get: operation({
			route: 'GET /api/v4/contacts/{id}',
			label: 'Get',
			action: 'Get a contact',
			doc: 'Get one contact by its ID, with one request per item',
			run: one,
			params: { id: entityId('Contact'), with: parts },
			options: readOptions,
		}),
		getAll: operation({
			route: 'GET /api/v4/contacts',
			label: 'Get Many',
			action: 'Get many contacts',
			doc: 'Get many contacts, found by text and filters',
			run: pages('contacts'),
			params: {
				query: search,
				with: parts,
				sort: sort({ id: 'ID', updated_at: 'Updated' }),
			},
			filters: { ...entityFilters('contacts') },
			options: readOptions,
		}),
		getChats: operation({
			route: 'GET /api/v4/contacts/chats',
			label: 'Get Many Chats',
			action: 'Get many chats of contacts',
			doc: 'Get the chats that contacts have',
			run: pages('chats'),
			params: {
				contactId: placed(idList('Contact IDs', 'Only chats of these contacts'), (contact_id) => ({
					contact_id,
				})),
				chatId: placed(list('Chat IDs', 'Only these chats', chatExample), (chat_id) => ({
					chat_id,
				})),
			},
		}),
		getByIds: operation({
			route: 'GET /api/v4/contacts',
			label: 'Get by IDs',
			action: 'Get contacts by their IDs',
			doc: 'Get the contact of each item, up to 250 of them with one request',
			run: byIds('contacts'),
			params: { id: manyIds('contact'), with: parts },
			options: byIdsOptions,
		}),
		linkChat: operation({
			route: 'POST /api/v4/contacts/chats',
			label: 'Link Chat',
			action: 'Link a chat to a contact',
			doc: 'Give a chat of your channel to the contact of each item, many items in one request',
			run: batch('chats'),
			params: {
				contactId: entityId('Contact'),
				chatId: required(text('Chat ID', 'UUID of the chat', chatExample)),
			},
			options: batchOptions,
		}),
		update: operation({
			route: 'PATCH /api/v4/contacts',
			label: 'Update',
			action: 'Update a contact',
			doc: 'Update the contact of each item, many items in one request',
			run: batch('contacts', { single: 'PATCH /api/v4/contacts/{id}' }),
			params: { id: entityId('Contact'), ...modelParams },
			fields: { ...updateFields, ...personNames },
			options: batchOptions,
		}),
		upsert: operation({
			route: 'POST /api/v4/contacts',
			label: 'Create or Update',
			action: 'Create or update a contact',
			doc: 'Create a new contact, or update the current one if it already exists (upsert)',
			run: upserts('contacts', 'PATCH /api/v4/contacts'),
			params: { ...matchPerson, name: text('Name', 'Name of the contact'), ...modelParams },
			fields: { ...upsertFields, ...personNames },
			options: matchOptions,
		}),
	},
});
