import type { N8nRest } from '../../stack/n8nRest';
import { connect, connectedCredential, tokenCalls } from './support/oauthCredential';
import type { OAuthCredential } from './support/oauthCredential';
import { runWorkflow } from './support/runWorkflow';
import { startTestStack, type TestStack } from './support/testStack';

/** The shipped workflow that uses an OAuth2 access which nobody else uses, in a real n8n. */
let test$: TestStack;
let rest: N8nRest;
let credential: OAuthCredential;

const keepAlive = 'amocrmKeepAlive1';
const accountNode = 'Обратиться к amoCRM';

beforeAll(async () => {
	test$ = await startTestStack();
	rest = await test$.n8n();
	credential = await connectedCredential(test$, rest, 'Idle');
});

afterAll(async () => {
	await test$?.close();
});

/** One run of the workflow; it must succeed whatever amoCRM says. */
async function ask(): Promise<void> {
	expect(await runWorkflow(rest, keepAlive, 'Каждую неделю')).toBe('success');
}

const texts = async (): Promise<readonly string[]> =>
	((await test$.control.get('/telegram')).data as ReadonlyArray<{ body: { text: string } }>).map(
		({ body }) => body.text,
	);

/** What the watch tells when it looks next. */
async function told(): Promise<readonly string[]> {
	const before = (await texts()).length;
	expect(await runWorkflow(rest, 'amocrmWatch00001', 'Каждые 5 минут')).toBe('success');
	return (await texts()).slice(before);
}

const days = (count: number) =>
	test$.control.post('/clock/advance', { seconds: Math.round(count * 86_400) });

interface StoredNode {
	readonly name: string;
	readonly credentials?: object;
}

it('is in n8n, switched off until somebody has chosen the credential', async () => {
	expect((await rest.workflow(keepAlive))?.activeVersionId).toBeNull();
	expect((await rest.workflow('amocrmWatch00001'))?.activeVersionId).not.toBeNull();
	const { data } = await rest.http.get(`/rest/workflows/${keepAlive}`);
	const workflow = data.data as { nodes: readonly StoredNode[] };
	const { id, name } = credential;
	const nodes = workflow.nodes.map((node) =>
		node.name === accountNode ? { ...node, credentials: { amoCrmOAuth2Api: { id, name } } } : node,
	);
	const saved = await rest.http.patch(`/rest/workflows/${keepAlive}`, { ...workflow, nodes });
	expect(saved.status).toBe(200);
	await rest.activate(keepAlive);
	await test$.stack.restartN8n();
	expect((await rest.workflow(keepAlive))?.activeVersionId).not.toBeNull();
});

it('renews an access that lay idle for 80 days, again and again', async () => {
	for (let round = 1; round <= 3; round += 1) {
		await days(80);
		const before = await tokenCalls(test$);
		await ask();
		expect((await tokenCalls(test$)).slice(before.length)).toEqual([200]);
	}
	const { rows } = await test$.pool.query(
		`select watcher, account_id::int, asked_every::text as every, error from amocrm_api_checks
		where watcher = $1`,
		[keepAlive],
	);
	expect(rows).toEqual([
		{ watcher: keepAlive, account_id: 31_000_001, every: '7 days', error: null },
	]);
	expect(await told()).toEqual([]);
});

it('tells once that amoCRM has ended the access, and once that it is connected again', async () => {
	await test$.control.post(`/integrations/${credential.clientId}/disable`);
	await days(7);
	await ask();
	const [message, ...others] = await told();
	expect(others).toEqual([]);
	expect(message).toContain('🔴 <b>amoCRM не отвечает на запросы</b>');
	expect(message).toContain(`Процесс n8n: <code>${keepAlive}</code>`);
	expect(message).toContain('подключить его заново');
	await ask();
	expect(await told()).toEqual([]);

	await connect(test$, rest, credential);
	await ask();
	const [end, ...more] = await told();
	expect(more).toEqual([]);
	expect(end).toContain('✅ <b>amoCRM не отвечает на запросы</b>: снова в порядке');
	expect(await told()).toEqual([]);
});
