import fc from 'fast-check';
import { canonicalJson } from './canonicalJson';
import { decode } from './decode';
import { deliveryId, eventIdentity, requestId } from './identity';
import { normalise } from './normalise';

const identities = (body: string, accountId = 1): readonly string[] =>
	normalise(decode(body), { accountId }).events.map((event) => eventIdentity(event));

describe('eventIdentity', () => {
	it('is the same for the same content in another order', () => {
		const [one] = identities('leads[add][0][id]=1&leads[add][0][name]=a');
		expect(one).toMatch(/^[0-9a-f]{64}$/);
		expect(identities('leads[add][0][name]=a&leads[add][0][id]=1')).toEqual([one]);
		expect(identities('account[id]=1&leads[add][4][name]=a&leads[add][4][id]=1')).toEqual([one]);
	});

	it('differs by account, event, id, content and the order of a list', () => {
		const tags = (first: string, second: string) =>
			`leads[add][0][id]=1&leads[add][0][tags][0][name]=${first}&leads[add][0][tags][1][name]=${second}`;
		const all = [
			...identities(tags('a', 'b')),
			...identities(tags('b', 'a')),
			...identities(tags('a', 'b'), 2),
			...identities(tags('a', 'b').replaceAll('[add]', '[update]')),
			...identities(tags('a', 'b').replace('[id]=1', '[id]=2')),
			...identities(`${tags('a', 'b')}&leads[add][0][price]=`),
			...identities(`${tags('a', 'b')}&leads[add][0][price]=0`),
		];
		expect(new Set(all).size).toBe(all.length);
	});

	it('differs by request where the body has no time, but not for deletes', () => {
		const identity = (body: string, request: string | null) =>
			normalise(decode(body), { accountId: 1 }).events.map((event) =>
				eventIdentity(event, request),
			);
		const mail = 'leads[mail_in][0][id]=1&leads[mail_in][0][status_id]=2';
		expect(identity(mail, 'r1')).not.toEqual(identity(mail, 'r2'));
		expect(identity(mail, 'r1')).toEqual(identity(mail, 'r1'));
		expect(identity(mail, null)).toEqual(identities(mail));
		for (const body of [
			'leads[delete][0][id]=1',
			'leads[add][0][id]=1&leads[add][0][updated_at]=5',
		]) {
			expect(identity(body, 'r1')).toEqual(identity(body, 'r2'));
		}
	});

	it('is canonical: JSON that says the same, whatever the order of the keys', () => {
		fc.assert(
			fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
				const reversed = Object.fromEntries(Object.entries(object).reverse());
				expect(canonicalJson(reversed)).toBe(canonicalJson(object));
				expect(JSON.parse(canonicalJson(object))).toEqual(JSON.parse(JSON.stringify(object)));
			}),
		);
	});
});

describe('deliveryId', () => {
	it("is amoCRM's request id, however the header is written", () => {
		const id = '4deb1687-f69f-4f06-930e-95c2947134ca';
		expect(deliveryId({ 'x-amocrm-requestid': id })).toBe(id);
		expect(deliveryId({ 'X-Amocrm-Requestid': [id, 'other'] })).toBe(id);
		expect(requestId({ 'x-amocrm-requestid': id })).toBe(id);
		expect(requestId({})).toBeNull();
	});

	it('is fresh where the header is missing or odd', () => {
		const fresh = [
			{},
			{ 'x-amocrm-requestid': 'a b\n' },
			{ 'x-amocrm-requestid': 'x'.repeat(200) },
		].map(deliveryId);
		expect(new Set(fresh).size).toBe(3);
		for (const id of fresh) expect(id).toMatch(/^[0-9a-f-]{36}$/);
	});
});
