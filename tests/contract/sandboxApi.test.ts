import { fixture, missing } from '../support/recordedShape';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** The sandbox's answers against recorded and documented ones: keys and types, never values. */
let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(async () => {
	await box?.sandbox.close();
});

// The 8th request within a second is refused; nothing here is about that.
beforeEach(() => box.control.post('/reset'));

/** Below these the recordings differ with what the account holds. */
const contents = /custom_fields_values\[\]|\.values\[\]|tags\[\]/;

describe('leads', () => {
	it('a list with contacts has the shape of a live one', async () => {
		const { status, data, headers } = await box.api.get('/leads?with=contacts');
		expect(status).toBe(200);
		expect(headers['content-type']).toBe('application/hal+json');
		const recorded = fixture('live__GET_leads_with_contacts__response_2024');
		expect(missing(data, recorded, [/values\[\]\.value$/])).toEqual([]);
	});

	it('the second page links to the pages around it', async () => {
		const { data } = await box.api.get('/leads?limit=2&page=2');
		expect(missing(data, fixture('leads__GET_leads__response'), [/source_id/])).toEqual([]);
		expect(data._page).toBe(2);
		expect(data._links.next.href).toBe(`${box.sandbox.url}/api/v4/leads?limit=2&page=3`);
	});

	it('the pages of 7 together are all leads, each once, and the last has no next', async () => {
		const seen: number[] = [];
		let path = '/leads?limit=7';
		for (;;) {
			const { data } = await box.api.get(path);
			seen.push(...data._embedded.leads.map(({ id }: { id: number }) => id));
			if (!data._links.next) break;
			path = data._links.next.href;
		}
		expect(seen).toHaveLength(31);
		expect(new Set(seen).size).toBe(31);
		expect((await box.api.get('/leads?limit=7&page=6')).status).toBe(204);
	});

	it('one lead with everything has the documented keys', async () => {
		const extra = 'contacts,loss_reason,catalog_elements,is_price_modified_by_robot,source_id';
		const { data } = await box.api.get(`/leads/12345?with=${extra}`);
		const allowed = [contents, /catalog_elements\[\]/, /loss_reason\[\]/];
		expect(missing(data, fixture('leads__GET_leads_id__response'), allowed)).toEqual([]);
		expect(data._links.self.href).toBe(`${box.sandbox.url}/api/v4/leads/12345?with=${extra}`);
		expect(data._embedded.contacts[0].is_main).toBe(true);
		expect(data._embedded.companies).toHaveLength(1);
	});

	it('an unknown id is an empty 204', async () => {
		const { status, data } = await box.api.get('/leads/99999999');
		expect([status, data]).toEqual([204, '']);
		expect((await box.api.get('/leads?filter[id][]=99999999')).status).toBe(204);
	});

	it('250 ids of a filter are all read', async () => {
		const ids = Array.from({ length: 249 }, (_, i) => `filter[id][]=${99_000_000 + i}`);
		const { data } = await box.api.get(`/leads?limit=250&${ids.join('&')}&filter[id][]=12345`);
		expect(data._embedded.leads.map(({ id }: { id: number }) => id)).toEqual([12345]);
	});

	it('filters, query and order choose and sort', async () => {
		const won = await box.api.get(
			'/leads?limit=250&filter[statuses][0][pipeline_id]=8205830&filter[statuses][0][status_id]=142',
		);
		const leads: Array<{ status_id: number; pipeline_id: number }> = won.data._embedded.leads;
		expect(new Set(leads.map((lead) => `${lead.pipeline_id}/${lead.status_id}`))).toEqual(
			new Set(['8205830/142']),
		);
		const found = await box.api.get('/leads?query=sn-10030');
		expect(found.data._embedded.leads).toMatchObject([{ id: 12345 }]);
		const sorted = await box.api.get('/leads?order[created_at]=desc&limit=3');
		const times = sorted.data._embedded.leads.map(
			(lead: { created_at: number }) => lead.created_at,
		);
		expect(times).toEqual([...times].sort((a, b) => b - a));
		const cheap = await box.api.get('/leads?limit=250&filter[price][to]=100000');
		expect(
			Math.max(...cheap.data._embedded.leads.map((l: { price: number }) => l.price)),
		).toBeLessThan(100_001);
		const field = await box.api.get('/leads?filter[custom_fields_values][752009][]=SN-10030');
		expect(field.data._embedded.leads).toMatchObject([{ id: 12345 }]);
	});

	it('created leads answer with their ids and request ids, by position where none was given', async () => {
		const items = [{ name: 'One', request_id: 'mine' }, { name: 'Two' }];
		const { status, data } = await box.api.post('/leads', items);
		expect(status).toBe(200);
		expect(missing(data, fixture('leads__POST_leads__response'))).toEqual([]);
		expect(data._embedded.leads).toMatchObject([{ request_id: 'mine' }, { request_id: '1' }]);
	});

	it('one wrong item refuses the whole request and names item and field', async () => {
		const { data: before } = await box.control.get('/state');
		const { status, data } = await box.api.post('/leads', [
			{ name: 'Good' },
			{ name: 'Bad', custom_fields_values: [{ field_id: 1, values: [{ value: 'x' }] }] },
		]);
		expect(status).toBe(400);
		expect(missing(data, fixture('_error_400_validation'))).toEqual([]);
		expect(data['validation-errors']).toEqual([
			{
				request_id: '1',
				errors: [
					expect.objectContaining({
						code: 'NotSupportedChoice',
						path: 'custom_fields_values.0.field_id',
					}),
				],
			},
		]);
		expect((await box.control.get('/state')).data.leads).toBe(before.leads);
	});

	it.each([
		[{ price: 'ten' }, 'InvalidType', 'price'],
		[{ status_id: 1 }, 'NotSupportedChoice', 'status_id'],
		[{ pipeline_id: 8205830, status_id: 67548611 }, 'NotSupportedChoice', 'status_id'],
		[{ responsible_user_id: 5 }, 'NotSupportedChoice', 'responsible_user_id'],
		[{ name: 'x'.repeat(256) }, 'TooLong', 'name'],
		[
			{ custom_fields_values: [{ field_id: 752015, values: [{ enum_id: 5 }] }] },
			'NotSupportedChoice',
			'custom_fields_values.0.values.0.enum_id',
		],
		[
			{ custom_fields_values: [{ field_id: 752013, values: [{ value: 'many' }] }] },
			'InvalidType',
			'custom_fields_values.0.values.0.value',
		],
	])('%j is refused as %s at %s', async (item, code, path) => {
		const { status, data } = await box.api.post('/leads', [item]);
		expect(status).toBe(400);
		expect(data['validation-errors'][0].errors[0]).toMatchObject({ code, path });
	});

	it('moving to 142 sets closed_at, moving back clears it', async () => {
		const { data: made } = await box.api.post('/leads', [{ name: 'To win' }]);
		const { id } = made._embedded.leads[0];
		const won = await box.api.patch('/leads', [{ id, status_id: 142 }]);
		expect(missing(won.data, fixture('leads__PATCH_leads__response'))).toEqual([]);
		expect((await box.api.get(`/leads/${id}`)).data.closed_at).toEqual(expect.any(Number));
		await box.api.patch(`/leads/${id}`, { status_id: 67035554 });
		expect((await box.api.get(`/leads/${id}`)).data.closed_at).toBeNull();
	});

	it('_embedded.tags replaces the set, tags_to_add and tags_to_delete change it', async () => {
		const { data: made } = await box.api.post('/leads', [
			{ tags_to_add: [{ name: 'a' }, { name: 'b' }] },
		]);
		const { id } = made._embedded.leads[0];
		const tags = async () =>
			(await box.api.get(`/leads/${id}`)).data._embedded.tags.map(
				(tag: { name: string }) => tag.name,
			);
		await box.api.patch(`/leads/${id}`, {
			tags_to_add: [{ name: 'c' }],
			tags_to_delete: [{ name: 'a' }],
		});
		expect(await tags()).toEqual(['b', 'c']);
		await box.api.patch(`/leads/${id}`, { _embedded: { tags: null } });
		expect(await tags()).toEqual([]);
	});

	it('a value of null clears a field, another field stays', async () => {
		await box.api.patch('/leads/12345', {
			custom_fields_values: [{ field_id: 752009, values: null }],
		});
		const { data } = await box.api.get('/leads/12345');
		const ids = data.custom_fields_values.map((field: { field_id: number }) => field.field_id);
		expect(ids).not.toContain(752009);
		expect(ids).toContain(752011);
	});

	it('a deleted lead leaves the list and is in the trash, with four keys', async () => {
		await box.control.post('/leads/12345/delete');
		expect((await box.api.get('/leads/12345')).status).toBe(204);
		const { data } = await box.api.get('/leads?with=only_deleted');
		expect(data._embedded.leads).toEqual([
			{ id: 12345, updated_at: expect.any(Number), updated_by: 9000001, is_deleted: true },
		]);
		const patch = await box.api.patch('/leads', [{ id: 12345, price: 1 }]);
		expect(patch.data['validation-errors'][0].errors[0]).toMatchObject({ path: 'id' });
	});
});

