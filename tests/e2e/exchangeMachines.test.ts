import { eventually } from '../support/eventually';
import { useExchange } from './support/exchange';

/** Won leads, maintenance and changed contacts: shipped workflows in a real n8n against the sandbox. */
const exchange = useExchange();
const { deliver, fault, knownContact, register, rows, run, tasks, telegram, win } = exchange;

describe('a won lead', () => {
	it('is one machine and one message to the client, though runs overlap', async () => {
		const lead = await win({ 752009: 'SN-WON-1', 752011: 'lathe-16', 752013: 70_100 });
		await Promise.all([register(), register()]);
		await Promise.all([deliver(), deliver()]);
		await register();
		await deliver();
		expect(
			await rows(
				`select serial_number, model, amocrm_deal_id, name from machine_instances
				join amocrm_clients as client on client.id = client_id where serial_number = 'SN-WON-1'`,
			),
		).toEqual([
			{
				serial_number: 'SN-WON-1',
				model: 'lathe-16',
				amocrm_deal_id: String(lead),
				name: 'Известный Клиент',
			},
		]);
		const told = (await telegram()).filter(({ body }) => body.text.includes('SN-WON-1'));
		expect(told).toHaveLength(1);
		expect(told[0]?.body.text).toContain('Ваше оборудование зарегистрировано!');
		expect(told[0]?.body.chat_id).toBe('777001');
	});

	it('without a serial number is a task for the manager, once', async () => {
		const lead = await win({ 752011: 'lathe-16' });
		await register();
		await register();
		await deliver();
		await deliver();
		const own = (await tasks()).filter(({ entity_id }) => entity_id === lead);
		expect(own).toMatchObject([{ responsible_user_id: 9000002 }]);
		expect(own[0]?.text).toContain('без серийного номера');
	});

	it('of an unknown client is a machine all the same, and a task says so', async () => {
		const lead = await win({ 752009: 'SN-WON-2' }, false);
		await register();
		await deliver();
		expect(
			await rows(`select client_id from machine_instances where serial_number = 'SN-WON-2'`),
		).toEqual([{ client_id: null }]);
		const own = (await tasks()).filter(({ entity_id }) => entity_id === lead);
		expect(own.map(({ text }) => text)).toEqual([expect.stringContaining('без контакта')]);
	});

	it('is told and noted before the next one is told: a dead run repeats one, not all', async () => {
		for (const serial of ['SN-ONE-1', 'SN-ONE-2', 'SN-ONE-3']) await win({ 752009: serial });
		await register();
		await deliver();
		const noted = await eventually<readonly { serial: string; at: number }[]>(
			'all are told',
			async () => {
				const found = await rows(
					`select substring(message from 'SN-ONE-[0-9]') as serial,
						extract(epoch from told_at)::float8 * 1000 as at
					from amocrm_notices where channel = 'telegram' and message like '%SN-ONE-%' and told_at is not null
					order by told_at`,
				);
				return found.length === 3 ? found : undefined;
			},
			90,
		);
		const sent = (await telegram()).filter(({ body }) => body.text.includes('SN-ONE-'));
		expect(sent).toHaveLength(3);
		expect(noted[0]?.at).toBeLessThan(sent[2]?.at ?? 0);
	});

	it('while Telegram is down is told later, once', async () => {
		await win({ 752009: 'SN-WON-3' });
		await fault({ target: 'telegram', status: 502 });
		await register();
		await deliver();
		expect(
			await rows(`select told_at, attempts from amocrm_notices where message like '%SN-WON-3%'`),
		).toEqual([{ told_at: null, attempts: 1 }]);
		await exchange.control().delete('/faults');
		await rows('update amocrm_notices set next_attempt_at = now()');
		await deliver();
		await deliver();
		const told = (await telegram()).filter(({ body }) => body.text.includes('SN-WON-3'));
		expect(told).toHaveLength(1);
	});

	it('whose client blocked the bot becomes a task for the manager', async () => {
		const lead = await win({ 752009: 'SN-WON-4' });
		await fault({
			target: 'telegram',
			status: 403,
			body: { ok: false, error_code: 403, description: 'Forbidden: bot was blocked by the user' },
		});
		await register();
		await deliver();
		await deliver();
		const own = (await tasks()).filter(({ entity_id }) => entity_id === lead);
		expect(own.map(({ text }) => text)).toEqual([expect.stringContaining('SN-WON-4')]);
	});
});

describe('maintenance', () => {
	it('is told to client and manager once for a date, though runs overlap or one was missed', async () => {
		const lead = await win({ 752009: 'SN-DUE-1' });
		await register();
		await deliver();
		await rows(
			`update machine_instances set next_maintenance_date = current_date + 20 where serial_number = 'SN-DUE-1'`,
		);
		await exchange.control().delete('/telegram');
		const plan = () => run('amocrmService001', 'Каждый день');
		await Promise.all([plan(), plan()]);
		await Promise.all([deliver(), deliver()]);
		await plan();
		await deliver();
		const told = (await telegram()).filter(({ body }) => body.text.includes('SN-DUE-1'));
		expect(told.map(({ body }) => body.text)).toEqual([expect.stringContaining('обслуживание')]);
		const own = (await tasks()).filter(({ entity_id }) => entity_id === lead);
		expect(own.map(({ text }) => text)).toEqual([expect.stringContaining('расходные материалы')]);
	});
});

it("a contact that a person changes in amoCRM changes the client's row", async () => {
	const contact = await knownContact();
	await exchange.control().patch(`/contacts/${contact}`, { name: 'Новая Фамилия' });
	await eventually(
		'the event has come',
		async () =>
			(
				await rows('select from amocrm_contacts where amocrm_contact_id = $1 and name = $2', [
					String(contact),
					'Новая Фамилия',
				])
			).length === 1,
		60,
	);
	await register();
	expect(
		await rows('select name from amocrm_clients where amocrm_contact_id = $1', [String(contact)]),
	).toEqual([{ name: 'Новая Фамилия' }]);
});
