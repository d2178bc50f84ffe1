import { operation, resource } from '../define';
import {
	batchOptions,
	byIdsOptions,
	createFields,
	entityFilters,
	entityId,
	entityOfKind,
	manyIds,
	modelParams,
	readOptions,
	range,
	search,
	sort,
	updateFields,
} from '../entityParams';
import type { Params } from '../param';
import {
	boolean,
	choice,
	choices,
	dateTime,
	number,
	options,
	placed,
	required,
	text,
	withParts,
} from '../params';
import { acts, batch, batchActs, byIds, one, pages } from '../runs';
import type { WireValue } from '../wire';

const parts = withParts({
	catalog_elements: 'Catalog Elements',
	companies: 'Companies',
	contacts: 'Contacts',
});

const fields: Params = {
	nextDate: dateTime(
		'Next Purchase Date',
		'When the next purchase is expected; amoCRM wants it on creation where purchases are periodic',
	),
	nextPrice: number('Next Purchase Sum', 'What the next purchase is expected to bring'),
	periodicity: number('Periodicity', 'How often the customer buys, in days'),
	segmentIds: placed(choices('Segment', 'getCustomerSegments'), (ids) => ({
		_embedded: { segments: (ids as readonly WireValue[]).map((id) => ({ id })) },
	})),
	statusId: choice('Status', 'getCustomerStatuses'),
};

const [nextDateFrom, nextDateTo] = range('Next Purchase', 'next_date', 'customers expected');

const nextPurchaseFilters: Params = {
	nextDateFrom,
	nextDateTo,
	nextPriceFrom: placed(
		number('Next Purchase Sum From', 'Only customers expected to bring at least this'),
		(from) => ({ next_price: { from } }),
	),
	nextPriceTo: placed(
		number('Next Purchase Sum To', 'Only customers expected to bring at most this'),
		(to) => ({ next_price: { to } }),
	),
};

const linkedType = options(
	'Entity Type',
	'Kind of the linked entity',
	[
		{ name: 'Catalog Element', value: 'catalog_elements' },
		{ name: 'Company', value: 'companies' },
		{ name: 'Contact', value: 'contacts' },
	],
	'contacts',
);

const linkParams = {
	id: entityId('Customer'),
	toEntityType: linkedType,
	toEntityId: entityOfKind('Entity', 'The linked one', 'toEntityType'),
};

const catalogId = placed(
	{
		...choice('Catalog', 'getCatalogs'),
		doc: 'Catalog of the element, which a link to a catalog element needs',
	},
	(catalog_id) => ({ metadata: { catalog_id } }),
);

const mostLinks = 250;

