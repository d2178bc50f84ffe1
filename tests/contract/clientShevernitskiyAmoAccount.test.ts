import type { Amo } from '@shevernitskiy/amo';
import { elements as seededElements } from '../../sandbox/seed/catalogs';
import { customers, files, leads, pipelines, users } from '../operations/seeded';
import { fixture, missing } from '../support/recordedShape';
import { amoOnSandbox, type AmoOnSandbox } from '../support/shevernitskiyAmo';

/** `@shevernitskiy/amo` as published, against the sandbox: how an account is set up. */
let on: AmoOnSandbox;
let amo: Amo;

beforeAll(async () => {
	on = await amoOnSandbox();
	({ amo } = on);
});

afterAll(() => on?.close());

const [pipeline] = pipelines;
const [lead] = leads;
const [customer] = customers;

/** The published types misspell `_embedded` and take lists for single ones here and there. */
const idOf = (answer: unknown, name: string): number => {
	const { _embedded } = answer as { _embedded: Record<string, ReadonlyArray<{ id?: number }>> };
	const id = _embedded[name]?.[0]?.id;
	if (id === undefined) throw new Error(`no id of ${name} in ${JSON.stringify(answer)}`);
	return id;
};
/** Outside of DELETE it takes any 204 for an error. */
const noContent = (asked: Promise<unknown>) => expect(asked).rejects.toThrow(/^204 No Content/);
/** A 202 without a body, which it reads all the same. */
const accepted = (asked: Promise<unknown>) =>
	expect(asked).rejects.toThrow('Unexpected end of JSON input');
const notFound = (asked: Promise<unknown>) => expect(asked).rejects.toThrow(/^404 Not Found/);

it('the account tells all that it can be asked for', async () => {
	const account = await amo.account.getAccount({
		with: [
			'amojo_id',
			'amojo_rights',
			'users_groups',
			'task_types',
			'version',
			'entity_names',
			'datetime_settings',
			'drive_url',
			'is_api_filter_enabled',
		],
	});
	expect(account).toMatchObject({
		id: 31_000_001,
		subdomain: 'sandbox',
		is_api_filter_enabled: true,
		_embedded: {
			amojo_rights: { can_direct: expect.any(Boolean), can_create_groups: expect.any(Boolean) },
			users_groups: [{ id: 0 }],
			datetime_settings: { timezone: expect.any(String) },
		},
		entity_names: { leads: { ru: { gender: 'f' } } },
	});
});

it('pipelines and their statuses are added, changed and deleted', async () => {
	const { _embedded } = await amo.pipeline.getPipelines();
	expect(_embedded.pipelines.map(({ id }) => id)).toEqual(pipelines.map(({ id }) => id));
	const added = await amo.pipeline.addPipelines([
		{
			name: 'By amo',
			sort: 30,
			is_main: false,
			is_unsorted_on: false,
			_embedded: { statuses: [{ name: 'First', sort: 10, color: '#fffeb2' }] },
		},
	]);
	const id = idOf(added, 'pipelines');
	expect(await amo.pipeline.updatePipelinesById(id, { name: 'Renamed' })).toMatchObject({ id });
	const statuses = await amo.pipeline.addStatuses(id, [
		{ name: 'Second', sort: 20, color: '#d6eaff' },
	]);
	const status = idOf(statuses, 'statuses');
	await amo.pipeline.updateStatusById(status, id, { name: 'Next' });
	expect(await amo.pipeline.getStatusesById(status, id)).toMatchObject({ name: 'Next' });
	expect(await amo.pipeline.getPipelineById(id)).toMatchObject({
		name: 'Renamed',
		_embedded: {
			statuses: expect.arrayContaining([
				expect.objectContaining({ name: 'First' }),
				expect.objectContaining({ name: 'Next' }),
			]),
		},
	});
	await amo.pipeline.deleteStatusById(status, id);
	expect(JSON.stringify(await amo.pipeline.getStatusesByPipelineId(id))).not.toContain('"Next"');
	await amo.pipeline.deletePipelineById(id);
	await notFound(amo.pipeline.getPipelineById(id));
});

