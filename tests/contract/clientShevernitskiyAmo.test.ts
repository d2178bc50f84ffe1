import { accepted, amoInTests, idOf, noContent } from '../support/shevernitskiyAmo';

/** `@shevernitskiy/amo` as published, against the sandbox: entities and what belongs to them. */
const on = amoInTests();

const newLead = async (name = 'By amo') => idOf(await on.amo.lead.addLeads([{ name }]), 'leads');
const newContact = async (name = 'By amo') =>
	idOf(await on.amo.contact.addContacts([{ name }]), 'contacts');
const tomorrow = Math.floor(Date.now() / 1000) + 86_400;

describe('leads', () => {
	it('the pages together are all of them, each once', async () => {
		const seen: number[] = [];
		for (let page = 1, next: unknown = true; next; page += 1) {
			const answer = await on.amo.lead.getLeads({ page, limit: 10 });
			expect(answer._page).toBe(page);
			seen.push(...answer._embedded.leads.map(({ id }) => id));
			next = answer._links.next;
		}
		expect(seen).toHaveLength(31);
		expect(new Set(seen).size).toBe(31);
	});

	it('every kind of its filters chooses, and its order sorts', async () => {
		const { _embedded } = await on.amo.lead.getLeads({
			with: ['contacts', 'loss_reason', 'source_id'],
			limit: 250,
			order: { param: 'created_at', type: 'desc' },
			filter: (filter) =>
				filter
					.multi('pipeline_id', [8_205_830, 8_572_511])
					.range('price', 100_000, 450_000)
					.range('created_at', 1_748_260_000, 1_748_360_000)
					.custom_field(752_011, 'stanok-16k20'),
		});
		const { leads } = _embedded;
		expect(leads.length).toBeGreaterThan(3);
		for (const { price, _embedded: parts } of leads) {
			expect(price).toBeGreaterThanOrEqual(100_000);
			expect(price).toBeLessThanOrEqual(450_000);
			expect(parts.contacts).toHaveLength(1);
		}
		const times = leads.map(({ created_at }) => created_at ?? 0);
		expect(times).toEqual([...times].sort((a, b) => b - a));
		const won = await on.amo.lead.getLeads({
			limit: 250,
			filter: (filter) => filter.statuses([[8_205_830, 142]]),
		});
		expect(
			new Set(won._embedded.leads.map((lead) => `${lead.pipeline_id}/${lead.status_id}`)),
		).toEqual(new Set(['8205830/142']));
		const one = await on.amo.lead.getLeads({ filter: (filter) => filter.single('id', 12_345) });
		expect(one._embedded.leads.map(({ id }) => id)).toEqual([12_345]);
	});

	it('are added with tags and contact, read with them, updated one and many', async () => {
		const contact = await newContact();
		const added = await on.amo.lead.addLeads([
			{
				name: 'Whole',
				price: 100,
				request_id: 'mine',
				custom_fields_values: [{ field_id: 752_009, values: [{ value: 'SN-amo' }] }],
				_embedded: { tags: [{ name: 'amo' }], contacts: [{ id: contact }] },
			} as never,
		]);
		expect(added._embedded.leads).toMatchObject([{ request_id: 'mine' }]);
		const id = idOf(added, 'leads');
		const other = await newLead();
		expect(await on.amo.lead.getLeadById(id, { with: ['contacts'] })).toMatchObject({
			name: 'Whole',
			custom_fields_values: [{ field_code: 'CF_SERIAL', values: [{ value: 'SN-amo' }] }],
			_embedded: { tags: [{ name: 'amo' }], contacts: [{ id: contact, is_main: true }] },
		});
		expect(await on.amo.lead.updateLeadById(id, { price: 200 })).toMatchObject({ id });
		await on.amo.lead.updateLeads([
			{ id, name: 'Both' },
			{ id: other, name: 'Both' },
		]);
		const both = await on.amo.lead.getLeads({
			filter: (filter) => filter.multi('id', [id, other]),
		});
		expect(both._embedded.leads.map(({ name, price }) => [name, price]).sort()).toEqual([
			['Both', 0],
			['Both', 200],
		]);
	});

	it('one is added with a new contact and a new company in one request', async () => {
		const [made] = await on.amo.lead.addComplex([
			{
				name: 'Complex',
				_embedded: { contacts: [{ first_name: 'Ada' }], companies: [{ name: 'Образец' }] },
			},
		]);
		expect(made).toEqual({
			id: expect.any(Number),
			contact_id: expect.any(Number),
			company_id: expect.any(Number),
			request_id: ['0'],
			merged: false,
		});
		expect(await on.amo.lead.getLeadSubscriptionById(made?.id ?? -1)).toMatchObject({
			_embedded: { subscriptions: expect.arrayContaining([{ subscriber_id: 0, type: 'group' }]) },
		});
	});
});