export const customer = resource({
	name: 'customer',
	label: 'Customer',
	doc: 'Someone who buys again and again; in segments, or in statuses where purchases are periodic',
	operations: {
		create: operation({
			route: 'POST /api/v4/customers',
			label: 'Create',
			action: 'Create a customer',
			doc: 'Create a customer from each item, many items in one request',
			run: batch('customers'),
			params: { name: required(text('Name', 'Name of the customer')), ...modelParams },
			fields: { ...createFields, ...fields },
			options: batchOptions,
		}),
		earnBonusPoints: operation({
			route: 'POST /api/v4/customers/{id}/bonus_points',
			label: 'Earn Bonus Points',
			action: 'Earn bonus points for a customer',
			doc: 'Add bonus points to those of a customer; the answer says how many there are now',
			run: acts,
			params: {
				id: entityId('Customer'),
				earn: required(number('Points', 'How many bonus points the customer gets')),
			},
		}),
		get: operation({
			route: 'GET /api/v4/customers/{id}',
			label: 'Get',
			action: 'Get a customer',
			doc: 'Get one customer by its ID, with one request per item',
			run: one,
			params: { id: entityId('Customer'), with: parts },
			options: readOptions,
		}),
		getAll: operation({
			route: 'GET /api/v4/customers',
			label: 'Get Many',
			action: 'Get many customers',
			doc: 'Get many customers, found by text and filters',
			run: pages('customers'),
			params: {
				query: search,
				with: parts,
				sort: sort({ id: 'ID', updated_at: 'Updated' }),
			},
			filters: {
				...entityFilters('customers'),
				...nextPurchaseFilters,
				statusId: choices('Status', 'getCustomerStatuses'),
			},
			options: readOptions,
		}),
		getByIds: operation({
			route: 'GET /api/v4/customers',
			label: 'Get by IDs',
			action: 'Get customers by their IDs',
			doc: 'Get the customer of each item, up to 250 of them with one request',
			run: byIds('customers'),
			params: { id: manyIds('customer'), with: parts },
			options: byIdsOptions,
		}),
		getLinks: operation({
			route: 'GET /api/v4/customers/{id}/links',
			label: 'Get Many Links',
			action: 'Get many links of a customer',
			doc: 'Get the contacts, companies and catalog elements that a customer is linked to',
			run: pages('links'),
			params: { id: entityId('Customer') },
			filters: {
				toEntityId: entityOfKind(
					'Entity',
					'Only the link to this one; needs Entity Type',
					'toEntityType',
				),
				toEntityType: { ...linkedType, doc: 'Only links to this kind of entity; needs Entity' },
			},
		}),
		link: operation({
			route: 'POST /api/v4/customers/{id}/link',
			label: 'Link',
			action: 'Link a customer',
			doc: 'Link a customer to the entity of each item, the links of one customer in one request',
			run: batch('links'),
			params: linkParams,
			fields: {
				catalogId,
				isMain: placed(
					boolean('Main Contact', 'Whether the contact becomes the main one'),
					(is_main) => ({ metadata: { is_main } }),
				),
				quantity: placed(number('Quantity', 'How many of the catalog element'), (quantity) => ({
					metadata: { quantity },
				})),
			},
			options: batchOptions,
		}),
		redeemBonusPoints: operation({
			route: 'POST /api/v4/customers/{id}/bonus_points',
			label: 'Redeem Bonus Points',
			action: 'Redeem bonus points of a customer',
			doc: 'Take bonus points from those of a customer; the answer says how many are left',
			run: acts,
			params: {
				id: entityId('Customer'),
				redeem: required(number('Points', 'How many bonus points the customer spends')),
			},
		}),
		setMode: operation({
			route: 'PATCH /api/v4/customers/mode',
			label: 'Set Mode',
			action: 'Set the mode of customers',
			doc: 'Turn customers on or off for the whole account, in segments or with periodic purchases; for admins',
			run: one,
			params: {
				mode: options(
					'Mode',
					'How the account sorts its customers',
					[
						{ name: 'Periodic Purchases', value: 'periodicity' },
						{ name: 'Segments', value: 'segments' },
					],
					'segments',
				),
				isEnabled: {
					...boolean('Enabled', 'Whether the account works with customers'),
					// Off would be the default of a boolean, and hide the customers of the whole account.
					property: { type: 'boolean', default: true },
				},
			},
		}),
		unlink: operation({
			route: 'POST /api/v4/customers/{id}/unlink',
			label: 'Unlink',
			action: 'Unlink a customer',
			doc: 'Take the link to the entity of each item from a customer, those of one customer in one request',
			run: batchActs(mostLinks),
			params: linkParams,
			fields: { catalogId },
			options: batchOptions,
		}),
		update: operation({
			route: 'PATCH /api/v4/customers',
			label: 'Update',
			action: 'Update a customer',
			doc: 'Update the customer of each item, many items in one request',
			run: batch('customers', { single: 'PATCH /api/v4/customers/{id}' }),
			params: { id: entityId('Customer'), ...modelParams },
			fields: { ...updateFields, ...fields },
			options: batchOptions,
		}),
	},
});
