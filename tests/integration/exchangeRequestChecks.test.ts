import { useTestDatabase } from '../support/database';
import {
	createExchange,
	partsOrder as parts,
	serviceRequest as service,
} from '../support/exchange';

/** What a request of the site must have before it is taken. */
const database = useTestDatabase();
const exchange = createExchange(database);

const { accept } = exchange;

const problems = async (body: unknown): Promise<readonly string[]> => {
	const { outcome, answer } = await accept(body);
	if (outcome !== 'invalid') return [];
	return (answer as { problems: ReadonlyArray<{ field: string }> }).problems.map(
		({ field }) => field,
	);
};

test.each([
	['no body', null, ['body', 'request_id', 'type', 'contact']],
	['a list', [], ['body', 'request_id', 'type', 'contact']],
	['a short id', { ...service, request_id: 'x' }, ['request_id']],
	['an id that is a number', { ...service, request_id: 123456789 }, ['request_id']],
	['an unknown type', { ...service, type: 'gift' }, ['type']],
	['nobody to answer', { ...service, contact: { name: 'Иван' } }, ['contact']],
	['a phone that is none', { ...service, contact: { phone: '12-34' } }, ['contact.phone']],
	['an e-mail that is none', { ...service, contact: { email: 'x@y' } }, ['contact.email']],
	['a Telegram name', { ...service, contact: { telegram_id: '@x' } }, ['contact.telegram_id']],
	['a machine that is a text', { ...service, machine: 'SN-1' }, ['machine']],
	[
		'a serial number that is a number',
		{ ...service, machine: { serial_number: 1 } },
		['machine.serial_number'],
	],
	['a message too long', { ...service, message: 'x'.repeat(5001) }, ['message']],
	['an order of nothing', { ...parts, items: [] }, ['items']],
	['goods that are no list', { ...parts, items: 'x' }, ['items']],
	['too many goods', { ...parts, items: Array(101).fill({ name: 'x', price: 1 }) }, ['items']],
	['goods without a price', { ...parts, items: [{ name: 'x' }] }, ['items.0']],
	[
		'goods without a name',
		{ ...parts, items: [{ name: 'x', price: 1 }, { price: 1 }] },
		['items.1'],
	],
	['none of the goods', { ...parts, items: [{ name: 'x', price: 1, quantity: 0 }] }, ['items.0']],
])('refuses %s and says which field', async (_what, body, fields) => {
	expect(await problems(body)).toEqual(fields);
	expect(await exchange.rows('select from amocrm_site_requests')).toEqual([]);
});

test.each([
	['a NUL in a key', '{"a\\u0000":1}'],
	['half a surrogate pair', '{"message":"\\ud83d"}'],
	['nesting too deep', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`],
])('refuses %s instead of failing', async (_what, text) => {
	expect(
		await exchange.row('select outcome from amocrm_accept_request(amocrm_json($1))', [text]),
	).toEqual({ outcome: 'invalid' });
});

test('takes what is complete', async () => {
	expect(await accept(service)).toMatchObject({ outcome: 'new' });
	expect(await accept(parts)).toMatchObject({ outcome: 'new' });
});
