import { fields } from '../../sandbox/seed/fields';
import { testSandbox, type TestSandbox } from '../support/sandbox';

let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(() => box.sandbox.close());

beforeEach(() => box.control.post('/reset'));

const [text] = fields.leads.filter(({ type }) => type === 'text');
const path = `/leads/custom_fields/${text?.id}`;

describe('custom fields of the sandbox', () => {
	it('answer a single object with a single object and 201', async () => {
		const { status, data } = await box.api.post('/leads/custom_fields', { name: 'A', type: 'url' });
		expect(status).toBe(201);
		expect(data).toMatchObject({ name: 'A', type: 'url', entity_type: 'leads' });
	});

	it('take their values with them when they are deleted', async () => {
		const valuesOf = async () => {
			const { data } = await box.api.get<{ custom_fields_values: Array<{ field_id: number }> }>(
				'/leads/12345',
			);
			return data.custom_fields_values.map(({ field_id }) => field_id);
		};
		expect(await valuesOf()).toContain(text?.id);
		expect((await box.api.delete(path)).status).toBe(204);
		expect(await valuesOf()).not.toContain(text?.id);
		expect((await box.api.get(path)).status).toBe(404);
	});

	it('stand in the main group again when theirs is deleted', async () => {
		const groups = '/leads/custom_fields/groups';
		const { data } = await box.api.post(groups, [{ name: 'A' }]);
		const { id } = data._embedded.custom_field_groups[0];
		await box.api.patch(`${groups}/${id}`, { fields: [text?.id] });
		expect((await box.api.get(path)).data.group_id).toBe(id);
		expect((await box.api.delete(`${groups}/${id}`)).status).toBe(204);
		expect((await box.api.get(path)).data.group_id).toBeNull();
	});

	it('are unknown for an unknown catalog, and segments have no groups', async () => {
		expect((await box.api.get('/catalogs/1/custom_fields')).status).toBe(404);
		expect((await box.api.get('/customers/segments/custom_fields/groups')).status).toBe(404);
	});

	it('come to a new catalog of invoices by themselves', async () => {
		const { data } = await box.api.post('/catalogs', [{ name: 'Invoices', type: 'invoices' }]);
		const { id } = data._embedded.catalogs[0];
		const { data: page } = await box.api.get(`/catalogs/${id}/custom_fields`);
		const codes = page._embedded.custom_fields.map(({ code }: { code: string }) => code);
		expect(codes).toEqual(expect.arrayContaining(['BILL_STATUS', 'PAYER', 'SUPPLIER', 'ITEMS']));
	});

	it('are read by all and changed by administrators only', async () => {
		const { store } = box.sandbox;
		const users = store.data.users.map((user) => ({ ...user, is_admin: false }));
		store.replace({ ...store.data, users });
		expect((await box.api.get(path)).status).toBe(200);
		expect((await box.api.patch(path, { name: 'B' })).status).toBe(403);
		expect((await box.api.delete(path)).status).toBe(403);
		expect((await box.api.post('/leads/custom_fields', [])).status).toBe(403);
	});
});
