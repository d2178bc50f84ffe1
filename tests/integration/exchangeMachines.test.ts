import { testAccount } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import { contactDetails, createExchange, telegramField, wonLead } from '../support/exchange';

/** A won lead becomes a machine, once, and the client and the manager get what is due. */
const database = useTestDatabase();
const exchange = createExchange(database);

const kinds = async () =>
	(await exchange.notices()).map(({ kind, channel }) => `${String(kind)} ${String(channel)}`);

test('a won lead is one machine and one message, however many runs overlap', async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: ' SN-1 ', telegram: 5001 }));
	const made = await Promise.all(Array.from({ length: 6 }, () => exchange.register()));
	expect(made.flat()).toMatchObject([{ serial_number: 'SN-1' }]);
	expect(await exchange.register()).toEqual([]);
	expect(await exchange.machines()).toMatchObject([
		{ serial_number: 'SN-1', model: 'lathe-16', amocrm_deal_id: '1', amocrm_contact_id: '700' },
	]);
	const [notice, ...others] = await exchange.notices();
	expect(others).toEqual([]);
	expect(notice).toMatchObject({
		kind: 'machine_registered',
		channel: 'telegram',
		chat_id: '5001',
	});
	expect(notice?.['message']).toContain('Ваше оборудование зарегистрировано!');
	expect(notice?.['message']).toContain('SN-1');
});

test('without a chosen field for the serial number nothing is registered', async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	expect(await exchange.register({ serialField: '' })).toEqual([]);
	expect(await exchange.notices()).toEqual([]);
});

test.each([
	['not won', { status_id: 143 }, {}],
	['won long ago', { closed_at: 1_700_000_000 }, {}],
	['in another pipeline', {}, { salesPipelineId: 1 }],
	['of another account', {}, { accountId: 1 }],
])('a lead that is %s is no machine', async (_what, overrides, settings) => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', overrides }));
	expect(await exchange.register(settings)).toEqual([]);
	expect(await exchange.machines()).toEqual([]);
});

test('a missing serial number is one task; filled in later, the machine is registered', async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, telegram: 5001 }));
	await exchange.register();
	await exchange.register();
	expect(await exchange.notices()).toMatchObject([
		{
			kind: 'serial_missing',
			channel: 'task',
			task: { entity_type: 'leads', entity_id: 1, responsible_user_id: 504141 },
		},
	]);
	const later = { updated_at: Math.floor(Date.now() / 1000) };
	await exchange.leadComes(wonLead({ id: 1, telegram: 5001, serial: 'SN-1', overrides: later }));
	expect(await exchange.register()).toHaveLength(1);
	expect(await kinds()).toEqual(['serial_missing task', 'machine_registered telegram']);
});

test('a lead without a contact is a machine without a client, and a task says so', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', contact: null }));
	expect(await exchange.register()).toHaveLength(1);
	expect(await exchange.machines()).toMatchObject([{ amocrm_contact_id: null }]);
	expect(await exchange.notices()).toMatchObject([
		{ kind: 'client_untold', channel: 'task', message: expect.stringContaining('без контакта') },
	]);
});

test('a client without a Telegram ID is told of by the manager', async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await exchange.register();
	expect(await kinds()).toEqual(['client_untold task']);
});

test('amoCRM is asked for a buyer whom no event told of; until it answers the lead waits', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', telegram: 5001 }));
	expect(await exchange.register()).toEqual([]);
	expect(await exchange.machines()).toEqual([]);
	const [buyer] = await exchange.unknownBuyers();
	expect(buyer).toMatchObject({ account_id: String(testAccount), contact_id: '700' });
	await exchange.storeBuyers([{ ...buyer, found: true, details: contactDetails(700) }]);
	expect(await exchange.unknownBuyers()).toEqual([]);
	expect(await exchange.register()).toHaveLength(1);
	expect(await kinds()).toEqual(['machine_registered telegram']);
});

test('a buyer whom amoCRM does not know is asked for once, a failed question again', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	const [buyer] = await exchange.unknownBuyers();
	await exchange.storeBuyers([{ ...buyer, error: 'amoCRM hung up' }]);
	expect(await exchange.unknownBuyers()).toHaveLength(1);
	await exchange.storeBuyers([{ ...buyer, found: false, details: null }]);
	expect(await exchange.unknownBuyers()).toEqual([]);
	expect(await exchange.register()).toHaveLength(1);
});

test("another client's serial number changes nothing and is told to the manager", async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.contactComes(contactDetails(701));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', telegram: 5001 }));
	await exchange.register();
	await exchange.leadComes(wonLead({ id: 2, serial: 'sn-1', telegram: 5002, contact: 701 }));
	await exchange.register();
	await exchange.register();
	expect(await exchange.machines()).toMatchObject([{ amocrm_deal_id: '1' }]);
	expect(await kinds()).toEqual(['machine_registered telegram', 'serial_taken task']);
});

test("a service of the client's own machine is neither a machine nor a task", async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', telegram: 5001 }));
	await exchange.register();
	await exchange.leadComes(wonLead({ id: 2, serial: 'SN-1', telegram: 5001 }));
	await exchange.register();
	expect(await exchange.machines()).toHaveLength(1);
	expect(await kinds()).toEqual(['machine_registered telegram']);
});

test("a changed contact changes the client's row, the Telegram ID of the contact wins", async () => {
	await exchange.contactComes(contactDetails(700));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', telegram: 5001 }));
	await exchange.register();
	const changed = {
		name: 'New Name',
		updated_at: Math.floor(Date.now() / 1000),
		custom_fields_values: [telegramField('6001')],
	};
	await exchange.contactComes(contactDetails(700, changed));
	expect(await exchange.follow()).toMatchObject({ clients: 1 });
	expect(await exchange.follow()).toMatchObject({ clients: 0 });
	expect(await exchange.rows('select name, phones, telegram_id from amocrm_clients')).toEqual([
		{ name: 'New Name', phones: [], telegram_id: '6001' },
	]);
});

test("the lead's maintenance date moves the machine's, and only when it changes", async () => {
	await exchange.contactComes(contactDetails(700));
	// Midnight in Moscow, as amoCRM keeps a date.
	const first = Date.parse('2027-03-01T00:00:00+03:00') / 1000;
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', maintenance: first }));
	await exchange.register();
	expect(await exchange.machines()).toMatchObject([{ next_maintenance_date: '2027-03-01' }]);
	await exchange.rows(`update machine_instances set next_maintenance_date = '2028-01-01'`);
	expect(await exchange.follow()).toMatchObject({ leads: 1 });
	expect(await exchange.follow()).toMatchObject({ leads: 0 });
	expect(await exchange.machines()).toMatchObject([{ next_maintenance_date: '2028-01-01' }]);
	const second = Date.parse('2027-06-15T00:00:00+03:00') / 1000;
	const overrides = { updated_at: Math.floor(Date.now() / 1000) };
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', maintenance: second, overrides }));
	expect(await exchange.follow()).toMatchObject({ leads: 1 });
	expect(await exchange.machines()).toMatchObject([{ next_maintenance_date: '2027-06-15' }]);
});
