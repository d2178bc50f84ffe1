import {
	additionalJson,
	choice,
	choices,
	dateTime,
	id,
	idList,
	list,
	number,
	options,
	placed,
	required,
	text,
} from './params';
import { customFields } from './customFields';
import { fieldFilter } from './fieldFilter';
import { fieldsByName, mappedFields } from './fieldForms';
import { customFieldsAs } from './fieldsView';
import { located } from './located';
import { locator } from './locator';
import type { Param, Params } from './param';
import type { WireObject, WireValue } from './wire';

/** Parameters that leads, contacts, companies and customers have in common. */

/** The two filters of a time: `filter[field][from]` and `[to]`. */
export const range = (label: string, field: string, noun: string): Readonly<[Param, Param]> => [
	placed(dateTime(`${label} After`, `Only ${noun} from this time on`), (from) => ({
		[field]: { from },
	})),
	placed(dateTime(`${label} Before`, `Only ${noun} up to this time`), (to) => ({
		[field]: { to },
	})),
];

export function createdFilters(noun: string): Params {
	const [createdFrom, createdTo] = range('Created', 'created_at', `${noun} created`);
	return { createdFrom, createdTo };
}

export function updatedFilters(noun: string): Params {
	const [updatedFrom, updatedTo] = range('Updated', 'updated_at', `${noun} changed`);
	return { updatedFrom, updatedTo };
}

export function entityFilters(noun: string): Params {
	return {
		...createdFilters(noun),
		...updatedFilters(noun),
		id: idList('IDs', `Only these ${noun}`),
		name: list('Names', `Only ${noun} with one of these names`, 'e.g. Order 15, Order 16'),
		responsibleUserId: choices('Responsible User', 'getUsers'),
		customFields: fieldFilter,
	};
}

export function closedFilters(noun: string): Params {
	const [closedFrom, closedTo] = range('Closed', 'closed_at', `${noun} closed`);
	return { closedFrom, closedTo };
}

export const priceFilters: Params = {
	priceFrom: placed(number('Price From', 'Only leads of at least this price'), (from) => ({
		price: { from },
	})),
	priceTo: placed(number('Price To', 'Only leads of at most this price'), (to) => ({
		price: { to },
	})),
};

/** `pipeline:status` pairs: 142 and 143 exist in every pipeline, so a status alone says too little. */
export const statusPairs: Param = {
	...choices('Status', 'getPipelineStatuses'),
	convert: (value) => {
		const pairs = Array.isArray(value) ? value : String(value).split(',');
		return pairs.map((pair): WireObject => {
			const [, pipeline, status] = /^\s*(\d+):(\d+)\s*$/.exec(String(pair)) ?? [];
			if (pipeline && status) return { pipeline_id: Number(pipeline), status_id: Number(status) };
			throw new Error(
				`Status: ${JSON.stringify(pair)} is not a pair of ids, such as 3177727:142 (pipeline:status)`,
			);
		});
	},
	place: (statuses) => ({ statuses }),
};

/** `order[updated_at]=desc` */
export const sort = (fields: Readonly<Record<string, string>>): Param => {
	const orders = Object.entries(fields).flatMap(([field, name]) => [
		{ name: `${name}, Ascending`, value: `${field}:asc` },
		{ name: `${name}, Descending`, value: `${field}:desc` },
	]);
	const choicesOfSort = [{ name: 'Default', value: '' }, ...orders].sort((a, b) =>
		a.name.localeCompare(b.name, 'en'),
	);
	return placed(options('Sort', 'The order of the rows', choicesOfSort, ''), (value) => {
		const [field = '', direction = ''] = String(value).split(':');
		return { order: { [field]: direction } };
	});
};

export const search = text('Search', 'Text to look for in all filled fields', 'e.g. +79991234567');

const tagModels = (names: WireValue): readonly WireObject[] =>
	(names as readonly WireValue[]).map((name) => ({ name }));

/** On update the list replaces all tags, and amoCRM wants null instead of an empty list. */
const tags = (doc: string): Param =>
	placed(list('Tags', doc, 'e.g. vip, 2025'), (names) => {
		const models = tagModels(names);
		return { _embedded: { tags: models.length > 0 ? models : null } };
	});

