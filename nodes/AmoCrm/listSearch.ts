import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { isFieldOwner } from '../../src/catalog/fieldOwner';
import { linkToPage, webPages } from '../../src/catalog/webPages';
import { amoCrmConnection } from '../amoCrmTransport';
import { chosenBeside, chosenId } from './chosenBeside';
import { rowsOf } from './editorRows';
import { loadOptions } from './methods';
import { searchRows } from './searchRows';

type Search = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;
type Load = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

const matches = (filter: string, { name, value }: INodePropertyOptions): boolean =>
	name.toLowerCase().includes(filter) || String(value) === filter;

/** A list that comes whole, in its own order: what was typed is looked for in the names here. */
const inWhole = (method: string, load: Load): Search =>
	async function (filter = '') {
		const wanted = filter.trim().toLowerCase();
		const options = (await load.call(this)).filter((option) => matches(wanted, option));
		if (!(method in webPages)) return { results: options };
		const { baseUrl } = await amoCrmConnection(this);
		return {
			results: options.map((option) => ({
				...option,
				...linkToPage(method, baseUrl, option.value),
			})),
		};
	};

const recentFirst = { order: { updated_at: 'desc' } };

const entitySearch = (kind: string, method: string): Search =>
	async function (filter, token) {
		const searched = { path: `/api/v4/${kind}`, collection: kind, method, unfiltered: recentFirst };
		return await searchRows(this, searched, filter, token);
	};

const searchCompanies = entitySearch('companies', 'searchCompanies');
const searchContacts = entitySearch('contacts', 'searchContacts');
const searchCustomers = entitySearch('customers', 'searchCustomers');
const searchLeads = entitySearch('leads', 'searchLeads');

const searchElements: Search = async function (filter, token) {
	const catalog = chosenId(this, 'catalogId', 'getCatalogs');
	if (catalog === null) return { results: [] };
	const path = `/api/v4/catalogs/${catalog}/elements`;
	return await searchRows(this, { path, collection: 'elements' }, filter, token);
};

const byKind: ReadonlyMap<string, Search> = new Map([
	['companies', searchCompanies],
	['contacts', searchContacts],
	['customers', searchCustomers],
	['leads', searchLeads],
	['catalog_elements', searchElements],
	// The kinds that salesbots know are numbers.
	['1', searchContacts],
	['2', searchLeads],
	['12', searchCustomers],
]);

/** The kind of the entity is a field beside it, and the catalog of an element another one. */
const chosenEntitySearch = (kindField: string): Search =>
	async function (filter, token) {
		const search = byKind.get(chosenBeside(this, kindField));
		return search ? await search.call(this, filter, token) : { results: [] };
	};

async function fieldsOf(
	context: ILoadOptionsFunctions,
	owner: string,
): Promise<INodePropertyOptions[]> {
	if (!isFieldOwner(owner)) return [];
	const fields = await rowsOf(context, `/api/v4/${owner}/custom_fields`, 'custom_fields');
	return fields.map(({ id, name }) => ({ name: String(name), value: Number(id) }));
}

const chosenFields: Load = async function () {
	return await fieldsOf(this, chosenBeside(this, 'entityType'));
};

const catalogFields: Load = async function () {
	return await fieldsOf(this, `catalogs/${chosenId(this, 'catalogId', 'getCatalogs') ?? ''}`);
};

const whole = Object.fromEntries(
	Object.entries(loadOptions).map(([method, load]) => [method, inWhole(method, load)]),
) as Readonly<Record<keyof typeof loadOptions, Search>>;

/** What the editor's resource locators search; the names stand in the catalogue. */
export const listSearch = {
	...whole,
	searchCompanies,
	searchContacts,
	searchCustomers,
	searchElements,
	searchLeads,
	searchEntities: chosenEntitySearch('entityType'),
	searchToEntities: chosenEntitySearch('toEntityType'),
	searchFields: inWhole('searchFields', chosenFields),
	searchPriceFields: inWhole('searchPriceFields', catalogFields),
} as const;
