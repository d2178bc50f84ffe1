import type { N8nRest } from '../../stack/n8nRest';
import { eventually } from '../support/eventually';
import { runWorkflow } from './support/runWorkflow';
import { pipelineWorkflow, startTestStack, type TestStack } from './support/testStack';

/** Alarms as ops get them: a real n8n runs the shipped workflow, Telegram is the sandbox's receiver. */
let test$: TestStack;
// One sign-in for all: n8n refuses the sixth within a minute.
let rest: N8nRest;

const watchWorkflow = 'amocrmWatch00001';
const scheduleNode = 'Каждые 5 минут';

beforeAll(async () => {
	test$ = await startTestStack();
	rest = await test$.n8n();
	// A run of its schedule that began during one test's fault would end, and tell, during the next.
	await rest.http.post(`/rest/workflows/${watchWorkflow}/deactivate`, {});
});

afterAll(async () => {
	await test$?.close();
});

const rows = async (text: string, values: unknown[] = []) =>
	(await test$.pool.query(text, values)).rows;

/** Runs the workflow once, from its schedule; it must succeed whatever is wrong outside. */
async function watch(): Promise<void> {
	expect(await runWorkflow(rest, watchWorkflow, scheduleNode)).toBe('success');
}

interface TelegramCall {
	readonly seq: number;
	readonly method: string;
	readonly body: { readonly chat_id: string; readonly text: string; readonly parse_mode: string };
}

const telegram = async (): Promise<readonly TelegramCall[]> =>
	(await test$.control.get('/telegram')).data;

/** What one run of the watch tells. */
async function told(): Promise<readonly string[]> {
	const before = (await telegram()).length;
	await watch();
	return (await telegram()).slice(before).map(({ body }) => body.text);
}

const fault = async (what: object): Promise<() => Promise<unknown>> => {
	const { data } = await test$.control.post('/faults', what);
	return () => test$.control.delete(`/faults/${data.id}`);
};

/** Begins, is told once, is not told again, ends, is told once, is not told again. */
async function expectOneAlarm(title: string, end: () => Promise<unknown>): Promise<string> {
	const first = await told();
	expect(first.map((text) => text.split('\n')[0])).toEqual([`🔴 <b>${title}</b>`]);
	expect(await told()).toEqual([]);
	await end();
	const last = await told();
	expect(last.map((text) => text.split('\n')[0])).toEqual([`✅ <b>${title}</b>: снова в порядке`]);
	expect(await told()).toEqual([]);
	return first[0] ?? '';
}

it('tells nothing while everything is all right, and counts what it asked', async () => {
	expect(await told()).toEqual([]);
	expect(await rows('select condition from amocrm_webhook_states')).toEqual([
		{ condition: 'active' },
	]);
	expect(await rows(`select requests from amocrm_api_usage where source = 'watch'`)).toEqual([
		{ requests: 2 },
	]);
	const bad = await rows(`select name, finding from amocrm_pipeline_health where state <> 'ok'`);
	expect(bad).toEqual([]);
});

it('tells of a dead event until it was replayed and processed', async () => {
	await test$.post('leads[update][0][id]=12345&leads[update][0][updated_at]=1748000001');
	const [event] = await eventually('the event is processed', async () => {
		const found = await rows(
			`update amocrm_webhook_events set status = 'dead' where status = 'processed' returning id`,
		);
		return found.length === 1 && found;
	});
	const text = await expectOneAlarm('События, от которых отказались', async () => {
		await rows('select amocrm_replay_events(array[$1::bigint])', [event?.id]);
		await eventually('it is processed again', async () => {
			const [row] = await rows('select status from amocrm_webhook_events where id = $1', [
				event?.id,
			]);
			return row.status === 'processed';
		});
	});
	expect(text).toContain('Всего: 1');
	expect(text).toContain('events replay');
	const [call] = await telegram();
	expect(call).toMatchObject({
		method: 'sendMessage',
		body: { chat_id: '1', parse_mode: 'HTML' },
	});
});

it('tells of events that nobody works off', async () => {
	await rows(
		`insert into amocrm_webhook_events (ts, event_type, entity_type, event_hash, payload, queue, content_hash)
		values (now() - interval '20 minutes', 'lead.update', 'lead', 'h', '{}', 'forgotten', 'h')`,
	);
	const text = await expectOneAlarm('События ждут обработки', () =>
		rows(`delete from amocrm_webhook_events where queue = 'forgotten'`),
	);
	expect(text).toContain('Самое старое ждёт: 20 мин');
	expect(text).toContain('Очередь: <code>forgotten</code>');
});

it('tells of a used-up budget', async () => {
	const [account] = await rows('select account_id from amocrm_api_checks');
	await rows('select amocrm_record_api_usage($1)', [
		JSON.stringify({ accountId: Number(account.account_id), requests: 230, source: 'test' }),
	]);
	const text = await expectOneAlarm('Лимит запросов amoCRM за минуту', () =>
		rows(`delete from amocrm_api_usage where source = 'test'`),
	);
	expect(text).toMatch(/Израсходовано: (9|1\d)\d %/);
});

