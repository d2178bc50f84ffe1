import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/**
 * Takes the pictures of the guides anew, from a running `npm start` with the sandbox:
 * `node docs/images/take.mjs .data`. The browser is `CHROMIUM`, or Debian's.
 */
const images = dirname(fileURLToPath(import.meta.url));
const { n8n } = JSON.parse(readFileSync(join(process.argv[2] ?? '.data', 'stack.json'), 'utf8'));
const browser = await chromium.launch({
	executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
	args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
page.setDefaultTimeout(15_000);

const part = (name) => page.locator(`[data-test-id="${name}"]`).first();
const settle = () => page.waitForTimeout(1500);

async function shoot(name) {
	await settle();
	await page.screenshot({ path: join(images, `${name}.png`) });
}

/** n8n's REST API, called in the page: its session belongs to this browser. */
async function call(path, body) {
	const { status, answer } = await page.evaluate(
		async ([to, data]) => {
			const headers = {
				'content-type': 'application/json',
				'browser-id': localStorage.getItem('n8n-browserId') ?? '',
			};
			const post = data ? { method: 'POST', body: JSON.stringify(data) } : {};
			const response = await fetch(to, { headers, ...post });
			return { status: response.status, answer: await response.json() };
		},
		[path, body],
	);
	if (status >= 300) throw new Error(`${path}: HTTP ${status} ${JSON.stringify(answer)}`);
	return answer.data;
}

async function signIn() {
	await page.goto(`${n8n.url}/signin`);
	await page.fill('input[name=emailOrLdapLoginId]', n8n.email);
	await page.fill('input[type=password]', n8n.password);
	await page.keyboard.press('Enter');
	await page.waitForURL(/\/home\//);
}

const idOf = (index) => `f0000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
const amoCrm = 'n8n-nodes-amocrm-pipeline.amoCrm';

async function save(name, steps, credential) {
	const nodes = steps.map(([node, type, parameters, typeVersion = 1], index) => ({
		id: idOf(index),
		name: node,
		type,
		typeVersion,
		parameters,
		position: [index * 240, 0],
		...(type.startsWith(amoCrm) ? { credentials: { amoCrmApi: credential } } : {}),
	}));
	const connections = Object.fromEntries(
		steps.slice(1).map(([node], index) => {
			return [steps[index][0], { main: [[{ node, type: 'main', index: 0 }]] }];
		}),
	);
	const settings = { executionOrder: 'v1' };
	return (await call('/rest/workflows', { name, nodes, connections, settings })).id;
}

/** By way of another page: the editor does not read a workflow again that it has open. */
async function openNode(workflow, index) {
	await page.goto(`${n8n.url}/home/workflows`);
	await page.goto(`${n8n.url}/workflow/${workflow}/${idOf(index)}`);
	await part('ndv').waitFor();
	await settle();
}

/** What the form saves: the values, and which fields of the account it shows. */
async function mapped(parameters, values, credential) {
	const { fields } = await call('/rest/dynamic-node-parameters/resource-mapper-fields', {
		path: 'parameters.mappedFields',
		methodName: 'getWritableFields',
		nodeTypeAndVersion: { name: amoCrm, version: 1 },
		currentNodeParameters: { authentication: 'accessToken', ...parameters },
		credentials: { amoCrmApi: credential },
	});
	const schema = fields.map((field) => ({ ...field, removed: !(field.id in values) }));
	const mappedFields = { mappingMode: 'defineBelow', value: values, matchingColumns: [], schema };
	return { ...parameters, mappedFields };
}

async function execute() {
	await part('node-execute-button').click();
	const done = page.getByText(/^(?:Node executed successfully|Problem in node .*)$/).last();
	await done.waitFor({ timeout: 30_000 });
}

await signIn();
const { id, name } = (await call('/rest/credentials')).find(({ type }) => type === 'amoCrmApi');
const credential = { id, name };
const located = (mode, value) => ({ __rl: true, mode, value });
const start = ['Start', 'n8n-nodes-base.manualTrigger', {}];

const lead = { resource: 'lead', operation: 'create', name: 'Заказ 1001' };
const fields = {
	Источник: 'Сайт',
	Услуги: 'Поставка, Монтаж',
	Оплачено: true,
	'Дата поставки': '2026-12-01T00:00:00',
};
const created = await mapped({ ...lead, additionalFields: { price: 1500 } }, fields, credential);
const read = { resource: 'lead', operation: 'get', simplify: true };
const orders = await save(
	'Orders to amoCRM',
	[
		start,
		['Create Lead', amoCrm, created],
		['Get Lead', amoCrm, { ...read, id: located('id', '={{ $json.id }}') }],
	],
	credential,
);
await openNode(orders, 1);
await shoot('node-fields');
await part('parameter-input-operation').click();
await shoot('node-operations');
await openNode(orders, 2);
await execute();
await page.locator('[data-test-id=radio-button-json]').last().click();
await shoot('node-output');

const chosen = { ...lead, additionalFields: { pipelineId: located('list', '') } };
await openNode(await save('Pipelines', [start, ['Create Lead', amoCrm, chosen]], credential), 1);
await part('rlc-input').click();
await settle();
await page.keyboard.type('сер');
await shoot('node-pipelines');

const contact = { resource: 'contact', operation: 'upsert', matchBy: 'phone' };
const person = { ...contact, matchValue: '8 (999) 555-01-02', name: 'Вера Образцова' };
const upsert = await mapped(person, { POSITION: 'Директор' }, credential);
await openNode(await save('Contacts', [start, ['Contact', amoCrm, upsert]], credential), 1);
await execute();
await page.locator('[data-test-id=radio-button-json]').last().click();
await shoot('node-upsert');

const unknown = { ...lead, fieldsByName: '{"Источнк": "Сайт"}' };
await openNode(await save('Unknown', [start, ['Create Lead', amoCrm, unknown]], credential), 1);
await execute();
await shoot('node-error');

const events = { deliveryMode: 'immediate', events: ['lead.add', 'lead.status'] };
const trigger = ['AmoCRM Trigger', `${amoCrm}Trigger`, events, 2];
await openNode(await save('Events', [trigger], credential), 0);
await part('collection-parameter-add').click();
await shoot('trigger-options');

async function newCredential(type) {
	await page.goto(`${n8n.url}/home/credentials/create`);
	await page.getByPlaceholder('Search for app...').fill(type);
	await page.getByText(type, { exact: true }).last().click();
	await page.getByRole('button', { name: 'Continue' }).click();
}
await newCredential('amoCRM API');
await shoot('credential');

await newCredential('amoCRM OAuth2 API');
const field = (name) => part(`parameter-input-${name}`).locator('input');
await field('subdomain').fill('example');
await field('redirectUrl').fill('https://n8n.example.ru/oauth/amocrm/callback');
await field('processes').scrollIntoViewIfNeeded();
await shoot('credential-redirect');
await browser.close();