describe('other resources', () => {
	it('a contact has the shape of a live one', async () => {
		const { data: list } = await box.api.get('/contacts?limit=1');
		const { data } = await box.api.get(
			`/contacts/${list._embedded.contacts[0].id}?page=1&limit=250`,
		);
		expect(missing(data, fixture('live__GET_contacts_id__response_2024'))).toEqual([]);
		expect(data._links.self.href).toContain('?page=1&limit=250');
	});

	it('a created contact carries is_deleted and is_unsorted, as live', async () => {
		const phone = { field_code: 'PHONE', values: [{ value: '+79990001122', enum_code: 'MOB' }] };
		const { data } = await box.api.post('/contacts', [
			{ first_name: 'Test', last_name: 'Person', custom_fields_values: [phone] },
		]);
		expect(missing(data, fixture('live__POST_contacts__response'))).toEqual([]);
		const { data: stored } = await box.api.get(`/contacts/${data._embedded.contacts[0].id}`);
		expect(stored).toMatchObject({
			name: 'Test Person',
			custom_fields_values: [
				{
					field_code: 'PHONE',
					values: [{ value: '+79990001122', enum_id: 718325, enum_code: 'MOB' }],
				},
			],
		});
	});

	it('142 and 143 are stages of every pipeline', async () => {
		const { data } = await box.api.get('/leads/pipelines');
		for (const { _embedded } of data._embedded.pipelines) {
			const ids = _embedded.statuses.map(({ id }: { id: number }) => id);
			expect(ids).toEqual(expect.arrayContaining([142, 143]));
			expect(_embedded.statuses[0].type).toBe(1);
		}
	});
});

