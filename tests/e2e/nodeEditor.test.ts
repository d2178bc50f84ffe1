import type { INodeListSearchResult, INodeParameters, ResourceMapperFields } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { pipelines, users } from '../operations/seeded';
import { amoCrmType, editorOf, type Credential } from './support/editor';
import { startTestStack, type TestStack } from './support/testStack';

/** The AmoCRM node as a person meets it in the editor of a real n8n, with two accounts. */
let test$: TestStack;
let other: Sandbox;
let editor: ReturnType<typeof editorOf>;
let first: Credential;
let second: Credential;

const otherToken = 'token-of-the-other-account';
/** What the other account calls the field that is Модель in the first. */
const otherName = 'Артикул';

interface SandboxRow {
	readonly id: number;
	readonly name: string;
	readonly price?: number;
	readonly custom_fields_values: ReadonlyArray<{
		readonly field_name: string;
		readonly values: ReadonlyArray<Readonly<Record<string, unknown>>>;
	}> | null;
}

const valuesOf = ({ custom_fields_values }: SandboxRow) =>
	Object.fromEntries(
		(custom_fields_values ?? []).map(({ field_name, values }) => [field_name, values]),
	);

const stored = async (kind: string, id: unknown): Promise<SandboxRow> =>
	(await test$.control.get(`/${kind}/${String(id)}`)).data as SandboxRow;

