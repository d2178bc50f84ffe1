import { phoneDigits } from '../../src/match/phone';
import { type Item, type Row } from '../support/crmItems';
import { useTestDatabase } from '../support/database';
import {
	contactDetails,
	createExchange,
	exchangeSettings,
	partsOrder as parts,
	serviceRequest as service,
	telegramField,
} from '../support/exchange';

/** Requests of the site: taken once, worked on by one run, never lost. */
const database = useTestDatabase();
const exchange = createExchange(database);

const settings = JSON.stringify(exchangeSettings);

const { accept } = exchange;
const claim = () => exchange.rows('select * from amocrm_claim_requests()');
const keys = (request: Row) => [request['id'], request['lease']];
const work = (request: Row) =>
	exchange.rows('select * from amocrm_request_work($1, $2, $3::jsonb)', [
		...keys(request),
		settings,
	]);
const lead = (request: Row, contact: number) =>
	exchange.rows('select * from amocrm_request_lead($1, $2, $3, $4::jsonb)', [
		...keys(request),
		contact,
		settings,
	]);
const note = (request: Row, deal: number) =>
	exchange.rows('select * from amocrm_request_note($1, $2, $3)', [...keys(request), deal]);
const complete = (request: Row) =>
	exchange.value<Item | null>('amocrm_complete_request($1, $2)', keys(request));
const fail = (request: Row) =>
	exchange.value<Item | null>('amocrm_fail_request($1, $2, $3)', [...keys(request), '502']);
const choose = (request: Row, candidates: readonly Item[]) =>
	exchange.value<string | null>('amocrm_choose_contact($1, $2::jsonb, $3::jsonb)', [
		request['id'],
		JSON.stringify(candidates),
		settings,
	]);

describe('taking', () => {
	test('the same request at the same time is one, and one run works on it', async () => {
		const outcomes = await Promise.all(Array.from({ length: 8 }, () => accept(service)));
		expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual([
			'new',
			...Array(7).fill('pending'),
		]);
		expect(outcomes.filter(({ lease }) => lease !== null)).toHaveLength(1);
		expect(await claim()).toEqual([]);
	});

	test('a repeated one gets the lead that it has, a different one under its number is refused', async () => {
		const request = await accept(service);
		await lead(request, 700);
		await note(request, 900);
		expect(await complete(request)).toEqual({
			...{ request_id: 'request-0001', lead_id: 900, contact_id: 700, completed: true },
		});
		expect(await accept(service)).toMatchObject({
			outcome: 'repeated',
			answer: { lead_id: 900, completed: true },
		});
		expect(await accept({ ...service, message: 'other' })).toMatchObject({ outcome: 'conflict' });
	});

	test('two requests of a new client at once are worked on one after the other', async () => {
		const other = { ...service, request_id: 'request-0002', contact: { phone: '+79990000700' } };
		const stranger = { ...service, request_id: 'request-0003', contact: { email: 'x@y.example' } };
		const taken = await Promise.all([service, other, stranger].map(accept));
		expect(taken.map(({ outcome }) => outcome)).toContain('pending');
		const working = taken.filter(({ outcome }) => outcome === 'new');
		expect(working).toHaveLength(2);
		expect(await claim()).toEqual([]);
		for (const request of working) {
			await lead(request, 700);
			await complete(request);
		}
		const [waiting, ...others] = await claim();
		expect(others).toEqual([]);
		expect(await choose(waiting ?? {}, [])).toBe('700');
	});

	test('what failed is tried again later, what a dead run left at once', async () => {
		const request = await accept(service);
		expect(await fail(request)).toMatchObject({ completed: false });
		expect(await claim()).toEqual([]);
		await exchange.rows('update amocrm_site_requests set next_attempt_at = now()');
		const [again] = await claim();
		expect(again?.['id']).toBe(request['id']);
		expect(await complete(request)).toBeNull();
		await exchange.rows(`update amocrm_site_requests set leased_until = now() - interval '1 s'`);
		const [third] = await claim();
		expect(await work(again ?? {})).toEqual([]);
		expect(await complete(third ?? {})).toMatchObject({ completed: true });
		expect(await claim()).toEqual([]);
	});
});

