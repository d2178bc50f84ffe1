import type { INodeListSearchResult, INodeParameters, ResourceMapperFields } from 'n8n-workflow';
import { startSandbox, type Sandbox } from '../../sandbox/server';
import { pipelines, users } from '../operations/seeded';
import { connectAccount, type Account, type SandboxRow } from './support/account';
import { amoCrmType, editorOf, type Editor } from './support/editor';
import { startTestStack, type TestStack } from './support/testStack';

/** The AmoCRM node as a person meets it in the editor of a real n8n, with two accounts. */
let test$: TestStack;
let otherSandbox: Sandbox;
let editor: Editor;
let first: Account;
let second: Account;

/** What the second account calls the field that is Модель in the first. */
const otherName = 'Артикул';

beforeAll(async () => {
	test$ = await startTestStack();
	const token = 'token-of-the-second-account';
	otherSandbox = await startSandbox({ token });
	editor = editorOf(await test$.n8n());
	const { sandbox } = test$.stack.facts();
	if (!sandbox) throw new Error('the stack has no sandbox');
	first = await connectAccount(editor, 'First account', sandbox);
	second = await connectAccount(editor, 'Second account', { url: otherSandbox.url, token });
	await second.request('PATCH', '/leads/custom_fields/752011', { name: otherName });
});

afterAll(async () => {
	await test$?.close();
	await otherSandbox?.close();
});

const valuesOf = ({ custom_fields_values }: SandboxRow) =>
	Object.fromEntries(
		(custom_fields_values ?? []).map(({ field_name, values }) => [field_name, values]),
	);

const mapped = (value: INodeParameters): INodeParameters => ({
	mappingMode: 'defineBelow',
	value,
});

const formOf = async ({ credential }: Account, resource: string, operation = 'create') => {
	const what = { credential, parameters: { resource, operation } };
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
	for (const [account, own, strange] of [
		[first, 'Модель', otherName],
		[second, otherName, 'Модель'],
		[first, 'Модель', otherName],
	] as const) {
		const form = await formOf(account, 'lead');
		expect([form.has(own), form.has(strange)]).toEqual([true, false]);
	}
});

interface Search {
	readonly account?: Account;
	readonly parameters?: INodeParameters;
	readonly filter?: string;
	readonly paginationToken?: unknown;
}

describe('the lists that are searched', () => {
	const find = async (
		method: string,
		{ account = first, parameters = {}, ...page }: Search = {},
	): Promise<INodeListSearchResult> =>
		await editor.ask<INodeListSearchResult>(
			'resource-locator-results',
			method,
			{
				credential: account.credential,
				parameters: { resource: 'lead', operation: 'create', ...parameters },
			},
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
		const filter = 'One of sixty';
		const sixty = Array.from({ length: 60 }, () => ({ name: filter }));
		await first.request('POST', '/leads', sixty);
		const page = await find('searchLeads', { filter });
		expect(page.results).toHaveLength(50);
		const next = await find('searchLeads', { filter, paginationToken: page.paginationToken });
		const ids = [...page.results, ...next.results].map(({ value }) => value);
		expect([next.results.length, new Set(ids).size]).toEqual([10, 60]);
		expect(next.paginationToken).toBeUndefined();
		expect((await find('searchLeads', { filter, account: second })).results).toEqual([]);
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
			credential: first.credential,
			parameters: {
				resource: 'lead',
				operation: 'create',
				name: 'From the editor',
				mappedFields: mapped({
					Источник: 'Звонок',
					'Дата поставки': '2025-02-01T00:00:00',
					Оплачено: true,
					Услуги: 'Поставка, Монтаж',
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
			credential: first.credential,
			parameters: upsert({ POSITION: 'Директор' }),
		},
		{
			name: 'Upsert Again',
			credential: first.credential,
			parameters: { ...upsert({ Telegram: '@editor' }), matchValue: '8 (999) 555 01 02' },
		},
		{
			name: 'Get Lead',
			credential: first.credential,
			parameters: {
				resource: 'lead',
				operation: 'get',
				id: "={{ $('Create Lead').item.json.id }}",
				options: { customFieldsAs: 'byName' },
			},
		},
		{
			name: 'Get Contact',
			credential: first.credential,
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
	const lead = await first.entity('leads', created?.['id']);
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
	const before = await first.leads();
	const workflow = await editor.save('Second account', [
		{
			name: 'Create Lead',
			credential: second.credential,
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
	const made = await second.entity('leads', items('Create Lead')[0]?.['id']);
	expect(made.name).toBe('Of the second account');
	expect(valuesOf(made)).toEqual({ [otherName]: [{ value: 'X-1' }] });
	expect(await first.leads()).toHaveLength(before.length);
});

it("an unknown name ends the run with the account's names, and nothing is written", async () => {
	const before = await first.leads();
	const workflow = await editor.save('Unknown name', [
		{
			name: 'Create Lead',
			credential: first.credential,
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
	expect(await first.leads()).toHaveLength(before.length);
});

it('an item goes out by the error output when its credential leads to no account, not as done', async () => {
	const mistyped = { domain: 'amocrm.ru', subdomain: 'my company', accessToken: 't' };
	const credential = await editor.createCredential('Mistyped', 'amoCrmApi', mistyped);
	const parameters = { resource: 'account', operation: 'get' };
	const workflow = await editor.save('Mistyped', [
		{ name: 'Account', credential, parameters, onError: 'continueErrorOutput' },
	]);
	const { status, error, items, failed } = await editor.execute(workflow);
	expect([status, error, items('Account')]).toEqual(['success', null, []]);
	expect(failed('Account')).toEqual([{ error: expect.stringMatching(/subdomain/i) }]);
});