describe('subscriptions', () => {
	const destination = 'http://127.0.0.1:9/amocrm?secret=s';

	it('a subscription is made, replaced by the same destination, found and removed', async () => {
		expect((await box.api.get('/webhooks?filter[destination]=none')).status).toBe(204);
		const made = await box.api.post('/webhooks', { destination, settings: ['add_lead'] });
		expect(made.status).toBe(201);
		expect(missing(made.data, fixture('webhooks__POST_webhooks__response'))).toEqual([]);
		const again = await box.api.post('/webhooks', { destination, settings: ['update_lead'] });
		expect(again.data).toMatchObject({ id: made.data.id, settings: ['update_lead'] });
		const found = await box.api.get('/webhooks', { params: { filter: { destination } } });
		expect(missing(found.data, fixture('webhooks__GET_webhooks__response'))).toEqual([]);
		expect(found.data._embedded.webhooks).toHaveLength(1);
		const gone = await box.api.delete('/webhooks', { data: { destination } });
		expect([gone.status, gone.data]).toEqual([204, '']);
		expect((await box.api.delete('/webhooks', { data: { destination } })).status).toBe(404);
	});

	it.each([['http://пример.example/'], ['ftp://example.com/x'], ['example.com']])(
		'%s is no destination',
		async (wrong) => {
			const { status } = await box.api.post('/webhooks', {
				destination: wrong,
				settings: ['add_lead'],
			});
			expect(status).toBe(422);
		},
	);

	it('a subscription without settings is refused by field', async () => {
		const { status, data } = await box.api.post('/webhooks', { destination });
		expect(status).toBe(400);
		expect(data['validation-errors'][0].errors[0]).toMatchObject({
			code: 'FieldMissing',
			path: 'settings',
		});
	});
});