describe('contacts and companies', () => {
	it('are added, found by what is in them, updated one and many', async () => {
		const phone = [{ field_code: 'PHONE', values: [{ value: '+79995550011', enum_code: 'MOB' }] }];
		await on.amo.contact.addContacts([
			{ first_name: 'Вера', last_name: 'Пробных', custom_fields_values: phone } as never,
		]);
		const found = await on.amo.contact.getContacts({ query: '79995550011', with: ['leads'] });
		expect(found._embedded.contacts).toMatchObject([
			{ name: 'Вера Пробных', custom_fields_values: phone, _embedded: { leads: [] } },
		]);
		const contact = idOf(found, 'contacts');
		await on.amo.contact.updateContacts([{ id: contact, first_name: 'Ева' }]);
		expect(await on.amo.contact.getContactById(contact)).toMatchObject({ first_name: 'Ева' });
		await on.amo.contact.updateContactById(contact, { last_name: 'Тестенко' });
		expect(await on.amo.contact.getContactById(contact)).toMatchObject({ last_name: 'Тестенко' });

		const added = await on.amo.company.addCompanies([{ name: 'Компания' }]);
		const company = idOf(added, 'companies');
		await on.amo.company.updateCompanies([{ id: company, name: 'Компания 1' }]);
		await on.amo.company.updateCompaniesById(company, { responsible_user_id: 9_000_001 });
		expect(await on.amo.company.getCompanyById(company, { with: ['contacts'] })).toMatchObject({
			name: 'Компания 1',
			responsible_user_id: 9_000_001,
			_embedded: { contacts: [] },
		});
		const last = await on.amo.company.getCompanies({
			limit: 1,
			order: { param: 'id', type: 'desc' },
			filter: (filter) => filter.single('name', 'Компания 1'),
		});
		expect(last._embedded.companies).toMatchObject([{ id: company }]);
	});

	it('a contact is linked with a chat, and found by contact and by chat', async () => {
		const contact_id = await newContact();
		const lead = await newLead('Chatted');
		await on.amo.link.addLinksByEntityId(lead, 'leads', [
			{ to_entity_id: contact_id, to_entity_type: 'contacts' },
		]);
		const { data: message } = await on.box.control.post('/messages', { lead_id: lead, text: 'A' });
		const talk = await on.amo.talk.getTalkById(message.talk_id);
		const chats = [{ chat_id: talk.chat_id, contact_id }];
		await on.amo.contact.linkContactToChat(chats);
		const byContact = await on.amo.contact.getContactToChat({ contact_id: [contact_id] });
		expect(byContact._embedded.chats).toMatchObject(chats);
		const byChat = await on.amo.contact.getContactToChat({ chat_id: [talk.chat_id] });
		expect(byChat._embedded.chats).toMatchObject(chats);
		await accepted(on.amo.talk.closeTalkById(message.talk_id, { force_close: true }));
		expect(await on.amo.talk.getTalkById(message.talk_id)).toMatchObject({ is_in_work: false });
	});
});

it('links are added and removed, by one entity and by many', async () => {
	const lead = await newLead();
	const to = { to_entity_id: await newContact(), to_entity_type: 'contacts' };
	const mass = [{ entity_id: lead, ...to }] as never;
	await on.amo.link.addLinksByEntityId(lead, 'leads', [to as never]);
	const ofLead = await on.amo.link.getLinksByEntityId(lead, 'leads', {
		filter: (filter) => filter.single('to_entity_type', 'contacts'),
	});
	expect(ofLead._embedded.links).toMatchObject([to]);
	await noContent(on.amo.link.deleteLinksByEntityId(lead, 'leads', [to as never]));
	await on.amo.link.addLinksByEntityType('leads', mass);
	const ofLeads = await on.amo.link.getLinksByEntityType('leads', {
		filter: (filter) => filter.multi('entity_id', [lead]),
	});
	expect(ofLeads._embedded.links).toMatchObject([{ entity_id: lead, ...to }]);
	await noContent(on.amo.link.deleteLinksByEntityType('leads', mass));
	expect((await on.amo.link.getLinksByEntityId(lead, 'leads'))._embedded.links).toEqual([]);
});