it('custom fields and groups of leads and of a catalog are added, changed and deleted', async () => {
	const { custom_fields: fields } = amo;
	const added = await fields.addCustomFields('leads', [
		{ name: 'Colour', type: 'select', enums: [{ value: 'Red', sort: 1 }] } as never,
	]);
	const id = idOf(added, 'custom_fields');
	await fields.updateCustomFields('leads', [{ id, name: 'Colours' }]);
	await fields.updateCustomFieldById(id, 'leads', { sort: 777 });
	expect(await fields.getCustomFieldById(id, 'leads')).toMatchObject({
		name: 'Colours',
		sort: 777,
		enums: [{ value: 'Red' }],
	});
	const page = await fields.getCustomFields('leads', undefined, { limit: 5, page: 2 });
	expect(page._embedded.custom_fields).toHaveLength(5);
	await fields.deleteCustomFieldById(id, 'leads');
	await notFound(fields.getCustomFieldById(id, 'leads'));

	const ofCatalog = await fields.addCustomFields(
		'catalogs',
		[{ name: 'Shelf', type: 'text' }],
		4589,
	);
	const shelf = idOf(ofCatalog, 'custom_fields');
	expect(await fields.getCustomFieldById(shelf, 'catalogs', 4589)).toMatchObject({ name: 'Shelf' });
	await fields.deleteCustomFieldById(shelf, 'catalogs', 4589);

	// It adds groups where fields are added, so the group is made by a bare request.
	const made = await amo.raw.post<unknown>({
		url: '/api/v4/leads/custom_fields/groups',
		payload: [{ name: 'Delivery', sort: 3 }],
	});
	const group = idOf(made, 'custom_field_groups');
	await fields.updateCustomFieldsGroupById(group, 'leads', { name: 'Sent', sort: 4, fields: [] });
	expect(await fields.getCustomFieldsByGroupId(group, 'leads')).toMatchObject({ name: 'Sent' });
	const groups = await fields.getCustomFieldsGroups('leads');
	expect(groups._embedded.custom_field_groups.map(({ name }) => name)).toContain('Sent');
	await fields.deleteCustomFieldsGroupById(group, 'leads');
	await notFound(fields.getCustomFieldsByGroupId(group, 'leads'));
});

it('catalogs and elements are listed, added and changed', async () => {
	const { catalog } = amo;
	const id = idOf(await catalog.addCatalogs([{ name: 'By amo', type: 'regular' }]), 'catalogs');
	await catalog.updateCatalogs([{ id, name: 'Once' } as never]);
	expect(await catalog.updateCatalogById(id, { name: 'Twice' })).toMatchObject({ name: 'Twice' });
	expect(await catalog.getCatalogById(id)).toMatchObject({ name: 'Twice', type: 'regular' });
	const all = await catalog.getCatalogs({ limit: 250 });
	expect(all._embedded.catalogs.map((one) => one.id)).toContain(id);

	const [first, second] = seededElements;
	if (!first || !second) throw new Error('too few seeded');
	const found = await catalog.getCatalogElementsByCatalogId(4521, {
		filter: (filter) => filter.multi('id', [first.id, second.id]),
	});
	expect(found._embedded.elements.map((one) => one.id)).toEqual([first.id, second.id]);
	const searched = await catalog.getCatalogElementsByCatalogId(4521, { query: second.name });
	expect(searched._embedded.elements).toMatchObject([{ id: second.id }]);
	await catalog.updateCatalogElements(4521, [{ id: first.id, name: 'Once' } as never]);
	await catalog.updateCatalogElementById(second.id, 4521, { name: 'Twice' });
	expect(await catalog.getCatalogElementById(first.id, 4521)).toMatchObject({ name: 'Once' });
	expect(await catalog.getCatalogElementById(second.id, 4521)).toMatchObject({ name: 'Twice' });
	// It adds elements to the address of the catalog, which takes no POST.
	const misplaced = catalog.addCatalogElements(id, [{ name: 'Nowhere' }]);
	await expect(misplaced).rejects.toThrow(/^405 Method Not Allowed/);
});

it('products are turned off, and on again by the older address, which tells their catalog', async () => {
	const off = { url: '/api/v4/catalogs/products/settings', payload: { is_enabled: false } };
	await amo.raw.patch(off);
	const catalog_id = 4521;
	expect(await amo.product.getStatusProducts()).toMatchObject({ is_enabled: false, catalog_id });
	expect(await amo.product.enableProducts(true)).toMatchObject({ is_enabled: true, catalog_id });
});

