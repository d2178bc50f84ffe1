import { operation, resource } from '../define';
import { createdFilters } from '../entityParams';
import { idList, list, options, required, text, withParts } from '../params';
import { one, pages } from '../runs';

const parts = withParts({
	catalog_element_name: 'Catalog Element Name',
	catalog_name: 'Catalog Name',
	company_name: 'Company Name',
	contact_name: 'Contact Name',
	customer_name: 'Customer Name',
	lead_name: 'Lead Name',
	note: 'Note',
});

/** amoCRM gives fewer events than other rows at once. */
const mostEvents = 100;

export const event = resource({
	name: 'event',
	label: 'Event',
	doc: 'The log of changes: who changed what and when; newest first',
	operations: {
		get: operation({
			route: 'GET /api/v4/events/{id}',
			label: 'Get',
			action: 'Get an event',
			doc: 'Get one event by its ID',
			run: one,
			params: {
				id: required(
					text('Event ID', 'ID of the event, a text', 'e.g. 01pz58t6p04ymgsgfbmfyfy1mf'),
				),
				with: parts,
			},
		}),
		getAll: operation({
			route: 'GET /api/v4/events',
			label: 'Get Many',
			action: 'Get many events',
			doc: 'Get the events of a time, of some types, or of some entities',
			run: pages('events', mostEvents),
			params: { with: parts },
			filters: {
				...createdFilters('events'),
				createdBy: idList('User IDs', 'Only changes by these users, at most 10'),
				entity: list(
					'Entities',
					'Only events of these kinds of entities',
					'e.g. lead, contact, company',
				),
				entityId: idList(
					'Entity IDs',
					'Only events of these entities, at most 10; needs exactly one kind of entity',
				),
				type: list('Types', 'Only events of these types', 'e.g. lead_status_changed, lead_deleted'),
			},
		}),
		getTypes: operation({
			route: 'GET /api/v4/events/types',
			label: 'Get Many Types',
			action: 'Get many types of events',
			doc: 'Get the types that events can have: the key to filter by, its number and its name',
			run: pages('events_types'),
			params: {
				languageCode: options(
					'Language',
					'The language of the names',
					[
						{ name: 'English', value: 'en' },
						{ name: 'Language of the Account', value: '' },
						{ name: 'Portuguese', value: 'pt' },
						{ name: 'Russian', value: 'ru' },
						{ name: 'Spanish', value: 'es' },
					],
					'',
				),
			},
		}),
	},
});