it('tags are added to the list and to entities, and taken off', async () => {
	const added = await on.amo.tag.addTags('leads', [{ name: 'amo-tag', color: null }]);
	const tag = { id: idOf(added, 'tags'), name: 'amo-tag' };
	const found = await on.amo.tag.getTags('leads', {
		filter: (filter) => filter.single('name', 'amo-tag'),
	});
	expect(found._embedded.tags).toMatchObject([tag]);
	const id = await newLead();
	const tags = async () => (await on.amo.lead.getLeadById(id))._embedded.tags;
	const tagged = { id, _embedded: { tags: [{ id: tag.id }] } } as never;
	const untagged = { id, _embedded: { tags: null } };
	await on.amo.tag.addTagsToEntities('leads', [tagged]);
	expect(await tags()).toMatchObject([tag]);
	await on.amo.tag.deleteTagsFromEntities('leads', [untagged]);
	expect(await tags()).toEqual([]);
	await on.amo.tag.addTagsToEntitiesById(id, 'leads', tagged);
	expect(await tags()).toMatchObject([tag]);
	await on.amo.tag.deleteTagsToEntitiesById(id, 'leads', untagged);
	expect(await tags()).toEqual([]);
});

it('tasks are added, changed, completed one and many, and found', async () => {
	const entity_id = await newLead();
	const task = { text: 'Call', complete_till: tomorrow, entity_id, entity_type: 'leads' };
	const added = await on.amo.task.addTasks([task, { ...task, text: 'Visit' }]);
	const [call, visit] = added._embedded.tasks.map(({ id }) => id);
	if (!call || !visit) throw new Error('two tasks were added');
	await on.amo.task.updateTasks([{ id: call, text: 'Call again' }]);
	await on.amo.task.updateTaskById(visit, { duration: 600 });
	expect(await on.amo.task.getTaskById(visit)).toMatchObject({ text: 'Visit', duration: 600 });
	const open = async () => {
		const { _embedded } = await on.amo.task.getTasks({
			order: { param: 'id', type: 'asc' },
			filter: (filter) =>
				filter
					.single('entity_type', 'leads')
					.multi('entity_id', [entity_id])
					.single('is_completed', 0),
		});
		return _embedded.tasks.map(({ text }) => text);
	};
	expect(await open()).toEqual(['Call again', 'Visit']);
	await on.amo.task.completeTasks([{ id: call, is_completed: true, result: { text: 'Reached' } }]);
	expect(await open()).toEqual(['Visit']);
	await on.amo.task.completeTaskById(visit, { is_completed: true, result: { text: 'Seen' } });
	await noContent(open());
	expect(await on.amo.task.getTaskById(call)).toMatchObject({ result: { text: 'Reached' } });
});

it('notes are added, changed one and many, and found', async () => {
	const entity_id = await newLead();
	const note = { entity_id, note_type: 'common', params: { text: 'First' } } as const;
	await on.amo.note.addNotes('leads', [note]);
	const ofLead = await on.amo.note.getNotesByEntityId(entity_id, 'leads', {
		filter: (filter) => filter.multi('note_type', ['common']),
	});
	expect(ofLead._embedded.notes).toMatchObject([note]);
	const id = idOf(ofLead, 'notes');
	await on.amo.note.updateNotes('leads', [{ id, ...note, params: { text: 'Second' } } as never]);
	expect(await on.amo.note.getNotesById(id, 'leads')).toMatchObject({ params: { text: 'Second' } });
	await on.amo.note.updateNoteById(id, 'leads', { ...note, params: { text: 'Third' } } as never);
	const ofLeads = await on.amo.note.getNotesByEntityType('leads', {
		filter: (filter) => filter.multi('entity_id', [entity_id]),
		order: { param: 'id', type: 'desc' },
	});
	expect(ofLeads._embedded.notes).toMatchObject([{ id, params: { text: 'Third' } }]);
});
