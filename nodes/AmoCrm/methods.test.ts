import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';
import { loadOptions } from './methods';

interface Settings {
	readonly subdomain: string;
	readonly credentialId: string;
	readonly parameters?: IDataObject;
	readonly respond: (path: string) => object;
}

const context = ({ subdomain, credentialId, parameters = {}, respond }: Settings) =>
	({
		getNode: () => ({ credentials: { amoCrmApi: { id: credentialId, name: 'amoCRM' } } }),
		getNodeParameter: () => 'accessToken',
		getCurrentNodeParameters: () => parameters,
		getCredentials: async () => ({ domain: 'amocrm.ru', subdomain, accessToken: 't' }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, { url }: { url: string }) => ({
				headers: {},
				...respond(new URL(url).pathname),
			}),
		},
	}) as unknown as ILoadOptionsFunctions;

const status = (id: number, name: string) => ({ id, name });
const pipelines = (prefix: string) => ({
	statusCode: 200,
	body: {
		_embedded: {
			pipelines: [
				{
					id: 1,
					name: `${prefix} sales`,
					_embedded: { statuses: [status(10, 'New'), status(142, 'Won')] },
				},
				{
					id: 2,
					name: `${prefix} service`,
					_embedded: { statuses: [status(20, 'New'), status(142, 'Won')] },
				},
			],
		},
	},
});

const names = (options: ReadonlyArray<{ readonly name: string }>) =>
	options.map(({ name }) => name);

it('never shows the pipelines of one account to another', async () => {
	const first = { subdomain: 'lists-a', credentialId: 'c1', respond: () => pipelines('A') };
	const second = { subdomain: 'lists-b', credentialId: 'c2', respond: () => pipelines('B') };
	expect(names(await loadOptions.getPipelines.call(context(first)))).toEqual([
		'A sales',
		'A service',
	]);
	expect(names(await loadOptions.getPipelines.call(context(second)))).toEqual([
		'B sales',
		'B service',
	]);
});

it('asks once for lists that are opened one after the other', async () => {
	let asked = 0;
	const respond = () => {
		asked += 1;
		return pipelines('C');
	};
	const settings = { subdomain: 'lists-c', credentialId: 'c3', respond };
	await loadOptions.getPipelines.call(context(settings));
	await loadOptions.getStatuses.call(context(settings));
	expect(asked).toBe(1);
});

it('lists the statuses of the chosen pipeline, else all of them, each id once', async () => {
	const settings = { subdomain: 'lists-d', credentialId: 'c4', respond: () => pipelines('D') };
	const all = await loadOptions.getStatuses.call(context(settings));
	expect(names(all)).toEqual(['D sales: New', 'Won', 'D service: New']);
	for (const parameters of [{ updateFields: { pipelineId: 2 } }, { pipelineId: 2 }]) {
		const chosen = await loadOptions.getStatuses.call(context({ ...settings, parameters }));
		expect(chosen).toEqual([
			{ name: 'New', value: 20 },
			{ name: 'Won', value: 142 },
		]);
	}
});

it('lists the loss reasons in the order of the account', async () => {
	const loss_reasons = [
		{ id: 8, name: 'Too late', sort: 1 },
		{ id: 7, name: 'No answer', sort: 2 },
	];
	const respond = () => ({ statusCode: 200, body: { _embedded: { loss_reasons } } });
	const settings = { subdomain: 'lists-l', credentialId: 'c12', respond };
	expect(await loadOptions.getLossReasons.call(context(settings))).toEqual([
		{ name: 'Too late', value: 8 },
		{ name: 'No answer', value: 7 },
	]);
});

it('pairs each status with its pipeline for filters', async () => {
	const settings = { subdomain: 'lists-e', credentialId: 'c5', respond: () => pipelines('E') };
	const options = await loadOptions.getPipelineStatuses.call(context(settings));
	expect(options.map(({ value }) => value)).toEqual(['1:10', '1:142', '2:20', '2:142']);
});

it('says why a list is empty and asks anew the next time', async () => {
	let isAllowed = false;
	const respond = () =>
		isAllowed
			? { statusCode: 200, body: { _embedded: { users: [{ id: 5, name: 'Anna' }] } } }
			: { statusCode: 403, body: { status: 403, detail: 'Forbidden' } };
	const settings = { subdomain: 'lists-f', credentialId: 'c6', respond };
	await expect(loadOptions.getUsers.call(context(settings))).rejects.toThrow(/denied access/);
	isAllowed = true;
	expect(await loadOptions.getUsers.call(context(settings))).toEqual([{ name: 'Anna', value: 5 }]);
});

it('offers each catalog beside the kinds of entities as an owner of custom fields', async () => {
	const rows = [{ id: 4521, name: 'Products' }];
	const own = {
		subdomain: 'lists-owners',
		credentialId: 'c1',
		respond: () => ({ statusCode: 200, body: { _embedded: { catalogs: rows } } }),
	};
	const owners = await loadOptions.getFieldOwners.call(context(own));
	expect(owners).toContainEqual({ name: 'Segments', value: 'customers/segments' });
	expect(owners).toContainEqual({ name: 'Catalog: Products', value: 'catalogs/4521' });
	expect(await loadOptions.getCatalogs.call(context(own))).toEqual([
		{ name: 'Products', value: 4521 },
	]);
});

it('lists the types of tasks that the account has, its own included', async () => {
	const asked: string[] = [];
	const respond = (path: string) => {
		asked.push(path);
		const task_types = [
			{ id: 2, name: 'Meeting', code: 'MEETING' },
			{ id: 1, name: 'Follow-up', code: 'FOLLOW_UP' },
			{ id: 2_771_001, name: 'Visit', code: null },
		];
		return { statusCode: 200, body: { _links: {}, _embedded: { task_types } } };
	};
	const settings = { subdomain: 'lists-g', credentialId: 'c7', respond };
	expect(await loadOptions.getTaskTypes.call(context(settings))).toEqual([
		{ name: 'Follow-up', value: 1 },
		{ name: 'Meeting', value: 2 },
		{ name: 'Visit', value: 2_771_001 },
	]);
	expect(asked).toEqual(['/api/v4/account']);
});

it('lists the statuses and the segments of customers, each from its own address', async () => {
	const answers: Readonly<Record<string, object>> = {
		'/api/v4/customers/statuses': { statuses: [{ id: 5, name: 'Waiting' }] },
		'/api/v4/customers/segments': { segments: [{ id: 7, name: 'Wholesale' }] },
	};
	const respond = (path: string) => ({ statusCode: 200, body: { _embedded: answers[path] } });
	const settings = { subdomain: 'lists-customers', credentialId: 'c9', respond };
	expect(await loadOptions.getCustomerStatuses.call(context(settings))).toEqual([
		{ name: 'Waiting', value: 5 },
	]);
	expect(await loadOptions.getCustomerSegments.call(context(settings))).toEqual([
		{ name: 'Wholesale', value: 7 },
	]);
});
