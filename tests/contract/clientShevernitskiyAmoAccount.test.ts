import { elements as seededElements } from '../../sandbox/seed/catalogs';
import { leads, pipelines, users } from '../operations/seeded';
import { amoInTests, idOf, noContent, notFound } from '../support/shevernitskiyAmo';

/** `@shevernitskiy/amo` as published, against the sandbox: how an account is set up. */
const on = amoInTests();

const [pipeline] = pipelines;
const [lead] = leads;

it('the account tells all that it can be asked for', async () => {
	const account = await on.amo.account.getAccount({
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
	const { _embedded } = await on.amo.pipeline.getPipelines();
	expect(_embedded.pipelines.map(({ id }) => id)).toEqual(pipelines.map(({ id }) => id));
	const added = await on.amo.pipeline.addPipelines([
		{
			name: 'By amo',
			sort: 30,
			is_main: false,
			is_unsorted_on: false,
			_embedded: { statuses: [{ name: 'First', sort: 10, color: '#fffeb2' }] },
		},
	]);
	const id = idOf(added, 'pipelines');
	expect(await on.amo.pipeline.updatePipelinesById(id, { name: 'Renamed' })).toMatchObject({ id });
	const statuses = await on.amo.pipeline.addStatuses(id, [
		{ name: 'Second', sort: 20, color: '#d6eaff' },
	]);
	const status = idOf(statuses, 'statuses');
	await on.amo.pipeline.updateStatusById(status, id, { name: 'Next' });
	expect(await on.amo.pipeline.getStatusesById(status, id)).toMatchObject({ name: 'Next' });
	expect(await on.amo.pipeline.getPipelineById(id)).toMatchObject({
		name: 'Renamed',
		_embedded: {
			statuses: expect.arrayContaining([
				expect.objectContaining({ name: 'First' }),
				expect.objectContaining({ name: 'Next' }),
			]),
		},
	});
	await on.amo.pipeline.deleteStatusById(status, id);
	expect(JSON.stringify(await on.amo.pipeline.getStatusesByPipelineId(id))).not.toContain('"Next"');
	await on.amo.pipeline.deletePipelineById(id);
	await notFound(on.amo.pipeline.getPipelineById(id));
});

it('custom fields and groups of leads and of a catalog are added, changed and deleted', async () => {
	const { custom_fields: fields } = on.amo;
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
	const made = await on.amo.raw.post<unknown>({
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
	const { catalog } = on.amo;
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
	await on.amo.raw.patch(off);
	const catalog_id = 4521;
	expect(await on.amo.product.getStatusProducts()).toMatchObject({ is_enabled: false, catalog_id });
	expect(await on.amo.product.enableProducts(true)).toMatchObject({ is_enabled: true, catalog_id });
});

it('users and roles are listed, added, changed and deleted', async () => {
	const page = await on.amo.user.getUsers({
		with: ['role', 'group', 'uuid', 'amojo_id'],
		limit: 250,
	});
	expect(page._embedded.users).toMatchObject(users.map(({ id }) => ({ id })));
	const role = idOf(await on.amo.user.addRoles([{ name: 'Seller' } as never]), 'roles');
	const hired = await on.amo.user.addUsers([
		{
			name: 'Anna',
			email: 'anna@example.com',
			password: 'aBcde1@345',
			rights: { role_id: role },
		} as never,
	]);
	const user = idOf(hired, 'users');
	expect(await on.amo.user.getUserById(user, { with: ['role'] })).toMatchObject({
		name: 'Anna',
		rights: { role_id: role },
		_embedded: { roles: [{ id: role, name: 'Seller' }] },
	});
	await on.amo.user.updateRoleById(role, { name: 'Buyer', rights: {} } as never);
	expect(await on.amo.user.getRoleById(role, { with: ['users'] })).toMatchObject({
		name: 'Buyer',
		_embedded: { users: [{ id: user }] },
	});
	expect(JSON.stringify(await on.amo.user.getRoles())).toContain('Buyer');
	await on.amo.user.deleteRoleById(role);
	await notFound(on.amo.user.getRoleById(role));
});

it('sources and chat templates are added, changed and deleted, one and many', async () => {
	const { source, chat_template: templates } = on.amo;
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
	const { widget } = on.amo;
	const codes = (await widget.getWidgets())._embedded.widgets.map(({ code }) => code);
	expect(codes).toEqual(['sandbox_disk', 'sandbox_telephony']);
	await widget.addWidgetByCode('sandbox_disk', {});
	const isActive = { is_active_in_account: true };
	expect(await widget.getWidgetByCode('sandbox_disk')).toMatchObject(isActive);
	await widget.deleteWidgetByCode('sandbox_disk');
	expect(await widget.getWidgetByCode('sandbox_disk')).not.toMatchObject(isActive);

	const task = { bot_id: 565, entity_id: lead.id, entity_type: 2 };
	expect(await on.amo.salesbot.runTask([task])).toMatchObject({ success: true });
	const contact = { entity_type: 'contacts', entity_id: lead.contacts[0]?.id ?? -1 } as const;
	const url = 'https://shop.example.com/?order=5';
	const short = await on.amo.short_link.createShortLinks([{ url, metadata: contact }] as never);
	expect(short._embedded.short_links).toMatchObject([{ metadata: contact }]);
	expect(short._embedded.short_links[0]?.url).not.toBe(url);
});
