import { createBackfills } from '../support/backfills';
import { createTestDatabase, emptyTables, type TestDatabase } from '../support/database';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** Which leads an import reads while the account goes on working. */
let database: TestDatabase;
let amoCrm: TestSandbox;
let imports: ReturnType<typeof createBackfills>;

beforeAll(async () => {
	database = await createTestDatabase();
	amoCrm = await testSandbox();
	imports = createBackfills(database, amoCrm);
	await amoCrm.control.post('/limit', { requestsPerSecond: null });
});

beforeEach(async () => {
	await amoCrm.control.post('/reset');
	await amoCrm.control.post('/limit', { requestsPerSecond: null });
});

afterEach(() => emptyTables(database));

afterAll(async () => {
	imports?.close();
	await amoCrm?.sandbox.close();
	await database?.drop();
});

const leadsOf = async (): Promise<ReadonlyArray<Readonly<Record<string, number>>>> =>
	(await amoCrm.control.get('/leads?limit=100000')).data;

/** All of `count` leads changed last within one second, as after an import or a mass change. */
async function crowd(count: number): Promise<readonly number[]> {
	const made = Array.from({ length: count }, (_, i) => ({
		name: `Crowded ${i}`,
		created_at: 1_760_000_000,
		updated_at: 1_760_000_000,
	}));
	const ids: number[] = [];
	for (let at = 0; at < count; at += 250) {
		const { data } = await amoCrm.api.post('/leads', made.slice(at, at + 250));
		ids.push(...data._embedded.leads.map(({ id }: { id: number }) => id));
	}
	return ids;
}

const change = (id: number, price: number) => amoCrm.control.patch(`/leads/${id}`, { price });

it('stores every lead, contact and company of a busy account, each once', async () => {
	await amoCrm.control.post('/bulk', { leads: 800, contacts: 400, companies: 60, changes: 300 });
	await imports.open();
	const paths = await imports.run('run', undefined, { maxRequestsPerRun: 1000 });
	expect(await imports.wrongLeads()).toEqual([]);
	const all = await leadsOf();
	const linked = (list: string) =>
		new Set(
			all.flatMap((lead) =>
				(lead['_embedded'] as unknown as Record<string, Array<{ id: number }>>)[list]?.map(
					({ id }) => id,
				),
			),
		).size;
	const counts = {
		leads: all.length,
		contacts: linked('contacts'),
		companies: linked('companies'),
	};
	expect(counts.contacts).toBeGreaterThan(250);
	expect(await imports.progress()).toMatchObject({
		...counts,
		state: 'done',
		requests: paths.length,
		last_error: null,
	});
	expect({
		leads: await imports.count('amocrm_deals'),
		contacts: await imports.count('amocrm_contacts'),
		companies: await imports.count('amocrm_companies'),
	}).toEqual(counts);
	expect(await imports.count('amocrm_backfills_found')).toBe(0);
	const [usage] = await imports.rows(
		`select sum(requests)::int as n from amocrm_api_usage where source = 'backfill'`,
	);
	expect(usage?.['n']).toBe(paths.length);
});

it('skips none of a crowded second, though leads leave it between its pages', async () => {
	const ids = await crowd(1100);
	await imports.open({ from: '2025-10-09', to: '2025-10-10' });
	let pagesOfLeads = 0;
	await imports.run('run', async (path) => {
		if (path !== '/api/v4/leads') return;
		pagesOfLeads += 1;
		// Five pages there, four back; then the changed ones, after which webhooks tell.
		if (pagesOfLeads > 9) return;
		// The first of those that were read: the whole rest moves up by ten.
		const from = (pagesOfLeads - 1) * 10;
		for (const id of ids.slice(from, from + 10)) await change(id, 5000 + pagesOfLeads);
	});
	expect(await imports.progress()).toMatchObject({ state: 'done', leads: 1100 });
	expect(await imports.wrongLeads()).toEqual(
		(await leadsOf()).flatMap(({ id, created_at: at }) => (at === 1_760_000_000 ? [] : [id])),
	);
});

it('reads leads again that change meanwhile, and never puts an older state over a newer one', async () => {
	await amoCrm.control.post('/example', { leads: 700, days: 90 });
	const ids = (await leadsOf()).map((lead) => lead['id'] as number);
	await imports.open();
	let at = 0;
	await imports.run('run', async (path) => {
		// The third of four pages: what changes after the last one is what webhooks are for.
		if (path !== '/api/v4/leads' || at === 120) return;
		for (const id of ids.slice(at, at + 40)) await change(id, 7000 + at);
		// What a webhook brings in the meantime is newer than the answer that waits to be stored.
		const lead = (await amoCrm.api.get(`/leads/${ids[at]}?with=contacts`)).data;
		await imports.rows('select amocrm_upsert_deals($1)', [
			JSON.stringify([{ account_id: lead.account_id, asked_at: new Date(), details: lead }]),
		]);
		at += 40;
	});
	expect(at).toBe(120);
	expect(await imports.wrongLeads()).toEqual([]);
	expect(await imports.progress()).toMatchObject({ state: 'done', leads: ids.length });
});

it('finds what left the wanted time because it was changed before it was read', async () => {
	const ids = await crowd(600);
	await imports.open({ by: 'updated_at', from: '2025-10-09', to: '2025-10-10' });
	let isFirst = true;
	await imports.run('run', async (path) => {
		if (path !== '/api/v4/leads' || !isFirst) return;
		isFirst = false;
		for (const id of ids.slice(-20)) await change(id, 123);
	});
	const [row] = await imports.rows(
		`select count(*)::int as n, count(*) filter (where price = 123)::int as changed
		from amocrm_deals where name like 'Crowded %'`,
	);
	expect(row).toEqual({ n: 600, changed: 20 });
});

it('reads only what is wanted: by time of creation, and by pipeline', async () => {
	await amoCrm.control.post('/example', { leads: 400, days: 300 });
	const all = await leadsOf();
	const middle = Math.floor(
		all.reduce((sum, lead) => sum + (lead['created_at'] ?? 0), 0) / all.length,
	);
	const pipeline = all[all.length - 1]?.['pipeline_id'];
	const day = `${new Date(middle * 1000).toISOString().slice(0, 10)}`;
	const border = Date.parse(day) / 1000;
	await imports.open({ to: day, pipelineId: pipeline });
	await imports.run('run');
	const wanted = all
		.filter((lead) => (lead['created_at'] ?? 0) < border && lead['pipeline_id'] === pipeline)
		.map((lead) => String(lead['id']));
	expect(wanted.length).toBeGreaterThan(50);
	expect(wanted.length).toBeLessThan(350);
	const stored = await imports.rows('select amocrm_deal_id as id from amocrm_deals');
	expect(stored.map(({ id }) => id).sort()).toEqual(wanted.sort());
});
