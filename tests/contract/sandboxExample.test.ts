import { testSandbox, type TestSandbox } from '../support/sandbox';

/** The example that analysts' queries are tried on. */
let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(() => box.sandbox.close());

beforeEach(() => box.control.post('/reset'));

interface Lead {
	readonly id: number;
	readonly created_at: number;
	readonly updated_at: number;
	readonly closed_at: number | null;
	readonly status_id: number;
	readonly pipeline_id: number;
	readonly loss_reason_id: number | null;
	readonly price: number;
	readonly custom_fields_values: ReadonlyArray<{ readonly field_name: string }>;
}

async function play(wanted: object): Promise<{ events: number; leads: readonly Lead[] }> {
	const { status, data } = await box.control.post('/example', wanted);
	expect(status).toBe(200);
	const ids = new Set<number>(data.leadIds);
	const { data: all } = await box.control.get<Lead[]>('/leads?limit=1000');
	return { events: data.events, leads: all.filter(({ id }) => ids.has(id)) };
}

const day = 86_400;

it('has won, lost and open leads of both pipelines, spread over the days asked for', async () => {
	const { leads } = await play({ leads: 80, days: 120 });
	const now = Date.now() / 1000;
	expect(leads).toHaveLength(80);
	const oldest = Math.min(...leads.map(({ created_at }) => created_at));
	expect((now - oldest) / day).toBeGreaterThan(90);
	expect((now - oldest) / day).toBeLessThan(121);
	expect(new Set(leads.map(({ pipeline_id }) => pipeline_id)).size).toBe(2);
	const closed = leads.filter(({ status_id }) => status_id === 142 || status_id === 143);
	expect(closed.length).toBeGreaterThan(20);
	expect(closed.length).toBeLessThan(80);
	expect(closed.some(({ loss_reason_id }) => loss_reason_id !== null)).toBe(true);
	for (const { created_at, closed_at, updated_at } of closed) {
		expect(closed_at).toBe(updated_at);
		expect(closed_at).toBeGreaterThan(created_at);
		expect(closed_at).toBeLessThanOrEqual(now + 1);
	}
	const names = leads.flatMap((lead) => lead.custom_fields_values.map((one) => one.field_name));
	expect(names).toEqual(expect.arrayContaining(['Источник', 'utm_source', 'utm_campaign']));
});

it('is the same for the same seed, but for the clock', async () => {
	const shape = (leads: readonly Lead[]) =>
		leads.map(({ pipeline_id, price, custom_fields_values }) => [
			pipeline_id,
			price,
			custom_fields_values,
		]);
	const first = await play({ leads: 10, seed: 3 });
	await box.control.post('/reset');
	const second = await play({ leads: 10, seed: 3 });
	await box.control.post('/reset');
	const other = await play({ leads: 10, seed: 4 });
	expect(shape(second.leads)).toEqual(shape(first.leads));
	expect(shape(other.leads)).not.toEqual(shape(first.leads));
});