it('users and roles are listed, added, changed and deleted', async () => {
	const page = await amo.user.getUsers({ with: ['role', 'group', 'uuid', 'amojo_id'], limit: 250 });
	expect(page._embedded.users).toMatchObject(users.map(({ id }) => ({ id })));
	const role = idOf(await amo.user.addRoles([{ name: 'Seller' } as never]), 'roles');
	const hired = await amo.user.addUsers([
		{
			name: 'Anna',
			email: 'anna@example.com',
			password: 'aBcde1@345',
			rights: { role_id: role },
		} as never,
	]);
	const user = idOf(hired, 'users');
	expect(await amo.user.getUserById(user, { with: ['role'] })).toMatchObject({
		name: 'Anna',
		rights: { role_id: role },
		_embedded: { roles: [{ id: role, name: 'Seller' }] },
	});
	await amo.user.updateRoleById(role, { name: 'Buyer', rights: {} } as never);
	expect(await amo.user.getRoleById(role, { with: ['users'] })).toMatchObject({
		name: 'Buyer',
		_embedded: { users: [{ id: user }] },
	});
	expect(JSON.stringify(await amo.user.getRoles())).toContain('Buyer');
	await amo.user.deleteRoleById(role);
	await notFound(amo.user.getRoleById(role));
});

it('customers, purchases, bonus points, segments and statuses, in both modes', async () => {
	const { customer: api } = amo;
	const id = idOf(await api.addCustomers([{ name: 'By amo', next_price: 5 }]), 'customers');
	await api.updateCustomers([{ id, name: 'Once' }]);
	expect(await api.updateCustomerById(id, { next_price: 6 })).toMatchObject({ id });
	expect(await api.getCustomerById(id)).toMatchObject({ name: 'Once', next_price: 6 });
	const page = await api.getCustomers({ with: ['contacts'], limit: 1, page: 1 });
	expect(page._embedded.customers).toMatchObject([{ id: customer.id }]);
	expect((await api.getCustomerSubscriptionById(id))._embedded.subscriptions).not.toEqual([]);

	const bought = await api.addTransactionsToCustomer(id, [{ price: 100, comment: 'First' }]);
	const purchase = idOf(bought, 'transactions');
	expect(await api.getTransactionsByCustomerId(id)).toMatchObject({
		_embedded: { transactions: [{ id: purchase, comment: 'First' }] },
	});
	expect(await api.getTransactions()).toMatchObject({
		_embedded: { transactions: [{ id: purchase, price: 100 }] },
	});
	await api.deleteTransactionsById(purchase);
	await noContent(api.getTransactions());
	expect(await api.updateBonusPointsByCustomerId(id, { earn: 50 })).toMatchObject({
		bonus_points: 50,
	});

	const { segment } = amo;
	const made = await segment.addSegment({ name: 'New', color: '6610f2' } as never);
	await segment.updateSegmentById(made.id, { name: 'Newest' });
	expect(await segment.getSegmenteById(made.id)).toMatchObject({ name: 'Newest' });
	expect((await segment.getSegments())._embedded.segments.map(({ name }) => name)).toContain(
		'Newest',
	);
	await segment.deleteSegmentById(made.id);
	await notFound(segment.getSegmenteById(made.id));

	await api.updateCustomersMode({ mode: 'periodicity', is_enabled: true });
	const status = idOf(
		await amo.status.addStatuses([{ name: 'Waiting', sort: 3, color: '#fffeb2' }]),
		'statuses',
	);
	await amo.status.updateStatusById(status, { name: 'Waited' });
	expect(await amo.status.getStatuseById(status)).toMatchObject({ name: 'Waited' });
	expect(JSON.stringify(await amo.status.getStatuses())).toContain('Waited');
	await amo.status.deleteStatusById(status);
	await notFound(amo.status.getStatuseById(status));
});

