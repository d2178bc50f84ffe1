import axios, { type AxiosInstance } from 'axios';
import { eventually } from '../support/eventually';
import { editNode, setTriggerOptions, startTestStack, type TestStack } from './support/testStack';

/** amoCRM switches the webhook off or forgets it, and n8n mends that by itself. */
let test$: TestStack;

const recoveryWorkflow = 'amocrmRecovery01';

const rows = async (text: string, values: unknown[] = []) =>
	(await test$.pool.query(text, values)).rows;

const settled = () =>
	eventually(
		'nothing is pending any more',
		async () => {
			const [row] = await rows(
				`select count(*)::int as n from amocrm_webhook_events where status in ('pending', 'processing')`,
			);
			return row.n === 0;
		},
		120,
	);

const recoveries = () => rows('select * from amocrm_recoveries order by id');
const lastRecovery = async () => (await recoveries()).at(-1);

const recovered = (after: number) =>
	eventually(
		'the recovery is done',
		async () => {
			const last = await lastRecovery();
			return Number(last?.id ?? 0) > after && last.state !== 'open' && last;
		},
		120,
	);

const subscription = async (): Promise<{ id: number; disabled: boolean } | undefined> =>
	(await test$.control.get('/subscriptions')).data[0];

const activeAgain = () =>
	eventually('the webhook is active again', async () => (await subscription())?.disabled === false);

const amoCrm = (): AxiosInstance => {
	const { sandbox } = test$.stack.facts();
	return axios.create({
		baseURL: `${sandbox?.url}/api/v4`,
		headers: { Authorization: `Bearer ${sandbox?.token}` },
	});
};

const whileFaulty = async (fault: object, work: () => Promise<unknown>): Promise<void> => {
	const { data } = await test$.control.post('/faults', fault);
	await work();
	await test$.control.delete(`/faults/${data.id}`);
};

/** Nobody may look at the webhook until the work is done: what happens meanwhile is lost for sure. */
const unnoticed = (work: () => Promise<unknown>): Promise<void> =>
	whileFaulty({ target: 'api', status: 401, match: { path: '/api/v4/webhooks' } }, work);

interface Made {
	readonly leadIds: readonly number[];
	readonly deletedLeadIds: readonly number[];
	readonly contactIds: readonly number[];
	readonly companyIds: readonly number[];
}

const bulk = async (counts: object): Promise<Made> =>
	(await test$.control.post('/bulk', counts)).data;

/** The leads of amoCRM that differ from our deals. */
async function wrongDeals({ leadIds, deletedLeadIds }: Made): Promise<readonly unknown[]> {
	const { data } = await test$.control.get('/leads?limit=100000');
	const alive = new Map(data.map((lead: { id: number }) => [lead.id, lead]));
	const deals = new Map(
		(await rows('select * from amocrm_deals')).map((deal) => [Number(deal.amocrm_deal_id), deal]),
	);
	return leadIds.flatMap((id) => {
		const deal = deals.get(id);
		if (deletedLeadIds.includes(id)) return deal?.deleted_at ? [] : [{ id, deal }];
		const lead = alive.get(id) as Record<string, unknown> | undefined;
		const isRight =
			deal !== undefined &&
			lead !== undefined &&
			deal.deleted_at === null &&
			deal.name === lead['name'] &&
			['price', 'status_id', 'pipeline_id', 'responsible_user_id'].every(
				(name) => Number(deal[name]) === lead[name],
			);
		return isRight ? [] : [{ id, deal, lead }];
	});
}

const listedTypes: Readonly<Record<string, string>> = {
	lead_added: 'lead.add',
	lead_status_changed: 'lead.status',
	lead_deleted: 'lead.delete',
	contact_added: 'contact.add',
	company_added: 'company.add',
};

