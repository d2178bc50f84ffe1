import { operation, resource } from '../define';
import { batchOptions, entityId, sort, statusPairs } from '../entityParams';
import { fieldChoices } from '../fieldChoices';
import { fieldOwner } from '../fieldOwner';
import { fieldTypes, newFieldTypes } from '../fieldTypes';
import type { Param, Params } from '../param';
import {
	additionalJson,
	boolean,
	json,
	list,
	number,
	options,
	placed,
	required,
	text,
} from '../params';
import { batch, deletes, one, pages } from '../runs';

/** amoCRM gives fewer fields than other rows at once. */
const mostFields = 50;

const places = (label: string, field: string): Param => ({
	...placed(statusPairs, (pairs) => ({ [field]: pairs })),
	label: `${label} Names or IDs`,
});

const properties: Params = {
	chainedLists: json(
		'Chained Lists',
		'The catalogs of a chained list, from the first: a list of objects with catalog_id, parent_catalog_id and title',
	),
	code: text('Code', 'A name of the field for programs', 'e.g. DELIVERY'),
	currency: text('Currency', 'Currency of a monetary field, three letters', 'e.g. RUB'),
	enums: fieldChoices,
	groupId: text('Group ID', 'ID of the group that shows the field', 'e.g. leads_29741591099841'),
	hiddenStatuses: places('Hidden in Status', 'hidden_statuses'),
	isApiOnly: boolean('API Only', 'Whether only the API may change the values'),
	isRequired: boolean('Required', 'Whether an element of the catalog needs a value'),
	isVisible: boolean('Visible', 'Whether the field is shown in the catalog'),
	nested: json(
		'Categories',
		'The tree of a category: a list of objects with value, id or request_id, and parent_id or parent_request_id; on update it replaces the present one',
	),
	remind: options(
		'Remind',
		'When users are reminded of a birthday',
		[
			{ name: 'A Day Before', value: 'day' },
			{ name: 'A Month Before', value: 'month' },
			{ name: 'A Week Before', value: 'week' },
			{ name: 'Never', value: 'never' },
		],
		'never',
	),
	requiredStatuses: places('Required in Status', 'required_statuses'),
	searchIn: text(
		'Search In',
		'Where a linked entity is looked for: contacts, companies, contacts_and_companies or the ID of a catalog',
		'e.g. contacts',
	),
	sort: number('Sort', 'Position among the fields'),
	trackingCallback: text('Tracking Callback', 'Script that fills a field of tracking data'),
};

export const customField = resource({
	name: 'customField',
	label: 'Custom Field',
	doc: 'The fields that an account adds to leads, contacts, companies, customers, segments and catalogs',
	operations: {
		create: operation({
			route: 'POST /api/v4/{entityType}/custom_fields',
			label: 'Create',
			action: 'Create a custom field',
			doc: 'Create a custom field from each item, many items in one request',
			run: batch('custom_fields'),
			params: {
				entityType: fieldOwner,
				name: required(text('Name', 'Name of the field')),
				type: required(
					options(
						'Type',
						'Kind of values; it cannot be changed later, and not every entity has every kind',
						newFieldTypes,
						'text',
					),
				),
				additionalJson,
			},
			fields: properties,
			options: batchOptions,
		}),
		delete: operation({
			route: 'DELETE /api/v4/{entityType}/custom_fields/{id}',
			label: 'Delete',
			action: 'Delete a custom field',
			doc: 'Delete a custom field with all its values',
			run: deletes,
			params: { entityType: fieldOwner, id: entityId('Field') },
		}),
		get: operation({
			route: 'GET /api/v4/{entityType}/custom_fields/{id}',
			label: 'Get',
			action: 'Get a custom field',
			doc: 'Get one custom field with its choices',
			run: one,
			params: { entityType: fieldOwner, id: entityId('Field') },
		}),
		getAll: operation({
			route: 'GET /api/v4/{entityType}/custom_fields',
			label: 'Get Many',
			action: 'Get many custom fields',
			doc: 'Get the custom fields of an entity with their choices',
			run: pages('custom_fields', mostFields),
			params: { entityType: fieldOwner, sort: sort({ id: 'ID', sort: 'Position' }) },
			filters: {
				type: {
					...list('Types', 'Only fields of these types', ''),
					property: {
						type: 'multiOptions',
						default: [],
						options: fieldTypes,
					},
				},
			},
		}),
		update: operation({
			route: 'PATCH /api/v4/{entityType}/custom_fields/{id}',
			label: 'Update',
			action: 'Update a custom field',
			doc: 'Change a custom field, with one request per item',
			run: one,
			params: { entityType: fieldOwner, id: entityId('Field'), additionalJson },
			fields: { ...properties, name: text('Name', 'New name') },
		}),
	},
});