describe('working', () => {
	test('the contact is searched for by all that the request says of it', async () => {
		const found = await work(await accept(service));
		expect(found.map(({ query }) => query).sort()).toEqual(['8 (999) 000-07-00', '9990000700']);
		expect(found[0]?.['contact']).toEqual({
			name: 'Иван',
			matchBy: 'phone',
			matchField: 'Telegram',
			matchValue: '8 (999) 000-07-00',
			fields: { PHONE: '8 (999) 000-07-00' },
		});
		const others = await work(await accept(parts));
		expect(others.map(({ query }) => query).sort()).toEqual(['5001', 'client@example.com']);
		expect(others[0]?.['contact']).toMatchObject({
			matchBy: 'email',
			fields: { EMAIL: 'client@example.com', Telegram: '5001' },
		});
	});

	test('a phone is also searched for as the contacts that we know have it', async () => {
		const known = (id: number, phone: string, overrides: Item = {}) =>
			exchange.contactComes(
				contactDetails(id, {
					custom_fields_values: [contactField('PHONE', phone)],
					...overrides,
				}),
			);
		await known(1, '+7 999 000-07.00');
		await known(2, '8-999-0000701');
		await known(3, '8-999-000-07-00', { is_deleted: true });
		const found = await work(await accept(service));
		expect(found.map(({ query }) => query).sort()).toEqual([
			'+7 999 000-07.00',
			'8 (999) 000-07-00',
			'9990000700',
		]);
	});

	test('the phone counts before the e-mail, the oldest of several, and nobody who only looks alike', async () => {
		const body = {
			...service,
			contact: { phone: '+79990000700', email: 'client@example.com', telegram_id: 5001 },
		};
		const request = await accept(body);
		const empty = { custom_fields_values: [] };
		const byMail = contactDetails(3, {
			custom_fields_values: [{ ...contactField('EMAIL', 'CLIENT@example.com') }],
		});
		const byTelegram = contactDetails(4, { custom_fields_values: [telegramField('5001')] });
		const older = contactDetails(2, { created_at: 10 });
		const younger = contactDetails(1, { created_at: 20 });
		const alike = contactDetails(5, {
			custom_fields_values: [contactField('PHONE', '+79990000701')],
		});
		expect(await choose(request, [byTelegram, byMail, younger, older])).toBe('2');
		expect(await choose(request, [byTelegram, byMail, alike])).toBe('3');
		expect(await choose(request, [byTelegram, alike])).toBe('4');
		expect(await choose(request, [alike, contactDetails(6, empty), {}])).toBeNull();
	});

	test('phones are compared as the AmoCRM node compares them', async () => {
		const phones = [
			'8 (999) 123-45-67',
			'+79991234567',
			'999 123 45 67',
			'tel:+7 999 123-45-67',
			'8 999 123 45 67 доб. 12',
			'+44 20 7946 0958 ext 3',
			'0044 20 7946 0958',
			'+8 613 800 000 000',
			'123',
			'8(495)1234567#5',
			'',
		];
		const { digits } = await exchange.row(
			'select array(select amocrm_phone_digits(phone) from unnest($1::text[]) with ordinality as given (phone, place) order by place) as digits',
			[phones],
		);
		expect(digits).toEqual(phones.map(phoneDigits));
	});

	test('the lead has its fields by name, its contact, its price and its number in the name', async () => {
		const order = await accept({ ...parts, machine: { serial_number: ' SN-1 ' } });
		expect(await lead(order, 700)).toEqual([
			{
				id: null,
				name: 'Заказ запчастей № order-000001',
				fields: { CF_SERIAL: 'SN-1', '752013': '5001' },
				model: {
					...{ created_by: 0, pipeline_id: 3177727, price: 3301 },
					_embedded: { contacts: [{ id: 700 }] },
				},
			},
		]);
	});

	test('a lead that an earlier run made is given, whatever it is called by now', async () => {
		const request = await accept(parts);
		await lead(request, 700);
		await note(request, 900);
		await fail(request);
		await exchange.rows('update amocrm_site_requests set next_attempt_at = now()');
		const [again] = await claim();
		expect(await lead(again ?? {}, 700)).toMatchObject([{ id: '900' }]);
	});

	test('each step keeps the request for its run, however long amoCRM takes', async () => {
		const request = await accept(service);
		for (const step of [() => work(request), () => lead(request, 700), () => note(request, 900)]) {
			await exchange.rows(`update amocrm_site_requests set leased_until = now() + interval '1 s'`);
			expect(await step()).not.toEqual([]);
			const { minutes } = await exchange.row(
				'select extract(epoch from leased_until - now())::int / 60 as minutes from amocrm_site_requests',
			);
			expect(minutes).toBeGreaterThanOrEqual(9);
		}
	});

	test('one note lists all goods with article numbers and prices; without any there is none', async () => {
		const [row] = await note(await accept(parts), 900);
		expect(row).toMatchObject({ lead_id: '900', mark: 'Заявка № order-000001' });
		expect(String(row?.['note']).split('\n')).toEqual([
			'Заявка № order-000001',
			'1. Патрон, арт. P-80 — 2 шт. × 1500.5',
			'2. Резец — 1 шт. × 300',
			'Итого: 3301',
		]);
		const [silent] = await note(await accept({ ...service, message: '' }), 901);
		expect(silent).toMatchObject({ note: '' });
	});
});

const contactField = (code: string, value: string) => ({
	field_id: 1,
	field_name: code,
	field_code: code,
	field_type: 'multitext',
	values: [{ value }],
});
