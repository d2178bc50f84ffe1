import { Client } from 'amocrm-js';
import type { ILead } from 'amocrm-js/dist/api/activeRecords/Lead';
import type ResourcePagination from 'amocrm-js/dist/api/ResourcePagination';
import { hasUpdatableTags } from 'amocrm-js/dist/plugins/hasUpdatableTags';
import { accountHost, answerHttps } from '../support/accountHost';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

/** `amocrm-js` by Vladimir Yazykov as published, against the sandbox: entities and pages. */
let box: TestSandbox;
let client: Client;
let bringBack: () => void;

const options = {
	domain: accountHost,
	auth: {
		client_id: 'unused',
		client_secret: 'unused',
		redirect_uri: 'https://example.com/unused',
		bearer: sandboxToken,
	},
};

beforeAll(async () => {
	box = await testSandbox();
	bringBack = answerHttps(box.sandbox.url);
	// The client sends as fast as it can.
	await box.control.post('/limit', { requestsPerSecond: null });
	client = new Client(options);
});

afterAll(async () => {
	bringBack?.();
	await box?.sandbox.close();
});

const idsOf = (entities: Iterable<{ id?: number }>): readonly number[] =>
	[...entities].map(({ id }) => id ?? -1);

/** The published types know neither filters of leads nor all that a page can do. */
const pages = async (criteria: object) =>
	(await client.leads.get(criteria)) as ResourcePagination<ILead>;
const fetched = async (lead: ILead, criteria?: { with: string[] }) => {
	const found = (await lead.fetch(criteria)) as ILead | null;
	if (!found?.id) throw new Error('the lead is not there');
	return found;
};

describe('pages of leads', () => {
	it('next, until there is none, sees each of 31 leads once', async () => {
		const pagination = await pages({ limit: 7 });
		const seen = [...idsOf(pagination)];
		while (pagination.hasNext()) {
			await pagination.next();
			seen.push(...idsOf(pagination.getData()));
		}
		expect(pagination.getPage()).toBe(5);
		expect(seen).toHaveLength(31);
		expect(new Set(seen).size).toBe(31);
		expect(await pagination.next()).toBe(false);
	});

	it('prev, first and refresh come back to the same leads', async () => {
		const pagination = await pages({ limit: 3 });
		const first = idsOf(pagination);
		expect([pagination.hasPrev(), pagination.hasFirst()]).toEqual([false, false]);
		await pagination.next();
		const second = idsOf(pagination);
		await pagination.next();
		expect(pagination.getPage()).toBe(3);
		await pagination.prev();
		expect([pagination.getPage(), idsOf(pagination)]).toEqual([2, second]);
		await pagination.refresh();
		expect(idsOf(pagination)).toEqual(second);
		await pagination.first();
		expect([pagination.getPage(), idsOf(pagination)]).toEqual([1, first]);
	});

	it('filter and order, which it sends nested and encoded, hold on every page', async () => {
		const criteria = {
			limit: 2,
			order: { created_at: 'desc' },
			filter: { pipeline_id: [8_205_830], price: { from: 100_000 } },
		};
		const pagination = await pages(criteria);
		const leads = [...pagination];
		while (pagination.hasNext()) {
			await pagination.next();
			leads.push(...pagination);
		}
		expect(leads.length).toBeGreaterThan(4);
		expect(new Set(leads.map(({ pipeline_id }) => pipeline_id))).toEqual(new Set([8_205_830]));
		expect(Math.min(...leads.map(({ price }) => price ?? 0))).toBeGreaterThanOrEqual(100_000);
		const times = leads.map(({ created_at }) => created_at ?? 0);
		expect(times).toEqual([...times].sort((a, b) => b - a));
	});

	it('nothing found is a page without data', async () => {
		const pagination = await pages({ query: 'nothing of the kind' });
		expect([pagination.getData(), pagination.hasNext()]).toEqual([[], false]);
	});
});

describe('leads', () => {
	it('are created, from plain objects and from entities, and one without any fields', async () => {
		const created = await client.leads.create([
			{ name: 'Plain', price: 10 },
			new client.Lead({ name: 'Entity', price: 20 }),
			{},
		]);
		expect(new Set(idsOf(created)).size).toBe(3);
		const found = await pages({ filter: { id: idsOf(created) } });
		expect(
			[...found].map(({ id, name, price }) => [id, name, price]).sort((a, b) => +a[0]! - +b[0]!),
		).toEqual([
			[created[0]?.id, 'Plain', 10],
			[created[1]?.id, 'Entity', 20],
			[created[2]?.id, `Сделка #${created[2]?.id}`, 0],
		]);
	});

	it('one that was fetched is saved whole, with every value that amoCRM gave', async () => {
		const lead = await client.leads.getById(12_345, { with: ['contacts', 'catalog_elements'] });
		if (!lead) throw new Error('not found');
		const values = lead.custom_fields_values;
		const contacts = lead.embeddedContacts.get().map(({ id }) => id);
		lead.name = 'Renamed by amocrm-js';
		await lead.save();
		const saved = await fetched(lead, { with: ['contacts'] });
		expect(saved).toMatchObject({ name: 'Renamed by amocrm-js', custom_fields_values: values });
		expect(saved.embeddedContacts.get().map(({ id }) => id)).toEqual(contacts);
		expect(contacts).toHaveLength(1);
	});

	it('update gives the time of the change', async () => {
		const [updated] = await client.leads.update([{ id: 12_345, price: 777 }]);
		expect(updated).toMatchObject({ id: 12_345, updated_at: expect.any(Number) });
		expect(await client.leads.getById(12_345)).toMatchObject({ price: 777 });
	});

	it('an unknown id is an entity without an id', async () => {
		expect((await client.leads.getById(99_999_999))?.isNew()).toBe(true);
	});
});

