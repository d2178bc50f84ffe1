import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useTestDatabase } from '../support/database';
import { createCrm, testAccount, type Item } from '../support/crmItems';

const database = useTestDatabase();
const crm = createCrm(database);

function fixture(file: string, collection: string): readonly Item[] {
	const path = join(__dirname, '..', 'fixtures', 'api', file);
	const body = JSON.parse(readFileSync(path, 'utf8')) as {
		_embedded: Record<string, readonly Item[]>;
	};
	return body._embedded[collection] ?? [];
}

const pipelines = fixture('pipelines__GET_leads_pipelines__response.json', 'pipelines');
const users = fixture('users__GET_users__response.json', 'users');
const fields = fixture(
	'custom_fields__GET_entity_custom_fields__response.json',
	'custom_fields',
).map((field) => ({ ...field, entity_type: 'leads' }));

const storeReference = async (kind: string, rows: unknown, account: number | null = testAccount) =>
	(
		await crm.row('select amocrm_store_reference($1, $2, $3) as stored', [
			kind,
			account,
			JSON.stringify(rows),
		])
	)['stored'];

describe('reference tables', () => {
	test('hold the pipelines and stages of the recorded answer', async () => {
		expect(await storeReference('pipelines', pipelines)).toBe(pipelines.length);
		expect(
			await crm.rows('select name, is_main, removed_at from amocrm_pipelines order by id'),
		).toEqual([{ name: 'Воронка', is_main: true, removed_at: null }]);
		expect(
			await crm.row('select name, color, sort, type from amocrm_statuses where id = 142'),
		).toEqual({ name: 'Успешно реализовано', color: '#CCFF66', sort: 10000, type: 0 });
	});

	test('hold users and custom fields of the recorded answers', async () => {
		expect(await storeReference('users', users)).toBe(users.length);
		expect(await crm.row('select * from amocrm_users where id = 123123')).toMatchObject({
			name: users[0]?.['name'],
			email: 'user1@example.com',
			is_active: true,
			is_admin: false,
		});
		expect(await storeReference('custom_fields', fields)).toBe(fields.length);
		expect(await crm.row('select * from amocrm_custom_fields where id = 4440043')).toMatchObject({
			entity_type: 'leads',
			type: 'date',
			enums: null,
		});
	});

	test('say what is missing in a later list, and take it back when it is there again', async () => {
		await storeReference('pipelines', pipelines);
		const [pipeline] = pipelines;
		const statuses = (pipeline?.['_embedded'] as { statuses: readonly Item[] }).statuses;
		const removed = async () =>
			(await crm.rows('select id from amocrm_statuses where removed_at is not null')).map(
				({ id }) => Number(id),
			);
		await storeReference('pipelines', [
			{ ...pipeline, _embedded: { statuses: statuses.slice(1) } },
		]);
		expect(await removed()).toEqual([statuses[0]?.['id']]);
		await storeReference('pipelines', pipelines);
		expect(await removed()).toEqual([]);
		await storeReference('pipelines', [{ id: 5, name: 'New' }]);
		expect(await crm.rows('select id from amocrm_pipelines where removed_at is not null')).toEqual([
			{ id: String(pipeline?.['id']) },
		]);
		expect(await removed()).toEqual([]);
	});

	test('an empty list, another account and another entity type remove nothing', async () => {
		await storeReference('users', users);
		await storeReference('custom_fields', fields);
		await storeReference('users', []);
		await storeReference('users', [{ id: 1, name: 'Other' }], 777);
		await storeReference('custom_fields', [{ id: 1, name: 'Address', entity_type: 'companies' }]);
		expect(
			await crm.rows(
				`select id from amocrm_users where removed_at is not null
				 union all select id from amocrm_custom_fields where removed_at is not null`,
			),
		).toEqual([]);
	});

	test.each<[string, unknown, number | null, string]>([
		['goats', [], testAccount, 'unknown kind "goats": use pipelines, users or custom_fields'],
		['users', {}, testAccount, 'p_rows is not an array but object'],
		['users', [], null, 'p_account_id is null'],
		['custom_fields', [{ id: 1 }], testAccount, 'a custom field has no entity_type'],
	])('%s with %j of account %s is refused with a reason', async (kind, rows, account, reason) => {
		await expect(storeReference(kind, rows, account)).rejects.toThrow(reason);
	});
});

