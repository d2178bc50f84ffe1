import { testAccount } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import { contactDetails, createExchange, wonLead } from '../support/exchange';

/** What clients and managers are told: once, whoever is down and whichever run was missed. */
const database = useTestDatabase();
const exchange = createExchange(database);

/** A registered machine that is due on the day, its greeting told already. */
async function machineDue(
	day: string,
	{ id = 1, telegram = 5001 }: { id?: number; telegram?: number | null } = {},
) {
	await exchange.contactComes(contactDetails(700 + id));
	const sale = {
		id,
		serial: `SN-${id}`,
		contact: 700 + id,
		...(telegram === null ? {} : { telegram }),
	};
	await exchange.leadComes(wonLead(sale));
	await exchange.register();
	await exchange.rows(
		'update machine_instances set next_maintenance_date = $1 where serial_number = $2',
		[day, `SN-${id}`],
	);
	await exchange.rows('delete from amocrm_notices');
}

const kinds = async () =>
	(await exchange.notices())
		.map(({ kind, channel }) => `${String(kind)} ${String(channel)}`)
		.sort();

const both = ['maintenance_due task', 'maintenance_due telegram'];

describe('maintenance', () => {
	test.each([
		['31 days before', '2027-01-01', 0],
		['30 days before', '2027-01-02', 1],
		['on the day', '2027-02-01', 1],
		['a missed month later', '2027-03-03', 1],
		['long past', '2027-03-04', 0],
	])('%s', async (_when, today, planned) => {
		await machineDue('2027-02-01');
		expect(await exchange.plan(today)).toBe(planned);
		expect(await kinds()).toEqual(planned ? both : []);
	});

	test('is told once for a date, though runs overlap and come again', async () => {
		await machineDue('2027-02-01');
		const planned = await Promise.all(Array.from({ length: 6 }, () => exchange.plan('2027-01-10')));
		expect(planned.reduce((sum, one) => sum + one, 0)).toBe(1);
		expect(await exchange.plan('2027-01-11')).toBe(0);
		expect(await kinds()).toEqual(both);
	});

	test('is told again for another date', async () => {
		await machineDue('2027-02-01');
		await exchange.plan('2027-01-10');
		await exchange.rows(`update machine_instances set next_maintenance_date = '2027-02-20'`);
		expect(await exchange.plan('2027-02-01')).toBe(1);
		expect(await exchange.notices()).toHaveLength(4);
	});

	test('of a machine that was sold before amoCRM hangs on no lead', async () => {
		await exchange.rows(
			`insert into machine_instances (serial_number, account_id, next_maintenance_date)
			values ('OLD-1', ${testAccount}, '2027-02-01')`,
		);
		expect(await exchange.plan('2027-01-10')).toBe(1);
		expect(await exchange.notices()).toMatchObject([{ channel: 'task', task: {} }]);
		await expect(
			exchange.rows(
				`insert into machine_instances (serial_number, account_id, amocrm_deal_id) values ('OLD-2', 1, '')`,
			),
		).rejects.toThrow(/check constraint/);
	});

	test('of a disconnected account is planned when it is back, and what was planned waits for that', async () => {
		await machineDue('2027-02-01');
		await machineDue('2027-03-01', { id: 2 });
		expect(await exchange.plan('2027-01-10')).toBe(1);
		await exchange.rows(`select amocrm_disconnect_account($1, 'backend')`, [testAccount]);
		expect(await exchange.plan('2027-02-05')).toBe(0);
		expect(await exchange.claim()).toEqual([]);
		await exchange.rows(`select amocrm_reconnect_account($1, 'backend')`, [testAccount]);
		expect(await exchange.plan('2027-02-05')).toBe(1);
		expect(await exchange.claim()).toHaveLength(4);
	});

	test('of a client without Telegram is told to the manager alone, who reads that', async () => {
		await machineDue('2027-02-01', { telegram: null });
		await exchange.plan('2027-01-10');
		expect(await exchange.notices()).toMatchObject([
			{
				channel: 'task',
				message: expect.stringMatching(
					/SN-1[\s\S]*01\.02\.2027[\s\S]*Client 701[\s\S]*Telegram ID/,
				),
				task: { entity_type: 'leads', entity_id: 1, responsible_user_id: 504141 },
			},
		]);
	});
});

