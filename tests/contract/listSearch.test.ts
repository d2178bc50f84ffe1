import type { IDataObject, ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';
import { listSearch } from '../../nodes/AmoCrm/listSearch';
import { companies, contacts, customers, leads, pipelines, users } from '../operations/seeded';
import { fetchHttp } from '../support/executeContext';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
	await box.control.post('/limit', { requestsPerSecond: 100_000 });
});

afterAll(() => box.sandbox.close());

/** As much of n8n's context as a search uses, with n8n's HTTP helper over `fetch`. */
function editor(parameters: IDataObject, accessToken = sandboxToken): ILoadOptionsFunctions {
	const credential = {
		domain: 'sandbox',
		sandboxUrl: box.sandbox.url,
		accessToken,
		requestsPerSecond: 100_000,
	};
	const context = {
		getNode: () => ({ credentials: { amoCrmApi: { id: accessToken, name: 'amoCRM' } } }),
		getNodeParameter: () => 'accessToken',
		getCurrentNodeParameters: () => parameters,
		getCredentials: async () => credential,
		helpers: { httpRequestWithAuthentication: fetchHttp },
	};
	return context as unknown as ILoadOptionsFunctions;
}

const find = async (
	method: keyof typeof listSearch,
	{ filter, token, ...parameters }: IDataObject = {},
): Promise<INodeListSearchResult> =>
	await listSearch[method].call(
		editor(parameters),
		filter as string | undefined,
		token as string | undefined,
	);

const located = (mode: string, value: string | number) => ({ __rl: true, mode, value });
const values = ({ results }: INodeListSearchResult) => results.map(({ value }) => value);

describe('the lists of the locators', () => {
	it.each([
		['searchLeads', leads[0], 'leads'],
		['searchContacts', contacts[0], 'contacts'],
		['searchCompanies', companies[0], 'companies'],
		['searchCustomers', customers[0], 'customers'],
	] as const)('%s finds by name and links to the page', async (method, { id, name }, kind) => {
		const { results } = await find(method, { filter: name });
		expect(results).toContainEqual({
			name: `${name} (${id})`,
			value: id,
			url: `${box.sandbox.url}/${kind}/detail/${id}`,
		});
		expect(results.every((row) => row.name.includes(name))).toBe(true);
	});

	it('go on where a page ended, without a row twice', async () => {
		const name = 'One of many';
		await box.api.post(
			'/leads',
			Array.from({ length: 60 }, () => ({ name })),
		);
		const first = await find('searchLeads', { filter: name });
		expect(first.results).toHaveLength(50);
		expect(first.paginationToken).toBe('2');
		const second = await find('searchLeads', { filter: name, token: '2' });
		expect(second.results).toHaveLength(10);
		expect(second.paginationToken).toBeUndefined();
		expect(new Set([...values(first), ...values(second)]).size).toBe(60);
	});

	it('begin with what changed last', async () => {
		const changed = leads[1].id;
		await box.api.patch(`/leads/${changed}`, { price: 4242 });
		expect(values(await find('searchLeads'))[0]).toBe(changed);
	});

	it('are empty, not an error, when nothing is found', async () => {
		expect(await find('searchContacts', { filter: 'nobody has this name' })).toEqual({
			results: [],
		});
	});

	it('hold the statuses of the pipeline that is chosen, be it a locator or a plain ID', async () => {
		const { id, statuses } = pipelines[1];
		const wanted = statuses.map((status) => status.id);
		const page = `https://example.amocrm.ru/leads/pipeline/${id}/?skip_filter=Y`;
		const ways = [id, String(id), located('id', String(id)), located('url', page)];
		for (const pipelineId of ways) {
			expect(values(await find('getStatuses', { pipelineId }))).toEqual(wanted);
			expect(values(await find('getStatuses', { additionalFields: { pipelineId } }))).toEqual(
				wanted,
			);
		}
		const all = await find('getStatuses', { pipelineId: '={{ $json.pipeline }}' });
		expect(all.results.length).toBeGreaterThan(wanted.length);
	});

	it('look for typed text in the names of short lists, without case, or take an ID', async () => {
		const [first] = users;
		if (!first) throw new Error('no user is seeded');
		expect(values(await find('getUsers', { filter: first.name.toUpperCase() }))).toEqual([
			first.id,
		]);
		expect(values(await find('getUsers', { filter: String(first.id) }))).toEqual([first.id]);
		expect(values(await find('getUsers'))).toHaveLength(users.length);
	});

	it('link pipelines to their boards', async () => {
		const { id, name } = pipelines[0];
		expect((await find('getPipelines', { filter: name })).results).toContainEqual({
			name,
			value: id,
			url: `${box.sandbox.url}/leads/pipeline/${id}`,
		});
	});

	it('hold the custom fields of the entity that is chosen', async () => {
		const { results } = await find('searchFields', { entityType: 'contacts', filter: 'теле' });
		expect(results.map(({ name }) => name)).toEqual(['Телефон']);
		expect(await find('searchFields', { entityType: '' })).toEqual({ results: [] });
		expect(await find('searchFields', { entityType: '../users' })).toEqual({ results: [] });
	});

	it('hold the elements of the catalog that is chosen', async () => {
		const { results: catalogs } = await find('getCatalogs');
		const catalogId = located('list', Number(catalogs[0]?.value));
		await box.api.post(`/catalogs/${catalogId.value}/elements`, [
			{ name: 'Drill' },
			{ name: 'Saw' },
		]);
		const { results } = await find('searchElements', { catalogId, filter: 'drill' });
		expect(results).toEqual([
			{ name: `Drill (${String(results[0]?.value)})`, value: expect.any(Number) },
		]);
		const ofLink = { toEntityType: 'catalog_elements', additionalFields: { catalogId } };
		expect((await find('searchToEntities', { ...ofLink, filter: 'drill' })).results).toEqual(
			results,
		);
		expect(await find('searchElements')).toEqual({ results: [] });
	});

	it('hold the fields of the catalog that is chosen, for its prices', async () => {
		const { results: catalogs } = await find('getCatalogs');
		const owners = catalogs.map(({ value }) => ({ catalogId: located('list', Number(value)) }));
		const found = await Promise.all(owners.map((owner) => find('searchPriceFields', owner)));
		expect(found.flatMap(({ results }) => results.map(({ name }) => name))).toContain('Цена');
		expect(await find('searchPriceFields')).toEqual({ results: [] });
	});

	it('hold entities of the kind that is chosen beside them', async () => {
		const { id, name } = companies[0];
		const beside = { entityType: 'companies', toEntityType: 'leads', filter: name };
		expect(values(await find('searchEntities', beside))).toContain(id);
		expect(values(await find('searchToEntities', beside))).toEqual([]);
		expect(await find('searchEntities', { entityType: 'webhooks' })).toEqual({ results: [] });
		// Salesbots know kinds by number.
		const ofBot = { entityType: '2', filter: leads[0].name };
		expect(values(await find('searchEntities', ofBot))).toContain(leads[0].id);
		const inFields = { additionalFields: { entityType: 'companies' }, filter: name };
		expect(values(await find('searchEntities', inFields))).toContain(id);
	});

	it('say why amoCRM gives nothing', async () => {
		const stranger = editor({}, 'a token of nobody');
		await expect(listSearch.searchLeads.call(stranger)).rejects.toThrow(/credential/);
		await expect(listSearch.getUsers.call(stranger)).rejects.toThrow(/credential/);
	});
});
