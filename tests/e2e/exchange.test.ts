import { sign } from 'jsonwebtoken';
import { eventually } from '../support/eventually';
import { audience, field, siteSecret, token, useExchange } from './support/exchange';

/** Requests of a site and marks of its engineers: shipped workflows in a real n8n against the sandbox. */
const exchange = useExchange();
const {
	call,
	dueNow,
	fault,
	knownContact,
	leadOf,
	leadsNamedAfter,
	notesOf,
	order,
	register,
	rows,
	run,
	win,
	written,
} = exchange;

describe('a request of the site', () => {
	it.each([
		['without a token', null],
		['with another key', sign({ aud: audience }, 'another', { expiresIn: 300 })],
		['for somebody else', token({ aud: 'https://elsewhere.example.ru' })],
		['without an end', sign({ aud: audience }, siteSecret)],
	])('%s gets 401 and leaves nothing', async (_how, bearer) => {
		const before = await rows('select count(*)::int as n from amocrm_site_requests');
		expect((await call('requests', order(), bearer)).status).toBe(401);
		expect(await rows('select count(*)::int as n from amocrm_site_requests')).toEqual(before);
		expect(await written()).toEqual([]);
	});

	it('that is wrong gets 400 with the fields, and amoCRM is not asked', async () => {
		const wrong = order({ contact: { phone: '12' }, items: [] });
		const { status, data } = await call('requests', wrong);
		expect(status).toBe(400);
		expect(data.problems.map((one: { field: string }) => one.field)).toEqual([
			'contact.phone',
			'items',
		]);
		expect(await written()).toEqual([]);
	});

	it('becomes a lead with its fields, a new contact and one note with all goods', async () => {
		const body = order();
		const { status, data } = await call('requests', body);
		expect({ status, data }).toMatchObject({
			status: 201,
			data: { request_id: body.request_id, completed: true },
		});
		const { data: lead } = await exchange.control().get(`/leads/${data.lead_id}`);
		expect(lead).toMatchObject({ price: 3300, pipeline_id: 8205830, responsible_user_id: 9000002 });
		// By a user they would be that user's own lead, answered at once.
		expect(lead.created_by).toBe(0);
		const noted = await eventually('the note is told', async () => {
			const found = await rows(
				`select created_by from amocrm_deal_notes where amocrm_deal_id = '${data.lead_id}'`,
			);
			return found.length > 0 && found;
		});
		expect(noted).toEqual([{ created_by: '0' }]);
		expect(field(lead, 'Серийный номер')).toBe(body.machine.serial_number);
		expect(field(lead, 'Модель')).toBe('lathe-16');
		expect(String(field(lead, 'Telegram ID'))).toBe(String(body.contact.telegram_id));
		expect(lead._embedded.contacts).toMatchObject([{ id: data.contact_id }]);
		const { data: contact } = await exchange.control().get(`/contacts/${data.contact_id}`);
		expect(contact.name).toBe('Иван Заказчик');
		expect(field(contact, 'Telegram')).toBe(String(body.contact.telegram_id));
		expect(await written()).toEqual([
			'POST /api/v4/contacts',
			'POST /api/v4/leads',
			'POST /api/v4/leads/notes',
		]);
	});

	it('sent twice, also at once, is one lead', async () => {
		const body = order();
		const answers = await Promise.all([call('requests', body), call('requests', body)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([201, 202]);
		const again = await call('requests', body);
		expect(again).toMatchObject({ status: 200, data: { completed: true } });
		expect((await written()).filter((one) => one === 'POST /api/v4/leads')).toHaveLength(1);
		expect((await call('requests', { ...body, message: 'other' })).status).toBe(409);
	});

	it.each([
		['phone', { phone: '+7 999 000-00-77' }],
		['e-mail', { email: 'KNOWN@example.com' }],
		['Telegram ID', { telegram_id: 777001 }],
	])('finds the contact that amoCRM has by its %s', async (_by, contact) => {
		const known = await knownContact();
		const { status, data } = await call('requests', order({ contact }));
		expect({ status, contact: data.contact_id }).toEqual({ status: 201, contact: known });
		expect(await written()).not.toContain('POST /api/v4/contacts');
	});

	it('is kept while amoCRM is down, and becomes one lead with one note when it is back', async () => {
		await fault({ target: 'api', match: { path: '/leads/notes', method: 'POST' }, status: 400 });
		const body = order();
		const { status, data } = await call('requests', body);
		expect({ status, data }).toMatchObject({ status: 202, data: { completed: false } });
		expect((await call('requests', body)).status).toBe(202);
		await exchange.control().delete('/faults');
		await dueNow();
		expect(await run('amocrmRequests01')).toBe('success');
		// The schedule may be the one that takes it.
		await eventually(
			'amoCRM has it',
			async () => {
				const again = await call('requests', body);
				return again.status === 200 && again.data.completed === true;
			},
			90,
		);
		const done = await written();
		expect(done.filter((one) => one === 'POST /api/v4/leads')).toHaveLength(1);
		expect(done.filter((one) => one === 'POST /api/v4/contacts')).toHaveLength(1);
		expect(await notesOf(await leadOf(body.request_id))).toHaveLength(1);
	});
});

it('a lead that somebody renames before its note is there is not made again', async () => {
	await fault({ target: 'api', match: { path: '/leads/notes', method: 'POST' }, status: 400 });
	const body = order();
	expect((await call('requests', body)).status).toBe(202);
	const lead = await leadOf(body.request_id);
	await exchange.control().patch(`/leads/${lead}`, { name: 'Патрон для Ивана' });
	await exchange.control().delete('/faults');
	await dueNow();
	await run('amocrmRequests01');
	await eventually('amoCRM has it', async () => (await call('requests', body)).status === 200, 90);
	expect((await written()).filter((one) => one === 'POST /api/v4/leads')).toHaveLength(1);
	expect(await leadOf(body.request_id)).toBe(lead);
	expect(await notesOf(lead)).toHaveLength(1);
});

it('a body that PostgreSQL cannot hold gets 400', async () => {
	expect((await call('requests', order({ 'key\u0000': 1 }))).status).toBe(400);
	expect((await call('service-done', { 'key\u0000': 1 })).status).toBe(400);
});

it('two requests of a new client at once are one contact with two leads', async () => {
	const contact = { phone: '+7 999 111-22-33' };
	const both = [order({ contact }), order({ contact })];
	await Promise.all(both.map((body) => call('requests', body)));
	await eventually(
		'amoCRM has both',
		async () => {
			const answers = await Promise.all(both.map((body) => call('requests', body)));
			return answers.every(({ status }) => status === 200);
		},
		150,
	);
	const done = await written();
	expect(done.filter((one) => one === 'POST /api/v4/contacts')).toHaveLength(1);
	for (const { request_id: request } of both) expect(await leadsNamedAfter(request)).toBe(1);
});

it('a message that was cut in the middle of an emoji is taken', async () => {
	const { status, data } = await call('requests', order({ message: 'Спасибо \ud83d' }));
	expect(status).toBe(201);
	expect(await notesOf(data.lead_id)).toEqual([expect.stringContaining('Спасибо \ufffd')]);
});

/** n8n that died after amoCRM took everything, before the database knew. */
it('a request whose run died at the very end is known again in amoCRM, to its note', async () => {
	const body = order();
	const { data } = await call('requests', body);
	const before = await written();
	await rows(
		`update amocrm_site_requests set completed_at = null, amocrm_deal_id = null, amocrm_contact_id = null
		where request_id = $1`,
		[body.request_id],
	);
	await eventually(
		'it is worked off again',
		async () => {
			await run('amocrmRequests01');
			return (await call('requests', body)).status === 200;
		},
		90,
	);
	expect(await written()).toEqual(before);
	expect(await leadOf(body.request_id)).toBe(data.lead_id);
	expect(await notesOf(data.lead_id)).toEqual([expect.stringContaining('P-80')]);
});

it('a request that comes while amoCRM cannot be reached at all is kept', async () => {
	await fault({ target: 'api', drop: true });
	const body = order();
	expect(await call('requests', body)).toMatchObject({
		status: 202,
		data: { lead_id: null, completed: false },
	});
	await exchange.control().delete('/faults');
	await dueNow();
	await run('amocrmRequests01');
	await eventually('amoCRM has it', async () => (await call('requests', body)).status === 200, 90);
});

describe('the engineer says that a job is done', () => {
	it('and the lead moves once; a stranger and an unknown job change nothing', async () => {
		const body = order();
		const { data } = await call('requests', body);
		const done = { request_id: body.request_id, engineer: 'Пётр' };
		expect((await call('service-done', done, null)).status).toBe(401);
		expect((await call('service-done', { engineer: 'Пётр' })).status).toBe(400);
		expect((await call('service-done', { request_id: 'nobody-sent-it' })).status).toBe(404);
		expect(await call('service-done', done)).toMatchObject({
			status: 200,
			data: { changed: true },
		});
		const { data: lead } = await exchange.control().get(`/leads/${data.lead_id}`);
		expect(lead.status_id).toBe(142);
		expect(await call('service-done', done)).toMatchObject({
			status: 200,
			data: { changed: false },
		});
		expect((await written()).filter((one) => one.startsWith('PATCH'))).toHaveLength(1);
	});

	it('while amoCRM refuses gets 503, and the repeated call works', async () => {
		const body = order();
		await call('requests', body);
		await fault({ target: 'api', match: { method: 'PATCH' }, status: 400 });
		const done = { request_id: body.request_id };
		expect((await call('service-done', done)).status).toBe(503);
		await exchange.control().delete('/faults');
		expect(await call('service-done', done)).toMatchObject({
			status: 200,
			data: { changed: true },
		});
	});

	it('and the date is in the lead that sold the machine, with one request, and stays in step', async () => {
		const day = 86_400;
		const today = Math.floor(Date.now() / 1000);
		const sold = await win({ 752009: 'SN-STEP-1', 752023: today + 40 * day });
		await register();
		const machine = async () =>
			(
				await rows(
					`select next_maintenance_date::text as day, lead_maintenance_date::text as said
					from machine_instances where serial_number = 'SN-STEP-1'`,
				)
			)[0];
		const inLead = async () =>
			Number(field((await exchange.control().get(`/leads/${sold}`)).data, 'Дата поставки'));
		const body = order({
			...{ type: 'service', items: undefined },
			machine: { serial_number: 'sn-step-1' },
		});
		await call('requests', body);
		await exchange.control().delete('/requests');

		await fault({ target: 'api', match: { method: 'PATCH' }, status: 502 });
		const done = { request_id: body.request_id };
		const before = await machine();
		expect((await call('service-done', done)).status).toBe(503);
		expect(await machine()).toEqual(before);
		await exchange.control().delete('/faults');
		await exchange.control().delete('/requests');
		const { data } = await call('service-done', done);
		expect(data).toMatchObject({ changed: true });
		expect(await written()).toEqual(['PATCH /api/v4/leads']);
		const next: string = data.next_maintenance_date;
		expect(await inLead()).toBe(Date.parse(`${next}T00:00:00+03:00`) / 1000);

		await eventually(
			'our own write comes back',
			async () =>
				(
					await rows(
						`select from amocrm_deals where amocrm_deal_id = $1
						and amocrm_named_date(raw, 'Дата поставки', 'Europe/Moscow')::text = $2`,
						[String(sold), next],
					)
				).length === 1,
			60,
		);
		await register();
		expect(await machine()).toEqual({ day: next, said: next });

		await exchange.control().patch(`/leads/${sold}`, {
			custom_fields_values: [{ field_id: 752023, values: [{ value: today + 90 * day }] }],
		});
		await eventually(
			"the manager's date moves the machine",
			async () => {
				await register();
				return (await machine())?.day !== next;
			},
			60,
		);
		expect(await inLead()).toBe(today + 90 * day);
	});
});
