import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ILoadOptionsFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';
import { loadOptions } from '../../nodes/AmoCrm/methods';
import { run } from '../../nodes/AmoCrm/run';
import { AmoCrmTrigger } from '../../nodes/AmoCrmTrigger/AmoCrmTrigger.node';
import { apiFixture } from '../support/amoCrmScript';
import { eventually } from '../support/eventually';
import { executeContext, fetchHttp } from '../support/executeContext';
import { answer, failure, perform as performAlone } from '../support/nodeRun';
import { peerDefects } from '../support/peerDefects';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

type Parameters = Readonly<Record<string, unknown>>;

let first: TestSandbox;
let second: TestSandbox;

beforeAll(async () => {
	first = await testSandbox();
	second = await testSandbox();
});

afterAll(async () => {
	await first.sandbox.close();
	await second.sandbox.close();
});

const contextOf = ({ sandbox }: TestSandbox, parameters: Parameters) =>
	executeContext({
		parameters,
		credential: { domain: 'sandbox', sandboxUrl: sandbox.url, accessToken: sandboxToken },
		http: fetchHttp,
	});

async function perform(box: TestSandbox, parameters: Parameters) {
	const [output = []] = await run(contextOf(box, parameters));
	return output.map(({ json }) => json);
}

interface Seen {
	readonly method: string;
	readonly path: string;
	readonly status: number;
}

const requests = async ({ control }: TestSandbox): Promise<readonly Seen[]> =>
	(await control.get<readonly Seen[]>('/requests')).data;

describe('the defects of others', () => {
	const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
	const beginnings = ['\\bit\\(', '\\)\\(', '\\btitle:'].join('|');

	it.each(Object.entries(peerDefects))('%s: tests rule it out', (_defect, tests) => {
		expect(tests.length).toBeGreaterThan(0);
		for (const [file, title] of tests) {
			const source = readFileSync(join(__dirname, '../..', file), 'utf8');
			const test = new RegExp(`(${beginnings})\\s*['"]${escaped(title)}['"],`);
			expect({ file, title, isThere: test.test(source) }).toMatchObject({ isThere: true });
		}
	});
});

it('0, false and an empty list that the user set change the lead in amoCRM', async () => {
	const paid = 752_021;
	const values = (value: boolean) => ({ values: [{ field: String(paid), value }] });
	const [made] = await perform(first, {
		resource: 'lead',
		operation: 'create',
		name: 'Paid',
		additionalFields: { price: 500, tags: 'vip' },
		customFields: values(true),
	});
	const id = Number(made?.['id']);
	const kept = () => first.sandbox.store.data.leads.get(id);
	const paidValue = () => kept()?.fields.find(({ field_id }) => field_id === paid)?.values;
	expect(kept()).toMatchObject({ price: 500, tags: [expect.any(Number)] });
	expect(paidValue()).toMatchObject([{ value: true }]);

	await perform(first, {
		resource: 'lead',
		operation: 'update',
		id,
		updateFields: { price: 0, tags: [] },
		customFields: values(false),
	});
	expect(kept()).toMatchObject({ price: 0, tags: [] });
	expect(paidValue()).toMatchObject([{ value: false }]);
});

it('two accounts have lists of their own, also under one credential', async () => {
	const { status } = await second.api.patch(
		`/leads/pipelines/${second.sandbox.store.data.pipelines[0]?.id}`,
		{ name: 'Only in the second account' },
	);
	expect(status).toBe(200);
	const pipelines = async (box: TestSandbox) => {
		const context = contextOf(box, {}) as unknown as ILoadOptionsFunctions;
		return (await loadOptions.getPipelines.call(context)).map(({ name }) => name);
	};
	const names = ({ sandbox }: TestSandbox) => sandbox.store.data.pipelines.map(({ name }) => name);
	expect(await pipelines(first)).toEqual(names(first));
	expect(await pipelines(second)).toEqual(names(second));
	expect(names(first)).not.toEqual(names(second));
});

