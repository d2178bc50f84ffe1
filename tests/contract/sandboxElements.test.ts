import { elements, productsCatalog } from '../../sandbox/seed/catalogs';
import { testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
	await box.control.post('/limit', { requestsPerSecond: 100_000 });
});

afterAll(() => box.sandbox.close());

beforeEach(() => box.control.post('/reset'));

const [element] = elements;
const leadId = 12345;

interface Refusal {
	readonly 'validation-errors': ReadonlyArray<{
		readonly errors: ReadonlyArray<{ readonly path: string }>;
	}>;
}

const pathsOf = (data: Refusal) =>
	data['validation-errors'].flatMap(({ errors }) => errors.map(({ path }) => path));

/** A new field of leads with this value: what the lead shows afterwards, or what was refused. */
async function valueOf(field: object, value: object): Promise<unknown> {
	const { data: made } = await box.api.post('/leads/custom_fields', { name: 'A', ...field });
	const custom_fields_values = [{ field_id: made.id, values: [value] }];
	const { status, data } = await box.api.patch(`/leads/${leadId}`, { custom_fields_values });
	if (status === 400) return pathsOf(data);
	const { data: lead } = await box.api.get(`/leads/${leadId}`);
	const entry = lead.custom_fields_values.find(
		({ field_id }: { field_id: number }) => field_id === made.id,
	);
	return entry.values[0];
}

describe('values of several parts', () => {
	it('of an address have a part each', async () => {
		const field = { type: 'smart_address' };
		const part = { value: 'Moscow', enum_id: 3, enum_code: 'city' };
		expect(await valueOf(field, { value: 'Moscow', enum_code: 'city' })).toEqual(part);
		const path = 'custom_fields_values.0.values.0.enum_id';
		expect(await valueOf(field, { value: 'Moscow' })).toEqual([path]);
		expect(await valueOf(field, { value: 'Moscow', enum_id: 7 })).toEqual([path]);
	});

	it('of a legal entity have a name', async () => {
		const field = { type: 'legal_entity' };
		const entity = { name: 'LLC', vat_id: '7700000000' };
		expect(await valueOf(field, { value: entity })).toEqual({ value: entity });
		expect(await valueOf(field, { value: { vat_id: '7' } })).toEqual([
			'custom_fields_values.0.values.0.value.name',
		]);
		expect(await valueOf({ type: 'text' }, { value: entity })).toEqual([
			'custom_fields_values.0.values.0.value',
		]);
	});

	it('of a chained list stand beside each other', async () => {
		const chained_lists = [{ catalog_id: productsCatalog.id }];
		const value = { catalog_id: productsCatalog.id, catalog_element_id: element?.id };
		expect(await valueOf({ type: 'chained_list', chained_lists }, value)).toEqual(value);
	});
});

describe('elements of catalogs', () => {
	it('lack what the catalog requires', async () => {
		const { data: field } = await box.api.post('/catalogs/4589/custom_fields', {
			name: 'A',
			type: 'text',
			is_required: true,
		});
		const { status, data } = await box.api.post('/catalogs/4589/elements', [{ name: 'B' }]);
		expect([status, pathsOf(data)]).toEqual([400, [`custom_fields_values.${field.id}`]]);
	});

	it('show in the entities that they are linked to, with the last quantity', async () => {
		const path = `/catalogs/${productsCatalog.id}/elements/${element?.id}`;
		for (const quantity of [2, 5]) {
			const body = [{ to_entity_id: leadId, to_entity_type: 'leads', metadata: { quantity } }];
			expect((await box.api.post(`${path}/link`, body)).status).toBe(200);
		}
		const { data } = await box.api.get(`/leads/${leadId}?with=catalog_elements`);
		expect(data._embedded.catalog_elements).toEqual([
			{ id: element?.id, metadata: { quantity: 5, catalog_id: 4521 } },
		]);
	});

	it('end at ten catalogs, and nothing but a list is taken', async () => {
		const names = Array.from({ length: 8 }, (_one, i) => ({ name: `Catalog ${i}` }));
		expect((await box.api.post('/catalogs', names)).status).toBe(200);
		expect((await box.api.post('/catalogs', [{ name: 'Eleventh' }])).status).toBe(422);
		expect((await box.api.post('/catalogs', { name: 'Alone' })).status).toBe(400);
		expect((await box.api.delete('/catalogs/4589')).status).toBe(405);
	});
});
