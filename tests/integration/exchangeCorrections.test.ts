import { useTestDatabase } from '../support/database';
import { contactDetails, createExchange, exchangeSettings, wonLead } from '../support/exchange';

/** What people correct after a sale, and what looks like a sale and is none. */
const database = useTestDatabase();
const exchange = createExchange(database);

beforeEach(async () => {
	await exchange.contactComes(contactDetails(700));
});

const now = () => Math.floor(Date.now() / 1000);
/** The lead was won five days ago and is changed now. */
const afterwards = () => ({ closed_at: now() - 5 * 86_400, updated_at: now() });
const kinds = async () => (await exchange.notices()).map(({ kind }) => kind);
const serials = async () =>
	(await exchange.machines()).map(({ serial_number }) => serial_number as string);

/** One run of «Проданное оборудование». */
async function runs() {
	await exchange.register();
	return await exchange.follow();
}

test('a serial number that is filled in days later registers the machine', async () => {
	await exchange.leadComes(wonLead({ id: 1 }));
	await runs();
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', overrides: afterwards() }));
	await runs();
	expect(await serials()).toEqual(['SN-1']);
	expect(await kinds()).toEqual(['serial_missing', 'client_untold']);
});

test('a request of the site that is done is no sale, with a serial number or without', async () => {
	const request = await exchange.accept({
		request_id: 'request-0001',
		type: 'service',
		contact: { phone: '+79990000700' },
	});
	await exchange.rows('select amocrm_request_note($1, $2, 1)', [request['id'], request['lease']]);
	await exchange.leadComes(wonLead({ id: 1 }));
	await runs();
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', overrides: { updated_at: now() } }));
	await runs();
	expect(await exchange.machines()).toEqual([]);
	expect(await exchange.notices()).toEqual([]);
});

test('a corrected serial number renames the machine instead of making a second one', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await runs();
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-2', overrides: afterwards() }));
	await runs();
	expect(await serials()).toEqual(['SN-2']);
	expect(await kinds()).toEqual(['client_untold']);
});

test("a number corrected to another machine's changes neither of them", async () => {
	await exchange.contactComes(contactDetails(701));
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await exchange.leadComes(wonLead({ id: 2, serial: 'SN-2', contact: 701 }));
	await runs();
	const overrides = afterwards();
	await exchange.leadComes(wonLead({ id: 2, serial: 'SN-1', contact: 701, overrides }));
	await runs();
	expect(await serials()).toEqual(['SN-1', 'SN-2']);
	expect(await kinds()).toEqual(['client_untold', 'client_untold', 'serial_taken']);
});

test('two leads corrected to one number at once rename one machine', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await exchange.leadComes(wonLead({ id: 2, serial: 'SN-2' }));
	await runs();
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-3', overrides: afterwards() }));
	await exchange.leadComes(wonLead({ id: 2, serial: 'sn-3', overrides: afterwards() }));
	await runs();
	expect(await serials()).toEqual(['SN-3', 'SN-2']);
});

test('a lead that gets another main contact gives it the machine', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await runs();
	const sale = { id: 1, serial: 'SN-1', contact: 701, telegram: 5002, overrides: afterwards() };
	await exchange.leadComes(wonLead(sale));
	const [buyer] = await exchange.unknownBuyers();
	await runs();
	expect(await exchange.machines()).toMatchObject([{ amocrm_contact_id: '700' }]);
	await exchange.storeBuyers([{ ...buyer, found: true, details: contactDetails(701) }]);
	await runs();
	expect(await exchange.machines()).toMatchObject([{ amocrm_contact_id: '701' }]);
});

test('what a person changed in the table outlives a lead that says what it said', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await runs();
	await exchange.rows(
		`update machine_instances set serial_number = 'SN-9', client_id = null, next_maintenance_date = '2031-01-01'`,
	);
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', overrides: afterwards() }));
	await runs();
	expect(await exchange.machines()).toMatchObject([
		{ serial_number: 'SN-9', amocrm_contact_id: null, next_maintenance_date: '2031-01-01' },
	]);
});

test('a lead that is un-won and won again is told of once', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	await runs();
	const lost = { status_id: 143, updated_at: now() - 30 };
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', overrides: lost }));
	await runs();
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1', overrides: { updated_at: now() } }));
	await runs();
	expect(await serials()).toEqual(['SN-1']);
	expect(await kinds()).toEqual(['client_untold']);
});

test.each([
	['capitals', 'ab-10'],
	['spaces', ' AB - 10'],
	['spaces that do not break', '\u00a0AB-10\u00a0'],
	['Cyrillic letters that look the same', 'АВ-10'],
])('a serial number that differs in %s is the same machine', async (_how, alike) => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'AB-10' }));
	await exchange.leadComes(wonLead({ id: 2, serial: alike }));
	await runs();
	await runs();
	expect(await exchange.machines()).toHaveLength(1);
	const { is_same } = await exchange.row(
		'select serial_key = amocrm_serial_key($1) as is_same from machine_instances',
		[alike],
	);
	expect(is_same).toBe(true);
});

test('leads and contacts that did not change are not read again, unless other fields are asked for', async () => {
	await exchange.leadComes(wonLead({ id: 1, serial: 'SN-1' }));
	expect(await runs()).toEqual({ clients: 0, leads: 1 });
	expect(await runs()).toEqual({ clients: 0, leads: 0 });
	const other = { ...exchangeSettings, contactTelegramField: 'PHONE', maintenanceField: 'other' };
	expect(await exchange.follow(other)).toEqual({ clients: 1, leads: 1 });
});