/** As another integration of the account does it. */
async function request(url: string, token: string, method: string, body: object): Promise<void> {
	const answer = await fetch(url, {
		method,
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
}

async function makeLeads(names: readonly string[]): Promise<void> {
	const { url, token } = test$.stack.facts().sandbox ?? { url: '', token: '' };
	await request(
		`${url}/api/v4/leads`,
		token,
		'POST',
		names.map((name) => ({ name })),
	);
}

interface Search {
	readonly credential?: Credential;
	readonly parameters?: INodeParameters;
	readonly filter?: string;
	readonly paginationToken?: unknown;
}

beforeAll(async () => {
	test$ = await startTestStack();
	other = await startSandbox({ token: otherToken });
	await request(`${other.url}/api/v4/leads/custom_fields/752011`, otherToken, 'PATCH', {
		name: otherName,
	});
	editor = editorOf(await test$.n8n());
	const { url, token } = test$.stack.facts().sandbox ?? { url: '', token: '' };
	const ways = { domain: 'sandbox', sandboxUrl: url, accessToken: token };
	first = await editor.createCredential('First account', 'amoCrmApi', ways);
	second = await editor.createCredential('Second account', 'amoCrmApi', {
		...ways,
		sandboxUrl: other.url,
		accessToken: otherToken,
	});
});

afterAll(async () => {
	await test$?.close();
	await other?.close();
});

const mapped = (value: INodeParameters): INodeParameters => ({
	mappingMode: 'defineBelow',
	value,
});

const formOf = async (credential: Credential, resource: string, operation = 'create') => {
	const parameters = { resource, operation };
	const what = { credential, parameters };
	const form = await editor.ask<ResourceMapperFields>(
		'resource-mapper-fields',
		'getWritableFields',
		what,
	);
	return new Map(form.fields.map((field) => [field.displayName, field]));
};

it('n8n serves the node, also as a tool of an AI agent', async () => {
	const types = await editor.nodeTypes();
	const node = types.find(({ name }) => name === amoCrmType);
	expect(node?.displayName).toBe('AmoCRM');
	expect(node?.properties).toContainEqual(
		expect.objectContaining({ name: 'mappedFields', type: 'resourceMapper' }),
	);
	expect(types.map(({ name }) => name)).toContain(`${amoCrmType}Tool`);
});

it('the form of a lead has the fields of the account with their types and labels', async () => {
	const form = await formOf(first, 'lead');
	expect(form.get('Источник')).toMatchObject({
		type: 'options',
		options: ['Сайт', 'Звонок', 'Telegram'].map((label) => ({ name: label, value: label })),
	});
	expect(form.get('Дата поставки')).toMatchObject({ type: 'dateTime' });
	expect(form.get('Оплачено')).toMatchObject({ type: 'boolean' });
	expect(form.has('Телефон')).toBe(false);
	expect((await formOf(first, 'contact', 'upsert')).has('Телефон')).toBe(true);
});

it('the form of one account never shows the fields of another', async () => {
	for (const [credential, own, strange] of [
		[first, 'Модель', otherName],
		[second, otherName, 'Модель'],
		[first, 'Модель', otherName],
	] as const) {
		const form = await formOf(credential, 'lead');
		expect([form.has(own), form.has(strange)]).toEqual([true, false]);
	}
});

describe('the lists that are searched', () => {
	const find = async (
		method: string,
		{ credential = first, parameters = {}, ...page }: Search = {},
	): Promise<INodeListSearchResult> =>
		await editor.ask<INodeListSearchResult>(
			'resource-locator-results',
			method,
			{ credential, parameters: { resource: 'lead', operation: 'create', ...parameters } },
			page,
		);
	const namesOf = ({ results }: INodeListSearchResult) => results.map(({ name }) => name);

	it('hold the pipelines and users of the account, whole and by a part of the name', async () => {
		const [one, two] = pipelines;
		expect(namesOf(await find('getPipelines'))).toEqual([one.name, two.name]);
		const filter = two.name.slice(1, 4).toUpperCase();
		expect((await find('getPipelines', { filter })).results).toMatchObject([
			{ name: two.name, value: two.id, url: expect.stringContaining(`/${two.id}`) as string },
		]);
		const [user] = users;
		expect(namesOf(await find('getUsers', { filter: user?.name ?? '' }))).toEqual([user?.name]);
	});

	it('hold the statuses of the pipeline that is chosen beside them', async () => {
		const [, { id, statuses }] = pipelines;
		const pipelineId = { __rl: true, mode: 'list', value: id };
		const found = await find('getStatuses', { parameters: { additionalFields: { pipelineId } } });
		expect(namesOf(found)).toEqual(statuses.map(({ name }) => name));
	});

	it('find leads by name, page by page, in the account of the credential only', async () => {
		await makeLeads(Array.from({ length: 60 }, () => 'One of sixty'));
		const filter = 'One of sixty';
		const page = await find('searchLeads', { filter });
		expect(page.results).toHaveLength(50);
		const next = await find('searchLeads', { filter, paginationToken: page.paginationToken });
		const ids = [...page.results, ...next.results].map(({ value }) => value);
		expect([next.results.length, new Set(ids).size]).toEqual([10, 60]);
		expect(next.paginationToken).toBeUndefined();
		expect((await find('searchLeads', { filter, credential: second })).results).toEqual([]);
	});
});

it('maps fields by name, creates or updates, and reads by name in one run', async () => {
	const phone = '+7 999 555-01-02';
	const upsert = (value: INodeParameters): INodeParameters => ({
		resource: 'contact',
		operation: 'upsert',
		matchBy: 'phone',
		matchValue: phone,
		name: 'Проверка Редактора',
		mappedFields: mapped(value),
	});
	const workflow = await editor.save('By name', [
		{
			name: 'Create Lead',
			credential: first,
			parameters: {
				resource: 'lead',
				operation: 'create',
				name: 'From the editor',
				mappedFields: mapped({
					Источник: 'Звонок',
					'Дата поставки': '2025-02-01T00:00:00',
					Оплачено: true,
					Услуги: ['Поставка', 'Монтаж'],
					Скидка: 99.5,
				}),
				additionalFields: {
					price: 1500,
					pipelineId: { __rl: true, mode: 'list', value: pipelines[1].id },
				},
			},
		},
		{
			name: 'Upsert New',
			credential: first,
			parameters: upsert({ POSITION: 'Директор' }),
		},
		{
			name: 'Upsert Again',
			credential: first,
			parameters: { ...upsert({ Telegram: '@editor' }), matchValue: '8 (999) 555 01 02' },
		},
		{
			name: 'Get Lead',
			credential: first,
			parameters: {
				resource: 'lead',
				operation: 'get',
				id: "={{ $('Create Lead').item.json.id }}",
				options: { customFieldsAs: 'byName' },
			},
		},
		{
			name: 'Get Contact',
			credential: first,
			parameters: {
				resource: 'contact',
				operation: 'get',
				id: "={{ $('Upsert Again').item.json.id }}",
				options: { customFieldsAs: 'byName' },
			},
		},
	]);
	const { status, error, items } = await editor.execute(workflow);
	expect([status, error]).toEqual(['success', null]);

	const [created] = items('Create Lead');
	const lead = await stored('leads', created?.['id']);
	expect(lead).toMatchObject({
		name: 'From the editor',
		price: 1500,
		pipeline_id: pipelines[1].id,
	});
	expect(valuesOf(lead)).toMatchObject({
		Источник: [{ value: 'Звонок', enum_id: 461_003 }],
		Оплачено: [{ value: true }],
		Услуги: [{ enum_id: 461_011 }, { enum_id: 461_013 }],
	});
	const [read] = items('Get Lead');
	expect(read?.['fields']).toEqual({
		Источник: 'Звонок',
		'Дата поставки': expect.stringMatching(/^2025-02-01T00:00:00/) as string,
		Оплачено: true,
		Услуги: ['Поставка', 'Монтаж'],
		Скидка: 99.5,
	});

	const [made] = items('Upsert New');
	const [again] = items('Upsert Again');
	expect([made?.['outcome'], again?.['outcome']]).toEqual(['created', 'updated']);
	expect(again?.['id']).toBe(made?.['id']);
	expect(items('Get Contact')).toMatchObject([
		{
			id: made?.['id'],
			name: 'Проверка Редактора',
			fields: { Телефон: ['+79995550102'], Должность: 'Директор', Telegram: '@editor' },
		},
	]);
});

it('writes to the account of the credential, and to no other', async () => {
	const before = (await test$.control.get('/leads')).data as readonly SandboxRow[];
	const workflow = await editor.save('Second account', [
		{
			name: 'Create Lead',
			credential: second,
			parameters: {
				resource: 'lead',
				operation: 'create',
				name: 'Of the second account',
				fieldsByName: JSON.stringify({ [otherName]: 'X-1' }),
			},
		},
	]);
	const { status, error, items } = await editor.execute(workflow);
	expect([status, error]).toEqual(['success', null]);
	const id = Number(items('Create Lead')[0]?.['id']);
	expect(other.store.data.leads.get(id)).toMatchObject({ name: 'Of the second account' });
	expect((await test$.control.get('/leads')).data).toHaveLength(before.length);
});

it("an unknown name ends the run with the account's names, and nothing is written", async () => {
	const before = (await test$.control.get('/leads')).data as readonly SandboxRow[];
	const workflow = await editor.save('Unknown name', [
		{
			name: 'Create Lead',
			credential: first,
			parameters: {
				resource: 'lead',
				operation: 'create',
				name: 'Never',
				fieldsByName: JSON.stringify({ [otherName]: 'X-1' }),
			},
		},
	]);
	const { status, error } = await editor.execute(workflow);
	expect(status).toBe('error');
	expect(error).toContain(`"${otherName}"`);
	expect(error).toContain('"Модель"');
	expect((await test$.control.get('/leads')).data).toHaveLength(before.length);
});