it('tells of a webhook that amoCRM switched off, until the workflow is published again', async () => {
	// More than 100 bad answers within two hours, as in life.
	const endBadAnswers = await fault({ target: 'webhooks', status: 500 });
	for (let i = 0; i < 101; i += 1) {
		const body = `leads[update][0][id]=${i}&leads[update][0][updated_at]=1`;
		await test$.control.post('/webhooks/raw', { body });
	}
	await eventually('amoCRM has switched the webhook off', async () => {
		const { data } = await test$.control.get('/subscriptions');
		return data.length === 1 && data[0].disabled === true;
	});
	await endBadAnswers();
	await test$.control.delete('/deliveries');
	await expectOneAlarm('amoCRM отключила вебхук', async () => {
		await rest.http.post(`/rest/workflows/${pipelineWorkflow}/deactivate`, {});
		await rest.activate(pipelineWorkflow);
		await eventually('the webhook is active', async () => {
			const { data } = await test$.control.get('/subscriptions');
			return data.length === 1 && data[0].disabled === false;
		});
	});
});

it('tells of a webhook that somebody removed from amoCRM', async () => {
	const [subscription] = (await test$.control.get('/subscriptions')).data;
	const { sandbox } = test$.stack.facts();
	const request = async (method: string, body: object) => {
		const status = await eventually('amoCRM has a free slot', async () => {
			const answer = await fetch(`${sandbox?.url}/api/v4/webhooks`, {
				method,
				headers: { authorization: `Bearer ${sandbox?.token}`, 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			// n8n asks at the same time, and 7 a second are for both.
			return answer.status === 429 ? null : answer.status;
		});
		expect([201, 204]).toContain(status);
	};
	const { destination, settings } = subscription;
	await request('DELETE', { destination });
	await expectOneAlarm('В amoCRM нет нашего вебхука', () =>
		request('POST', { destination, settings }),
	);
});

it.each([
	['refuses the token', { target: 'api', status: 401 }, 'did not accept the credential'],
	['forbids', { target: 'api', status: 403 }, 'amoCRM'],
	['hangs up', { target: 'api', drop: true }, 'amoCRM'],
])('tells that amoCRM %s; the run itself does not fail', async (_what, how, words) => {
	const end = await fault(how);
	const text = await expectOneAlarm('amoCRM не отвечает на запросы', end);
	expect(text).toContain(words);
	expect(await rows('select condition from amocrm_webhook_states')).toEqual([
		{ condition: 'active' },
	]);
});

it('tells later, once, what Telegram did not take', async () => {
	await rows(
		`insert into amocrm_workflow_failures (message) select 'x' from generate_series(1, 5)`,
	);
	const end = await fault({ target: 'telegram', status: 502 });
	expect(await told()).toEqual([]);
	expect(await told()).toEqual([]);
	const [untold] = await rows('select last_error from amocrm_alerts where last_error is not null');
	expect(untold.last_error).not.toContain('sandbox');
	await end();
	await expectOneAlarm('Процессы n8n завершаются с ошибкой', () =>
		rows('delete from amocrm_workflow_failures'),
	);
});

it('obeys limits of its own, and says so when a limit does not exist', async () => {
	const setLimits = async (limits: object) => {
		const { data } = await rest.http.get(`/rest/workflows/${watchWorkflow}`);
		const workflow = (data as { data: { nodes: SettingsNode[] } }).data;
		const settings = workflow.nodes.find(({ name }) => name === 'Settings');
		const all = settings?.parameters.assignments.assignments ?? [];
		const limit = all.find(({ name }) => name === 'limits');
		if (!limit) throw new Error('the Settings node has no limits');
		limit.value = JSON.stringify(limits);
		const saved = await rest.http.patch(`/rest/workflows/${watchWorkflow}`, workflow);
		expect(saved.status).toBe(200);
	};
	await setLimits({ webhook_unchecked: { alarm: 0 } });
	await expectOneAlarm('Вебхук давно не проверялся', () => setLimits({ webhook_unchecked: null }));
	await setLimits({ webhok: { alarm: 0 } });
	await expect(watch()).rejects.toThrow();
	await setLimits({});
});

interface SettingsNode {
	readonly name: string;
	readonly parameters: {
		readonly assignments: {
			readonly assignments: Array<{ readonly name: string; value: unknown }>;
		};
	};
}

it('tells once when its schedule and several runs by hand overlap', async () => {
	const { data } = await rest.http.get(`/rest/workflows/${watchWorkflow}`);
	const workflow = (data as { data: { nodes: Array<{ name: string; parameters: object }> } }).data;
	const nodes = workflow.nodes.map((node) =>
		node.name === scheduleNode
			? {
					...node,
					parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 1 }] } },
				}
			: node,
	);
	expect((await rest.http.patch(`/rest/workflows/${watchWorkflow}`, { ...workflow, nodes })).status)
		// the schedule counts only when it is published
		.toBe(200);
	await rest.activate(watchWorkflow);
	const before = (await telegram()).length;
	const asked = async () =>
		(await rows(`select sum(requests)::int as n from amocrm_api_usage where source = 'watch'`))[0]
			.n as number;
	const askedBefore = await asked();
	await rows(
		`insert into amocrm_workflow_failures (message) select 'x' from generate_series(1, 5)`,
	);
	await Promise.all([watch(), watch(), watch()]);
	await eventually(
		'the schedule ran several times',
		async () => (await asked()) > askedBefore + 12,
	);
	const texts = (await telegram()).slice(before).map(({ body }) => body.text.split('\n')[0]);
	expect(texts).toEqual(['🔴 <b>Процессы n8n завершаются с ошибкой</b>']);
});
