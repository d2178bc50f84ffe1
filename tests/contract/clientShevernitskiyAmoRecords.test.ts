import { customers, files, leads, users } from '../operations/seeded';
import { fixture, missing } from '../support/recordedShape';
import { accepted, amoInTests, idOf, noContent, notFound } from '../support/shevernitskiyAmo';

/** `@shevernitskiy/amo` as published, against the sandbox: customers, incoming leads, events, files. */
const on = amoInTests();

const [lead] = leads;
const [customer] = customers;

it('customers, purchases, bonus points, segments and statuses, in both modes', async () => {
	const { customer: api } = on.amo;
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

	const { segment } = on.amo;
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
		await on.amo.status.addStatuses([{ name: 'Waiting', sort: 3, color: '#fffeb2' }]),
		'statuses',
	);
	await on.amo.status.updateStatusById(status, { name: 'Waited' });
	expect(await on.amo.status.getStatuseById(status)).toMatchObject({ name: 'Waited' });
	expect(JSON.stringify(await on.amo.status.getStatuses())).toContain('Waited');
	await on.amo.status.deleteStatusById(status);
	await notFound(on.amo.status.getStatuseById(status));
});

it('forms and calls become unsorted leads: accepted, declined, counted', async () => {
	const { unsorted } = on.amo;
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
	const answer = await on.amo.call.addCalls([call, { ...call, phone: '+70000000000' }] as never);
	expect(answer).toMatchObject({ _total_items: 1, _embedded: { calls: [{ request_id: '0' }] } });
	expect(answer.errors).toHaveLength(1);

	await on.amo.lead.updateLeadById(lead.id, { price: 1 });
	const events = await on.amo.event.getEvents({
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
	expect(await on.amo.event.getEventById(event?.id as never)).toMatchObject({ id: event?.id });
	const types = await on.amo.event.getEventsTypes('en');
	expect(types._embedded.events_types.map(({ key }) => key)).toContain('sale_field_changed');
});

it('files are found, renamed, attached, trashed and restored', async () => {
	const { drive_url } = (await on.amo.account.getAccount({ with: ['drive_url'] })) as unknown as {
		drive_url: string;
	};
	const drive = on.amo.file(drive_url);
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
	const cards = await drive.getFileEntities(uuid as never);
	expect(cards.entities).toMatchObject([{ id: lead.id, name: lead.name }]);
	expect(missing(cards, fixture('files__GET_files_file_uuid_links__response'))).toEqual([]);
	await accepted(drive.unlinkEntityFiles(lead.id, 'leads', attached));
	await noContent(drive.getEntityFiles(lead.id, 'leads'));
	await drive.deleteFiles([{ uuid }]);
	await drive.restoreFiles([{ uuid }]);
	expect(await drive.getFileByUUID(uuid)).toMatchObject({ is_trashed: false });
});