describe('what belongs to a lead', () => {
	it('contact and company are linked with a new lead and stay linked', async () => {
		const contact = new client.Contact({ first_name: 'Ада', last_name: 'Примерова' });
		const company = new client.Company({ name: 'ООО «Образец»' });
		await contact.save();
		await company.save();
		const lead = new client.Lead({ name: 'Linked' });
		lead.embeddedContacts.add([contact]);
		lead.embeddedCompanies.add([company]);
		await lead.save();
		const found = await client.leads.getById(lead.id ?? -1, { with: ['contacts'] });
		expect(found?.embeddedContacts.get()).toMatchObject([{ id: contact.id, is_main: true }]);
		expect(found?.embeddedCompanies.get()).toMatchObject([{ id: company.id }]);
	});

	it('tags are set by name, replaced and removed', async () => {
		const lead = new client.Lead({ name: 'Tagged' });
		lead.embeddedTags.add([{ name: 'alpha' }, { name: 'beta' }]);
		await lead.save();
		const tagsOf = async () => (await fetched(lead)).embeddedTags.get().map(({ name }) => name);
		expect(await tagsOf()).toEqual(['alpha', 'beta']);

		const stored = await fetched(lead);
		stored.embeddedTags.remove(stored.embeddedTags.get().slice(0, 1));
		await stored.save();
		expect(await tagsOf()).toEqual(['beta']);

		const tagged = new (hasUpdatableTags(Client))(options) as unknown as {
			leads: {
				tagList: {
					setFor(leads: object[], tags: object[]): Promise<unknown>;
					clearFor(leads: object[]): Promise<unknown>;
				};
			};
		};
		await tagged.leads.tagList.setFor([{ id: lead.id }], [{ name: 'gamma' }]);
		expect(await tagsOf()).toEqual(['gamma']);
		await tagged.leads.tagList.clearFor([{ id: lead.id }]);
		expect(await tagsOf()).toEqual([]);
	});

	it('the list of tags is created and found', async () => {
		const [tag] = await client.leads.tags.create([{ name: 'made by amocrm-js', color: 'EBEBEB' }]);
		const found = await client.leads.tags.get({ query: 'made by amocrm-js' });
		expect([...found]).toMatchObject([{ id: tag?.id, name: 'made by amocrm-js' }]);
	});

	it('a task is made for the lead, found by it, and leads back to it', async () => {
		const lead = new client.Lead({ name: 'With a task' });
		await lead.save();
		const complete_till = Math.floor(Date.now() / 1000) + 86_400;
		const [created] = await lead.tasks.create([{ text: 'Call', complete_till }]);
		const [task] = await lead.tasks.get();
		expect(task).toMatchObject({ id: created?.id, text: 'Call', entity_type: 'leads' });
		expect(await task?.entity.get()).toMatchObject({ id: lead.id, name: 'With a task' });
	});
});

describe('tasks, contacts and companies', () => {
	it('a task of nobody is made, completed with a result and found among the completed', async () => {
		const complete_till = Math.floor(Date.now() / 1000) + 86_400;
		const task = new client.Task({ text: 'Of nobody', complete_till });
		await task.save();
		await client.tasks.update([
			{ id: task.id ?? -1, is_completed: true, result: { text: 'Done' } } as never,
		]);
		const completed = await client.tasks.get({ filter: { is_completed: 1 } } as never);
		expect([...completed]).toMatchObject([{ id: task.id, result: { text: 'Done' } }]);
	});

	it('a contact keeps its phone through being fetched and saved', async () => {
		const phone = { field_code: 'PHONE', values: [{ value: '+79990001122', enum_code: 'MOB' }] };
		const [created] = await client.contacts.create([
			{ name: 'Phone', custom_fields_values: [phone] },
		] as never);
		const contact = await client.contacts.getById(created?.id ?? -1);
		if (!contact) throw new Error('not found');
		contact.name = 'Phone kept';
		await contact.save();
		expect(await contact.fetch()).toMatchObject({
			name: 'Phone kept',
			custom_fields_values: [{ field_code: 'PHONE', values: phone.values }],
		});
	});

	it('companies are paged and updated', async () => {
		const companies = await client.companies.get({ limit: 5 });
		expect(companies.hasNext()).toBe(true);
		const [first] = companies;
		if (!first) throw new Error('no company');
		await client.companies.update([{ id: first.id, name: 'Renamed' }] as never);
		expect(await client.companies.getById(first.id ?? -1)).toMatchObject({ name: 'Renamed' });
	});
});
