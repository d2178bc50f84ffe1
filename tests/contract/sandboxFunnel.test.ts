import { contacts, curlLeadId, leads, personUserId, pipelines } from '../operations/seeded';
import { testSandbox, type TestSandbox } from '../support/sandbox';

/** What a write to the funnel does beyond its own answer. */
let box: TestSandbox;

beforeAll(async () => {
	box = await testSandbox();
});

afterAll(() => box.sandbox.close());

beforeEach(() => box.control.post('/reset'));

const [pipeline] = pipelines;
const reason = '/leads/loss_reasons/4203748';

const form = {
	source_name: 'Site',
	source_uid: 'site-1',
	metadata: { form_id: '1', form_name: 'A', form_page: 'https://example.com', form_sent_at: 1 },
	_embedded: { contacts: [{ first_name: 'Anna' }] },
};

it.each([
	['POST', '/leads/pipelines', []],
	['PATCH', `/leads/pipelines/${pipeline.id}`, { name: 'A' }],
	['POST', `/leads/pipelines/${pipeline.id}/statuses`, [{ name: 'A' }]],
	['DELETE', reason, undefined],
	['GET', '/contacts/chats', undefined],
] as const)('%s %s is for admins only', async (method, url, data) => {
	const { data: account } = box.sandbox.store;
	const users = account.users.map((user) => ({ ...user, is_admin: false }));
	box.sandbox.store.replace({ ...account, users });
	expect((await box.api.request({ method, url, data })).status).toBe(403);
	expect((await box.api.get(reason)).status).toBe(200);
});

it('an accepted lead is in its stage, with the user, and its contact is no longer hidden', async () => {
	const { data } = await box.api.post('/leads/unsorted/forms', [form]);
	const [{ uid, _embedded: made }] = data._embedded.unsorted;
	const [lead, contact] = [`/leads/${made.leads[0].id}`, `/contacts/${made.contacts[0].id}`];
	expect((await box.api.get(contact)).data.is_unsorted).toBe(true);

	const stage = pipeline.statuses.at(-3);
	const body = { user_id: personUserId, status_id: stage?.id };
	expect((await box.api.post(`/leads/unsorted/${uid}/accept`, body)).status).toBe(200);
	expect((await box.api.get(lead)).data).toMatchObject({
		status_id: stage?.id,
		responsible_user_id: personUserId,
	});
	expect((await box.api.get(contact)).data.is_unsorted).toBe(false);
});

it('a declined lead is gone, and nobody decides on it again', async () => {
	const { data } = await box.api.post('/leads/unsorted/forms', [form]);
	const [{ uid, _embedded: made }] = data._embedded.unsorted;
	expect((await box.api.delete(`/leads/unsorted/${uid}/decline`)).status).toBe(200);
	expect((await box.api.get(`/leads/${made.leads[0].id}`)).status).toBe(204);
	expect((await box.api.post(`/leads/unsorted/${uid}/accept`)).status).toBe(404);
});

it('a refused item of a list leaves everything as it was', async () => {
	const before = box.sandbox.store.data.leads.size;
	const bad = { name: 'B', _embedded: { contacts: [{ id: 1 }] } };
	const good = { name: 'A', _embedded: { contacts: [{ first_name: 'Anna' }] } };
	const { status } = await box.api.post('/leads/complex', [good, bad]);
	expect(status).toBe(400);
	expect(box.sandbox.store.data.leads.size).toBe(before);
});

it('takes at most 50 leads with contact and company', async () => {
	const { status, data } = await box.api.post(
		'/leads/complex',
		Array.from({ length: 51 }, () => ({ name: 'A' })),
	);
	expect([status, data.detail]).toEqual([422, 'Limit 50 leads per request']);
});

it('a chat that is put to a lead brings its contact', async () => {
	const { data: chat } = await box.control.post('/unsorted', {
		category: 'chats',
		contact_name: 'Anna',
	});
	const link = { entity_id: curlLeadId, entity_type: 'leads' };
	expect((await box.api.post(`/leads/unsorted/${chat.uid}/link`, { link })).status).toBe(200);
	const { data } = await box.api.get(`/leads/${curlLeadId}?with=contacts`);
	expect(data._embedded.contacts).toContainEqual(
		expect.objectContaining({ id: chat.contact_id, is_main: false }),
	);
});

it('a lead keeps a main contact when the main one is unlinked', async () => {
	const path = `/leads/${leads[0].id}`;
	const to = (id: number) => ({ to_entity_id: id, to_entity_type: 'contacts' });
	await box.api.post(`${path}/link`, [to(contacts[1].id)]);
	await box.api.post(`${path}/unlink`, [to(contacts[0].id)]);
	const { data } = await box.api.get(`${path}?with=contacts`);
	expect(data._embedded.contacts).toMatchObject([{ id: contacts[1].id, is_main: true }]);
});