export const responsibleUserId = choice('Responsible User', 'getUsers');

export const createFields: Params = {
	responsibleUserId,
	tags: placed(list('Tags', 'Tags by name; new ones are made', 'e.g. vip, 2025'), (names) => ({
		_embedded: { tags: tagModels(names) },
	})),
};

export const updateFields: Params = {
	name: text('Name', 'New name'),
	responsibleUserId,
	tags: tags('Tags by name, which replace all present ones; empty removes all'),
	tagsToAdd: placed(
		list('Tags to Add', 'Tags by name, added to the present ones', 'e.g. vip'),
		(names) => ({ tags_to_add: tagModels(names) }),
	),
	tagsToDelete: placed(
		list('Tags to Remove', 'Tags by name, taken from the present ones', 'e.g. vip'),
		(names) => ({ tags_to_delete: tagModels(names) }),
	),
};

/** Of a model inside another one, where n8n's form of the account's fields does not work. */
export const embeddedModelParams: Params = { customFields, fieldsByName, additionalJson };

export const modelParams: Params = { mappedFields, ...embeddedModelParams };

/** Of everything that reads entities with custom fields. */
export const readOptions: Params = { customFieldsAs };

export const personNames: Params = {
	firstName: text('First Name', 'First name'),
	lastName: text('Last Name', 'Last name'),
};

export const batchOptions: Params = {
	batchSize: {
		...number('Batch Size', 'How many items travel in one request; amoCRM recommends 50'),
		property: { type: 'number', default: 50, typeOptions: { minValue: 1, maxValue: 250 } },
	},
};

/** `id` of every item: a number, text, a comma list or an array. */
export const manyIds = (noun: string): Param => ({
	...required(
		idList('ID', `ID of the ${noun} of each item; several, comma-separated, are possible`),
	),
});

export const byIdsOptions: Params = {
	customFieldsAs,
	outputField: text(
		'Put Result in Field',
		'Field of the input item that takes the result, beside found and fetchedAt; empty makes the result the item itself',
		'e.g. details',
	),
	unknownIds: options(
		'Unknown IDs',
		'What becomes of IDs that amoCRM does not know',
		[
			{ name: 'Error', value: 'error', description: 'The item fails' },
			{
				name: 'Return as Not Found',
				value: 'notFound',
				description: 'The item says that nothing was found',
			},
			{ name: 'Skip', value: 'skip', description: 'The item yields nothing' },
		],
		'skip',
	),
};

const whichOne = (noun: string): string =>
	`The ${noun.toLowerCase()}: search for it in the list, or give its ID`;

/** The one that an operation is about: from a list where amoCRM has one to search, else by its ID. */
export const entityId = (noun: string): Param => {
	const way = located[noun];
	return way
		? required(locator({ label: noun, doc: whichOne(noun), ...way }))
		: id(`${noun} ID`, `ID of the ${noun.toLowerCase()}`);
};

const searchesByKind = {
	entityType: {
		search: 'searchEntities',
		dependsOn: ['entityType', 'additionalFields.entityType', 'updateFields.entityType'],
	},
	toEntityType: {
		search: 'searchToEntities',
		dependsOn: ['toEntityType', 'filters.toEntityType', 'additionalFields.catalogId'],
	},
} as const;

/** One of the kind that the field `kindField` says. */
export const entityOfKind = (
	label: string,
	doc: string,
	kindField: keyof typeof searchesByKind = 'entityType',
): Param => required(locator({ label, doc, ...searchesByKind[kindField] }));

/** Of a catalog whose elements have several prices. */
export const priceField: Param = locator({
	label: 'Price Field',
	doc: 'Field of the catalog with the price that counts',
	search: 'searchPriceFields',
	dependsOn: ['catalogId', 'additionalFields.catalogId'],
});

/** Of notes, tags and tasks: plural, as in the paths of the API. */
export const entityType = (doc: string): Param =>
	options(
		'Entity Type',
		doc,
		['Companies', 'Contacts', 'Customers', 'Leads'].map((name) => ({
			name,
			value: name.toLowerCase(),
		})),
		'leads',
	);