it('an account goes on while another one waits out its 429', async () => {
	await first.control.post('/faults', {
		...{ target: 'api', status: 429, times: 1 },
		headers: { 'retry-after': '3' },
	});
	const read = { resource: 'account', operation: 'get' };
	const startedAt = performance.now();
	const limited = perform(first, read);
	await eventually('the first account was refused', async () =>
		(await requests(first)).some(({ status }) => status === 429),
	);
	await perform(second, read);
	expect(performance.now() - startedAt).toBeLessThan(2000);
	await limited;
	expect(performance.now() - startedAt).toBeGreaterThanOrEqual(2990);
});

it('a create that ends in 504 reaches amoCRM once', async () => {
	await first.control.delete('/requests');
	await first.control.post('/faults', { target: 'api', status: 504, match: { method: 'POST' } });
	const create = { resource: 'lead', operation: 'create', name: 'Once' };
	await expect(perform(first, create)).rejects.toThrow('HTTP 504');
	await first.control.delete('/faults');
	expect(await requests(first)).toMatchObject([{ method: 'POST', status: 504 }]);
});

it.each([
	[400, '_error_400_empty_body'],
	[401, '_error_401_kommo'],
	[402, '_error_402'],
	[403, '_error_403_scope'],
	[404, '_error_404_route'],
	[405, '_error_405'],
	[422, '_error_422_limit'],
	[429, '_error_429'],
	[500, '_error_500'],
])('the refusal %i reaches the user in words of its own', async (status, fixture) => {
	const explained = async (code: number, body: unknown) => {
		const create = { resource: 'lead', operation: 'create', name: 'A' };
		const error = await failure(performAlone(create, [{}], () => answer(code, body)));
		return { said: error.message, hint: String(error.description) };
	};
	const unknown = 418;
	const [known, other] = [
		await explained(status, apiFixture(fixture)),
		await explained(unknown, apiFixture(fixture)),
	];
	expect(known.hint.length).toBeGreaterThan(30);
	expect(known.hint).not.toBe(other.hint);
	expect(known.said).not.toBe(other.said.replace(String(unknown), String(status)));
});

describe('what the AmoCRM Trigger makes of a webhook', () => {
	const folder = join(__dirname, '../fixtures/webhooks');
	const body = (fixture: string) => readFileSync(join(folder, `${fixture}.txt`));
	const accountIn = (text: string) =>
		Number(/account(?:%5B|\[)id(?:%5D|\])=(\d+)/i.exec(text)?.[1] ?? 1);

	async function receive(rawBody: Buffer): Promise<readonly INodeExecutionData[]> {
		const key = 'the-key';
		const state = { secret: key, accountId: accountIn(rawBody.toString('utf8')), userId: 1 };
		const context = {
			getRequestObject: () => ({ query: { key }, headers: {}, rawBody }),
			getMode: () => 'webhook',
			getNode: () => ({ id: 'n1', webhookId: 'w1' }),
			getNodeParameter: (_name: string, fallback: unknown) => fallback,
			getWorkflow: () => ({ id: 'w1' }),
			getWorkflowStaticData: () => ({ production: state }),
		} as unknown as IWebhookFunctions;
		const { workflowData } = await new AmoCrmTrigger().webhook.call(context);
		return workflowData?.[0] ?? [];
	}

	const ofCompanies = readdirSync(folder)
		.filter((file) => file.endsWith('-company.txt'))
		.map((file) => file.slice(0, -'.txt'.length));

	it.each(ofCompanies)(
		'the recorded webhook %s starts the workflow with a company',
		async (fixture) => {
			const [item, ...more] = await receive(body(fixture));
			expect(more).toEqual([]);
			const { event, entity, parent } = item?.json ?? {};
			if (fixture.includes('-note-')) {
				expect({ event, parent }).toMatchObject({
					event: 'note.add',
					parent: { entity: 'company' },
				});
			} else {
				expect(event).toMatch(/^company\.\w+$/);
				expect(entity).toBe('company');
			}
		},
	);

	it('a webhook of two leads is two items with the fields of a lead', async () => {
		const items = await receive(body('synthetic-multi-entity'));
		expect(items.map(({ json }) => json)).toMatchObject([
			{ event: 'lead.update', id: 101, data: { name: 'A', price: 10, status_id: 1 } },
			{ event: 'lead.update', id: 102, data: { name: 'Б & В', price: 0, status_id: 1 } },
		]);
		expect(JSON.stringify(items)).not.toContain('leads[');
	});
});