it('sources and chat templates are added, changed and deleted, one and many', async () => {
	const { source, chat_template: templates } = amo;
	const services: never[] = [];
	const added = await source.addSources([
		{ name: 'A', external_id: 'a', pipeline_id: pipeline.id, default: false, services },
		{ name: 'B', external_id: 'b', pipeline_id: pipeline.id, default: false, services },
	] as never);
	const [a = -1, b = -1] = added._embedded.sources.map(({ id }) => id);
	await source.updateSources([{ id: a, name: 'A1' }]);
	await source.updateSourceById(b, { name: 'B1' });
	const found = await source.getSources({
		filter: (filter) => filter.multi('external_id', ['a', 'b']),
	});
	expect(found._embedded.sources.map(({ name }) => name)).toEqual(['A1', 'B1']);
	expect(await source.getSourceById(a)).toMatchObject({ name: 'A1' });
	await source.deleteSourceById(a);
	await noContent(source.getSourceById(a));
	await source.deleteSources([{ id: b }] as never);
	await noContent(source.getSources());

	const made = await templates.addChatTemplates([
		{ name: 'Hello', content: 'Hello!', external_id: 'hello' },
		{ name: 'Bye', content: 'Bye!', external_id: 'bye' },
	]);
	const [hello = -1, bye = -1] = made._embedded.chat_templates.map(({ id }) => id);
	await templates.updateChatTemplates([{ id: hello, content: 'Hi!' }]);
	await templates.updateChatTemplateById(bye, { content: 'See you!' });
	expect(await templates.getChatTemplateById(hello)).toMatchObject({ content: 'Hi!' });
	const one = await templates.getChatTemplates({
		filter: (filter) => filter.single('external_id', 'bye'),
	});
	expect(one._embedded.chat_templates).toMatchObject([{ id: bye, content: 'See you!' }]);
	await templates.deleteChatTemplateById(hello);
	await templates.deleteChatTemplates([{ id: bye }]);
	await noContent(templates.getChatTemplates());
});

it('widgets are installed and removed, bots started, links shortened', async () => {
	const { widget } = amo;
	const codes = (await widget.getWidgets())._embedded.widgets.map(({ code }) => code);
	expect(codes).toEqual(['sandbox_disk', 'sandbox_telephony']);
	await widget.addWidgetByCode('sandbox_disk', {});
	const isActive = { is_active_in_account: true };
	expect(await widget.getWidgetByCode('sandbox_disk')).toMatchObject(isActive);
	await widget.deleteWidgetByCode('sandbox_disk');
	expect(await widget.getWidgetByCode('sandbox_disk')).not.toMatchObject(isActive);

	const task = { bot_id: 565, entity_id: lead.id, entity_type: 2 };
	expect(await amo.salesbot.runTask([task])).toMatchObject({ success: true });
	const contact = { entity_type: 'contacts', entity_id: lead.contacts[0]?.id ?? -1 } as const;
	const url = 'https://shop.example.com/?order=5';
	const short = await amo.short_link.createShortLinks([{ url, metadata: contact }] as never);
	expect(short._embedded.short_links).toMatchObject([{ metadata: contact }]);
	expect(short._embedded.short_links[0]?.url).not.toBe(url);
});

it('forms and calls become unsorted leads: accepted, declined, counted', async () => {
	const { unsorted } = amo;
	const metadata = {
		form_id: 'order',
		form_name: 'Order',
		form_page: 'https://example.com/order',
		form_sent_at: 1_735_689_600,
	};
	const form = { source_name: 'Site', source_uid: 'site', metadata };
	const forms = await unsorted.addUnsortedForm([form, form] as never);
	const [first = '', second = ''] = forms._embedded.unsorted.map(({ uid }) => uid);
	const call = {
		phone: '+79990001122',
		called_at: 1_735_689_600,
		duration: 10,
		from: '+79990001122',
		is_call_event_needed: true,
		link: 'https://example.com/call.mp3',
		service_code: 'pbx',
		uniq: 'uniq',
	};
	const sip = { source_name: 'PBX', source_uid: 'pbx', metadata: call };
	await unsorted.addUnsortedSip([sip] as never);
	const found = await unsorted.getUnsorted({
		order: { param: 'created_at', type: 'desc' },
		filter: (filter) => filter.multi('category', ['sip']),
	});
	expect(found._embedded.unsorted).toMatchObject([{ source_uid: 'pbx', category: 'sip' }]);
	expect(await unsorted.getUnsortedByUid(first)).toMatchObject({ uid: first, category: 'forms' });
	const accepted = await unsorted.acceptUnsortedByUid(first, { user_id: users[0]?.id ?? -1 });
	expect(accepted).toMatchObject({
		uid: first,
		_embedded: { leads: [{ id: expect.any(Number) }] },
	});
	expect(await unsorted.declineUnsortedByUid(second, {})).toMatchObject({ uid: second });
	expect(await unsorted.getUnsortedSummary()).toMatchObject({
		total: 3,
		accepted: 1,
		declined: 1,
		categories: { sip: { total: 1 } },
	});

	const { data } = await on.box.control.post('/unsorted', { category: 'chats', name: 'Chat' });
	const linked = await unsorted.linkUnsortedByUid(data.uid, {
		link: { entity_id: lead.id, entity_type: 'leads' },
	});
	expect(linked).toMatchObject({ uid: data.uid, _embedded: { leads: [{ id: lead.id }] } });
});