describe('a notice', () => {
	const due = () => exchange.rows('update amocrm_notices set next_attempt_at = now()');

	test('is given to one run only, and not again when it was taken', async () => {
		await machineDue('2027-02-01');
		await exchange.plan('2027-01-10');
		const claims = await Promise.all(Array.from({ length: 6 }, () => exchange.claim()));
		expect(claims.flat()).toHaveLength(2);
		for (const notice of claims.flat()) expect(await exchange.told(notice)).toBe('told');
		await due();
		expect(await exchange.claim()).toEqual([]);
	});

	test('that was not taken is given again, later each time', async () => {
		await machineDue('2027-02-01', { telegram: null });
		await exchange.plan('2027-01-10');
		const waits: number[] = [];
		for (let attempt = 0; attempt < 4; attempt += 1) {
			const [notice] = await exchange.claim();
			expect(await exchange.told(notice ?? {}, 'amoCRM answers 502')).toBe('again');
			expect(await exchange.claim()).toEqual([]);
			const { wait } = await exchange.row(
				'select round(extract(epoch from next_attempt_at - now()) / 60)::int as wait from amocrm_notices',
			);
			waits.push(Number(wait));
			await due();
		}
		expect(waits).toEqual([1, 2, 4, 8]);
	});

	test('whose run died is given again, and the dead run has no say any more', async () => {
		await machineDue('2027-02-01', { telegram: null });
		await exchange.plan('2027-01-10');
		const [first] = await exchange.claim();
		await exchange.rows(`update amocrm_notices set leased_until = now() - interval '1 s'`);
		const [second] = await exchange.claim();
		expect(second?.['notice_id']).toBe(first?.['notice_id']);
		expect(await exchange.told(first ?? {})).toBeNull();
		expect(await exchange.told(second ?? {})).toBe('told');
	});

	test('that Telegram refuses for good becomes one task for the manager', async () => {
		await machineDue('2027-02-01');
		await exchange.plan('2027-01-10');
		const claimed = await exchange.claim();
		const message = claimed.find(({ channel }) => channel === 'telegram') ?? {};
		await exchange.told(
			message,
			'"Forbidden: bot was blocked by the user https://t/bot1:secret/x"',
		);
		const untold = (await exchange.notices()).filter(({ kind }) => kind === 'client_untold');
		expect(untold).toMatchObject([
			{ channel: 'task', message: expect.stringContaining('SN-1'), task: { entity_id: 1 } },
		]);
		const row = await exchange.row(
			`select given_up_at is not null as ended, last_error from amocrm_notices where channel = 'telegram'`,
		);
		expect(row['ended']).toBe(true);
		expect(row['last_error']).not.toContain('secret');
	});

	test('of a client waits 15 attempts for Telegram and is a task then', async () => {
		await machineDue('2027-02-01');
		await exchange.plan('2027-01-10');
		await exchange.rows(`delete from amocrm_notices where channel = 'task'`);
		for (let attempt = 1; attempt <= 15; attempt += 1) {
			const [notice] = await exchange.claim();
			expect(await exchange.told(notice ?? {}, 'Telegram answers 502')).toBe(
				attempt < 15 ? 'again' : 'task instead',
			);
			await due();
		}
		expect(await exchange.claim()).toMatchObject([{ channel: 'task' }]);
	});

	test('of a manager outlasts four days without amoCRM, and its end is said', async () => {
		await machineDue('2027-02-01', { telegram: null });
		await exchange.plan('2027-01-10');
		let hours = 0;
		for (let attempt = 1; attempt <= 100; attempt += 1) {
			const [notice] = await exchange.claim();
			expect(await exchange.told(notice ?? {}, 'amoCRM answers 502')).toBe(
				attempt < 100 ? 'again' : 'given up',
			);
			const { wait } = await exchange.row(
				'select extract(epoch from next_attempt_at - now()) / 3600 as wait from amocrm_notices',
			);
			hours += Number(wait);
			await due();
		}
		expect(hours).toBeGreaterThan(4 * 24 - 5);
		expect(await exchange.claim()).toEqual([]);
	});

	test('for Telegram has its signs escaped, for a task not', async () => {
		await machineDue('2027-02-01');
		await exchange.rows(`update machine_instances set model = '<b>16 & 20'`);
		await exchange.plan('2027-01-10');
		const texts = Object.fromEntries(
			(await exchange.claim()).map(({ channel, message }) => [String(channel), String(message)]),
		);
		expect(texts['telegram']).toContain('&lt;b&gt;16 &amp; 20');
		expect(texts['task']).toContain('<b>16 & 20');
	});
});