describe('API usage', () => {
	const record = async (usage: unknown) =>
		(await crm.row('select amocrm_record_api_usage($1) as n', [JSON.stringify(usage)]))['n'];

	test('adds up by minute, account and source', async () => {
		const at = '2025-05-26T14:13:32Z';
		expect(await record({ accountId: 1, at, requests: 2, source: 'a' })).toBe(1);
		await record([
			{ accountId: 1, at: '2025-05-26T14:13:59Z', requests: 3, limited: 1, source: 'a' },
			{ accountId: 1, at: '2025-05-26T14:14:00Z', requests: 4, source: 'a' },
			{ accountId: 2, at, requests: 5, source: 'a' },
		]);
		expect(
			await crm.rows(
				'select account_id, minute, requests, limited from amocrm_api_usage order by 1, 2',
			),
		).toEqual([
			{ account_id: '1', minute: new Date('2025-05-26T14:13:00Z'), requests: 5, limited: 1 },
			{ account_id: '1', minute: new Date('2025-05-26T14:14:00Z'), requests: 4, limited: 0 },
			{ account_id: '2', minute: new Date('2025-05-26T14:13:00Z'), requests: 5, limited: 0 },
		]);
	});

	test('leaves out what says no account or no number', async () => {
		expect(
			await record([{ requests: 1 }, { accountId: 1 }, 'x', { accountId: 1, requests: -5 }]),
		).toBe(0);
		expect(await record(null)).toBe(0);
	});

	const budget = () => crm.row('select * from amocrm_api_budget');

	test('is shown against the plan and alarms from 80 %', async () => {
		const at = new Date().toISOString();
		await record({ accountId: 1, requests: 199, at });
		expect(await budget()).toMatchObject({
			requests_minute: '199',
			limit_minute: 250,
			requests_hour: '199',
			free_hour: '6801',
			is_alarming: false,
		});
		await record({ accountId: 1, requests: 1, at });
		expect(await budget()).toMatchObject({ requests_minute: '200', is_alarming: true });
		await database.pool.query('truncate amocrm_api_usage');
		await record({
			accountId: 1,
			requests: 5600,
			at: new Date(Date.now() - 1_800_000).toISOString(),
		});
		expect(await budget()).toMatchObject({ requests_hour: '5600', is_alarming: true });
	});

	test('of more than a day ago no longer counts, a 429 within the hour alarms', async () => {
		await record({
			accountId: 1,
			requests: 9000,
			at: new Date(Date.now() - 90_000_000).toISOString(),
		});
		expect(await crm.rows('select * from amocrm_api_budget')).toEqual([]);
		await record({ accountId: 1, requests: 1, limited: 1 });
		expect(await budget()).toMatchObject({ limited_hour: '1', is_alarming: true });
	});

	test('of lookups is one request for up to 250 ids of a kind', async () => {
		await crm.run(
			[{ id: 1 }, { id: 2 }, { entity: 'contact', id: 1 }, { event: 'lead.delete', id: 3 }],
			() => null,
		);
		expect(await crm.row('select account_id, source, requests from amocrm_api_usage')).toEqual({
			account_id: String(testAccount),
			source: 'webhooks',
			requests: 2,
		});
	});
});

describe('failures of workflows', () => {
	const record = (failure: unknown) =>
		crm.row('select amocrm_record_workflow_failure($1) as id', [JSON.stringify(failure)]);
	const failure = () => crm.row('select * from amocrm_workflow_failures order by id desc limit 1');

	test('are kept as n8n’s Error Trigger reports them', async () => {
		const { id } = await record({
			execution: {
				id: '231',
				url: 'https://n8n.example.com/execution/231',
				retryOf: '34',
				error: { message: 'Jarvis is down', name: 'NodeApiError', httpCode: '503', stack: 'x' },
				lastNodeExecuted: 'Jarvis',
				mode: 'trigger',
			},
			workflow: { id: '1', name: 'Обработка вебхуков AmoCRM' },
		});
		expect(await failure()).toMatchObject({
			id,
			workflow_id: '1',
			workflow_name: 'Обработка вебхуков AmoCRM',
			execution_id: '231',
			execution_url: 'https://n8n.example.com/execution/231',
			node: 'Jarvis',
			message: 'Jarvis is down',
			context: { name: 'NodeApiError', httpCode: '503', mode: 'trigger', retry_of: '34' },
		});
	});

	test('of a trigger, of nothing and of no object are kept too', async () => {
		await record({
			trigger: { error: { message: 'no activation' }, mode: 'trigger' },
			workflow: {},
		});
		expect(await failure()).toMatchObject({ message: 'no activation', execution_id: null });
		for (const odd of [{}, [], 'x', null, { execution: 5 }, { execution: { error: 'x' } }]) {
			await record(odd);
			expect(await failure()).toMatchObject({ message: 'no message' });
		}
	});

	test.each([
		['Authorization: Bearer abc.def', 'Authorization: Bearer ***'],
		['token eyJ0eXAiOiJKV1QiLCJh.eyJhdWQiOiJmYWtlIn0.c2lnbmF0dXJl!', 'token ***!'],
		['{"access_token":"s3cr3t","id":5}', '{"access_token":"***","id":5}'],
		[
			'POST https://w.example.ru/amocrm?key=a-B_1&x=1 failed',
			'POST https://w.example.ru/amocrm?key=***&x=1 failed',
		],
		['?client_secret=s3cr3t&code=1', '?client_secret=***&code=1'],
	])('keep no secret: %s', async (message, kept) => {
		await record({ execution: { error: { message, description: message } } });
		expect(await failure()).toMatchObject({ message: kept, context: { description: kept } });
	});
});