it('calls of a known number are notes, and events tell what happened', async () => {
	const { data: contact } = await on.box.api.get(`/contacts/${lead.contacts[0]?.id}`);
	const phone = contact.custom_fields_values[0].values[0].value;
	const call = { direction: 'inbound', duration: 60, source: 'pbx', phone };
	const answer = await amo.call.addCalls([call, { ...call, phone: '+70000000000' }] as never);
	expect(answer).toMatchObject({ _total_items: 1, _embedded: { calls: [{ request_id: '0' }] } });
	expect(answer.errors).toHaveLength(1);

	await amo.lead.updateLeadById(lead.id, { price: 1 });
	const events = await amo.event.getEvents({
		with: ['lead_name'],
		limit: 100,
		filter: (filter) =>
			filter
				.single('entity', 'lead')
				.multi('entity_id', [lead.id])
				.multi('type', ['sale_field_changed']),
	});
	const [event] = events._embedded.events;
	expect(event).toMatchObject({
		entity_id: lead.id,
		value_after: [{ sale_field_value: { sale: 1 } }],
	});
	expect(await amo.event.getEventById(event?.id as never)).toMatchObject({ id: event?.id });
	const types = await amo.event.getEventsTypes('en');
	expect(types._embedded.events_types.map(({ key }) => key)).toContain('sale_field_changed');
});

it('files are found, renamed, attached, trashed and restored', async () => {
	const { drive_url } = (await amo.account.getAccount({ with: ['drive_url'] })) as unknown as {
		drive_url: string;
	};
	const drive = amo.file(drive_url);
	const [{ uuid }] = files;
	const listed = await drive.getFiles({ filter: (filter) => filter.multi('extensions', ['txt']) });
	expect(listed._embedded.files).toMatchObject([{ uuid }]);
	expect(await drive.updateFileByUUID(uuid, { name: 'Contract' })).toMatchObject({ uuid });
	expect(await drive.getFileByUUID(uuid)).toMatchObject({ name: 'Contract' });
	const versions = await drive.getFileVersionByUUID(uuid);
	const recorded = fixture('files__GET_v1_0_files_file_uuid_versions__response');
	expect(missing(versions, recorded)).toEqual([]);
	const session = await drive.createSession({
		file_name: 'a.txt',
		file_size: 3,
		content_type: 'text/plain',
		with_preview: false,
	});
	expect(session).toMatchObject({ upload_url: expect.stringContaining(drive_url) });

	const attached = [{ file_uuid: uuid }];
	await accepted(drive.linkEntityFiles(lead.id, 'leads', attached));
	expect(await drive.getEntityFiles(lead.id, 'leads')).toMatchObject({
		_embedded: { files: attached },
	});
	expect(JSON.stringify(await drive.getFileEntities(uuid as never))).toContain(String(lead.id));
	await accepted(drive.unlinkEntityFiles(lead.id, 'leads', attached));
	await noContent(drive.getEntityFiles(lead.id, 'leads'));
	await drive.deleteFiles([{ uuid }]);
	await drive.restoreFiles([{ uuid }]);
	expect(await drive.getFileByUUID(uuid)).toMatchObject({ is_trashed: false });
});