/** `lead.status 123: 2` for every change amoCRM lists, and for every event we have, of these entities. */
async function counted({ leadIds, contactIds, companyIds }: Made) {
	const ids = new Set([...leadIds, ...contactIds, ...companyIds]);
	const names: string[] = [];
	for (let page = 1; ; page += 1) {
		const { status, data } = await amoCrm().get(`/events?limit=100&page=${page}`);
		if (status === 204) break;
		for (const { entity_id: id, type } of data._embedded.events) {
			if (ids.has(id) && type in listedTypes) names.push(`${listedTypes[type]} ${id}`);
		}
		// The 8th request within a second would be refused.
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
	const stored = await rows(
		`select event_type || ' ' || amocrm_entity_id as name from amocrm_webhook_events
		 where event_type = any($1) and amocrm_entity_id = any($2)`,
		[Object.values(listedTypes), [...ids].map(String)],
	);
	return { listed: names.sort(), stored: stored.map(({ name }) => name as string).sort() };
}

beforeAll(async () => {
	test$ = await startTestStack();
	const rest = await test$.n8n();
	await editNode(rest, recoveryWorkflow, 'Каждые 10 минут', () => ({
		rule: { interval: [{ field: 'seconds', secondsInterval: 3 }] },
	}));
	await setTriggerOptions(rest, { checkMinutes: 0.05, retrySeconds: 1 });
	await activeAgain();
	// Publishing anew took the webhook away for a moment: that is a gap, too.
	await recovered(0);
});

afterAll(async () => {
	await test$?.close();
});

it('mends a webhook that amoCRM switched off, and fetches what happened meanwhile, each event once', async () => {
	await bulk({ leads: 20, contacts: 5, companies: 2, changes: 20 });
	await settled();
	const before = await lastRecovery();
	let made: Made | undefined;
	await unnoticed(async () => {
		await test$.control.patch(`/subscriptions/${(await subscription())?.id}`, { disabled: true });
		made = await bulk({ leads: 100, contacts: 30, companies: 10, changes: 300, seed: 7 });
		expect((await subscription())?.disabled).toBe(true);
	});
	if (!made) throw new Error('nothing was made');
	expect(made.deletedLeadIds.length).toBeGreaterThan(0);
	expect((await wrongDeals(made)).length).toBe(100);
	await test$.control.delete('/requests');

	await activeAgain();
	const done = await recovered(Number(before.id));
	expect(done).toMatchObject({ reason: 'disabled', state: 'done' });
	await settled();
	expect(await wrongDeals(made)).toEqual([]);
	const { listed, stored } = await counted(made);
	expect(listed.length).toBeGreaterThan(200);
	expect(stored).toEqual(listed);

	const { data: log } = await test$.control.get('/requests');
	const own = log.filter(({ path }: { path: string }) =>
		/^\/api\/v4\/(events|leads|contacts|companies)\?.*filter\[(type|updated_at)\]/.test(path),
	);
	expect(own).toHaveLength(done.requests);
	expect(done.requests).toBeLessThanOrEqual(10);
	const [usage] = await rows(
		`select sum(requests)::int as n from amocrm_api_usage where source = 'recovery'`,
	);
	expect(usage.n).toBe((await recoveries()).reduce((sum, { requests }) => sum + requests, 0));
	const jarvis = new Set(
		(await test$.control.get('/jarvis')).data.map(
			({ body }: { body: { amocrm_entity_id: string } }) => Number(body.amocrm_entity_id),
		),
	);
	expect(made.leadIds.filter((id) => !jarvis.has(id))).toEqual([]);
});

it('adds nothing when the same time is recovered again', async () => {
	const [before] = await rows(
		'select count(*)::int as n, sum(duplicates)::int as repeats from amocrm_webhook_events',
	);
	const last = await lastRecovery();
	await test$.control.patch(`/subscriptions/${(await subscription())?.id}`, { disabled: true });
	await activeAgain();
	const done = await recovered(Number(last.id));
	expect(done).toMatchObject({ state: 'done', stored: 0 });
	expect(Number(done.found)).toBeGreaterThan(300);
	const [after] = await rows(
		'select count(*)::int as n, sum(duplicates)::int as repeats from amocrm_webhook_events',
	);
	expect(after).toEqual(before);
});

it('mends a webhook that is gone, later when amoCRM refuses meanwhile', async () => {
	const last = await lastRecovery();
	let made: Made | undefined;
	await whileFaulty({ target: 'api', status: 401, match: { path: '/api/v4/events' } }, async () => {
		await unnoticed(async () => {
			await test$.control.delete(`/subscriptions/${(await subscription())?.id}`);
			made = await bulk({ leads: 30, contacts: 10, companies: 3, changes: 60, seed: 9 });
		});
		await activeAgain();
		await eventually(
			'amoCRM has refused the recovery',
			async () => (await lastRecovery())?.last_error,
			90,
		);
	});
	if (!made) throw new Error('nothing was made');
	const paused = await lastRecovery();
	const done = await recovered(Number(last.id));
	expect(done).toMatchObject({ id: paused.id, reason: 'missing', state: 'done', last_error: null });
	await settled();
	expect(await wrongDeals(made)).toEqual([]);
	const { listed, stored } = await counted(made);
	expect(stored).toEqual(listed);
	expect(await rows('select message from amocrm_workflow_failures')).toEqual([]);
});

it('gets new changes by webhook again', async () => {
	const { data: lead } = await test$.control.post('/leads', { name: 'After', price: 3 });
	const [event] = await eventually('the lead came by webhook', async () => {
		const found = await rows(
			`select metadata from amocrm_webhook_events where amocrm_entity_id = $1 and event_type = 'lead.add'`,
			[String(lead.id)],
		);
		return found.length > 0 && found;
	});
	expect(event.metadata).not.toHaveProperty('recovered');
});