describe('refusals', () => {
	it.each([
		['GET', '/nothing', undefined, 404, '_error_404_route'],
		['DELETE', '/leads', undefined, 405, '_error_405'],
		['DELETE', '/leads/12345', undefined, 405, '_error_405'],
		['POST', '/leads', '', 400, '_error_400_empty_body'],
		['POST', '/leads', [], 400, '_error_400_empty_body'],
		['POST', '/leads', Array.from({ length: 251 }, () => ({})), 422, '_error_422_limit'],
		['GET', '/leads?limit=251', undefined, 422, '_error_422_limit'],
	])('%s %s is refused as recorded', async (method, url, data, status, name) => {
		const answer = await box.api.request({ method, url, data });
		expect(answer.status).toBe(status);
		expect(answer.headers['content-type']).toBe('application/problem+json');
		const recorded = fixture(name) as { title: string; type: string; detail: string };
		expect(answer.data).toMatchObject({ title: recorded.title, type: recorded.type, status });
		if (status !== 404) expect(answer.data.detail).toBe(recorded.detail);
		else expect(answer.data.detail).toMatch(/^Cannot GET http/);
	});

	it.each([[undefined], ['Bearer wrong'], ['Basic abc']])(
		'%s is no token',
		async (authorization) => {
			const headers = authorization === undefined ? {} : { authorization };
			const { status, data } = await box.anonymous.get('/api/v4/account', { headers });
			expect(status).toBe(401);
			expect(data).toEqual(fixture('_error_401_ru'));
		},
	);

	it('the 8th request within a second is refused with 429, and a second later not', async () => {
		const answers = await Promise.all(Array.from({ length: 8 }, () => box.api.get('/account')));
		const statuses = answers.map(({ status }) => status).sort();
		expect(statuses).toEqual([...Array(7).fill(200), 429]);
		const refused = answers.find(({ status }) => status === 429);
		expect(missing(refused?.data, fixture('_error_429'), [/retry_after/])).toEqual([]);
		await box.calm();
		expect((await box.api.get('/account')).status).toBe(200);
	});

	it('another limit can be set, and none, until a reset brings the 7 back', async () => {
		const refused = async () => {
			const answers = await Promise.all(Array.from({ length: 12 }, () => box.api.get('/account')));
			return answers.filter(({ status }) => status === 429).length;
		};
		await box.control.post('/limit', { requestsPerSecond: 10 });
		expect(await refused()).toBe(2);
		await box.control.post('/limit', { requestsPerSecond: null });
		expect(await refused()).toBe(0);
		expect((await box.control.post('/limit', { requestsPerSecond: 0 })).status).toBe(400);
		await box.control.post('/reset');
		expect(await refused()).toBe(5);
		await box.calm();
	});

	it('who goes on after 429 is shut out with 403 for five minutes', async () => {
		await Promise.all(Array.from({ length: 120 }, () => box.api.get('/account')));
		expect((await box.api.get('/account')).status).toBe(403);
		await box.control.post('/clock/advance', { seconds: 301 });
		await box.calm();
		expect((await box.api.get('/account')).status).toBe(200);
	});
});
