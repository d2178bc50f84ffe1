import type { INodePropertyMode, INodePropertyTypeOptions } from 'n8n-workflow';
import { plainValue } from './locatorValue';
import { webPages } from './webPages';
import type { Param } from './param';
import { toId } from './toId';

export interface Located {
	readonly label: string;
	readonly doc: string;
	/** A method of `nodes/AmoCrm/listSearch.ts`. */
	readonly search: string;
	/** Fields whose value decides what the list holds. */
	readonly dependsOn?: readonly string[];
}

/** What follows the ID may be a tab, a query or nothing. */
const addressOf = (page: string): string => `https?://[^/]+/${page}/(\\d+)(?:[/?#].*)?`;

const listMode = (search: string): INodePropertyMode => ({
	displayName: 'From List',
	name: 'list',
	type: 'list',
	typeOptions: { searchListMethod: search, searchable: true },
});

const idMode: INodePropertyMode = {
	displayName: 'By ID',
	name: 'id',
	type: 'string',
	placeholder: 'e.g. 12345',
	validation: [
		{
			type: 'regex',
			properties: { regex: '\\s*\\d+\\s*', errorMessage: 'Not an ID: an ID has digits only' },
		},
	],
};

const urlMode = (page: string): INodePropertyMode => ({
	displayName: 'By URL',
	name: 'url',
	type: 'string',
	placeholder: `e.g. https://example.amocrm.ru/${page}/12345`,
	extractValue: { type: 'regex', regex: addressOf(page) },
	validation: [
		{
			type: 'regex',
			properties: {
				regex: addressOf(page),
				errorMessage: `Not the address of one: it ends like /${page}/12345`,
			},
		},
	],
});

/** `.value` too: a locator is an object, which the editor would compare as "[object Object]". */
export const dependingOn = (names: readonly string[]): INodePropertyTypeOptions => ({
	loadOptionsDependsOn: names.flatMap((name) => [name, `${name}.value`]),
});

/** The ID in the address of a page of rows that `search` finds; anything else as it is. */
export function idFrom(search: string, value: unknown): unknown {
	const page = webPages[search];
	if (page === undefined || typeof value !== 'string') return value;
	return new RegExp(`^${addressOf(page)}$`).exec(value.trim())?.[1] ?? value;
}

/**
 * One row of the account: from a list that can be searched, by its ID or, where amoCRM shows the row on a
 * page of its own, by that page's URL. A plain number, text or expression is taken as well; null clears.
 */
export function locator({ label, doc, search, dependsOn = [] }: Located): Param {
	const page = webPages[search];
	return {
		label,
		doc,
		isRequired: false,
		property: {
			type: 'resourceLocator',
			default: { mode: 'list', value: '' },
			modes: [listMode(search), ...(page === undefined ? [] : [urlMode(page)]), idMode],
			...(dependsOn.length > 0 ? { typeOptions: dependingOn(dependsOn) } : {}),
		},
		convert: (value) => {
			const plain = plainValue(value);
			return plain === null ? null : toId(label, idFrom(search, plain));
		},
	};
}
