import type {
	ILoadOptionsFunctions,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';
import { webPages } from '../../src/catalog/webPages';
import { amoCrmConnection } from '../amoCrmTransport';
import { chosenBeside } from './chosenBeside';
import { rowsOf } from './editorRows';
import { loadOptions } from './methods';
import { searchRows, type Searched } from './searchRows';

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
		const place = webPages[method];
		if (place === undefined) return { results: options };
		const { baseUrl } = await amoCrmConnection(this);
		return {
			results: options.map((option) => ({ ...option, url: `${baseUrl}/${place}/${option.value}` })),
		};
	};

const recentFirst = { order: { updated_at: 'desc' } };

const entities = {
	companies: { collection: 'companies', method: 'searchCompanies', unfiltered: recentFirst },
	contacts: { collection: 'contacts', method: 'searchContacts', unfiltered: recentFirst },
	customers: { collection: 'customers', method: 'searchCustomers', unfiltered: recentFirst },
	leads: { collection: 'leads', method: 'searchLeads', unfiltered: recentFirst },
} satisfies Readonly<Record<string, Omit<Searched, 'path'>>>;

const entitySearch = (kind: keyof typeof entities): Search =>
	async function (filter, token) {
		return await searchRows(this, { path: `/api/v4/${kind}`, ...entities[kind] }, filter, token);
	};

/** The kind of the entity is a field beside it. */
const chosenEntitySearch = (kindField: string): Search =>
	async function (filter, token) {
		const kind = chosenBeside(this, kindField, /^\w+$/);
		const search = Object.entries(entities).find(([name]) => name === kind)?.[1];
		if (!search) return { results: [] };
		return await searchRows(this, { path: `/api/v4/${kind}`, ...search }, filter, token);
	};

const fieldsOf: Load = async function () {
	const owner = chosenBeside(this, 'entityType', /^[a-z]+(?:\/(?:\d+|segments))?$/);
	if (owner === null) return [];
	const fields = await rowsOf(this, `/api/v4/${owner}/custom_fields`, 'custom_fields');
	return fields.map(({ id, name }) => ({ name: String(name), value: Number(id) }));
};

const whole = Object.fromEntries(
	Object.entries(loadOptions).map(([method, load]) => [method, inWhole(method, load)]),
) as Readonly<Record<keyof typeof loadOptions, Search>>;

/** What the editor's resource locators search; the names stand in the catalogue. */
export const listSearch = {
	...whole,
	searchCompanies: entitySearch('companies'),
	searchContacts: entitySearch('contacts'),
	searchCustomers: entitySearch('customers'),
	searchLeads: entitySearch('leads'),
	searchEntities: chosenEntitySearch('entityType'),
	searchToEntities: chosenEntitySearch('toEntityType'),
	searchFields: inWhole('searchFields', fieldsOf),

	async searchElements(
		this: ILoadOptionsFunctions,
		filter?: string,
		token?: string,
	): Promise<INodeListSearchResult> {
		const catalog = chosenBeside(this, 'catalogId', /^\d+$/);
		if (catalog === null) return { results: [] };
		const path = `/api/v4/catalogs/${catalog}/elements`;
		return await searchRows(this, { path, collection: 'elements' }, filter, token);
	},
} as const;
