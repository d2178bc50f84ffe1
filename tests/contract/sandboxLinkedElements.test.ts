import { curlLeadId } from '../operations/seeded';
import { testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(() => box.sandbox.close());

beforeEach(async () => {
	await box.control.post('/reset');
	await box.control.post('/limit', { requestsPerSecond: null });
});

const lead = `/leads/${curlLeadId}`;
const product = { to_entity_id: 525_439, to_entity_type: 'catalog_elements' };
const bought = { ...product, metadata: { catalog_id: 4521, quantity: 3 } };

const elementsOf = async (): Promise<readonly unknown[]> =>
	(await box.api.get(`${lead}?with=catalog_elements`)).data._embedded.catalog_elements;

it('an element that is linked from the side of a lead is linked from both sides', async () => {
	const { status } = await box.api.post(`${lead}/link`, [bought]);
	expect(status).toBe(200);
	expect(await elementsOf()).toEqual([
		{ id: 525_439, metadata: { quantity: 3, catalog_id: 4521 } },
	]);
	const { data } = await box.api.get('/catalogs/4521/elements/525439/links');
	expect(data._embedded.links).toMatchObject([
		{ to_entity_id: curlLeadId, to_entity_type: 'leads', metadata: { quantity: 3 } },
	]);
});

it('a second link changes the quantity, and an unlink takes both away', async () => {
	await box.api.post(`${lead}/link`, [bought]);
	await box.api.post(`${lead}/link`, [{ ...bought, metadata: { catalog_id: 4521, quantity: 5 } }]);
	expect(await elementsOf()).toMatchObject([{ metadata: { quantity: 5 } }]);
	expect((await box.api.post(`${lead}/unlink`, [bought])).status).toBe(204);
	expect(await elementsOf()).toEqual([]);
});

it.each([
	['no catalog', product, 'metadata.catalog_id'],
	['another catalog', { ...product, metadata: { catalog_id: 4589 } }, 'to_entity_id'],
])('a link to an element of %s is refused', async (_name, item, path) => {
	const { status, data } = await box.api.post(`${lead}/link`, [item]);
	expect(status).toBe(400);
	expect(data['validation-errors'][0].errors).toMatchObject([{ path }]);
	expect(await elementsOf()).toEqual([]);
});
