import { matcher, type MatchKey } from './matcher';

const of = (by: MatchKey['by'], value: string, field = '') => matcher({ by, field, value });
const holding = (field: object, ...values: readonly unknown[]) => ({
	custom_fields_values: [{ ...field, values: values.map((value) => ({ value })) }],
});
const phones = (...values: readonly unknown[]) => holding({ field_code: 'PHONE' }, ...values);
const emails = (...values: readonly unknown[]) => holding({ field_code: 'EMAIL' }, ...values);

describe('a phone', () => {
	const one = of('phone', '8 (999) 123-45-67');

	it('is the same in every writing', () => {
		expect(one.id).toBe(of('phone', '+79991234567').id);
		expect(one.id).not.toBe(of('phone', '+19991234567').id);
		expect(one.isMatch(phones('112233', '+7 999 123 45 67'))).toBe(true);
		expect(one.isMatch(phones('+19991234567', '99912345678'))).toBe(false);
	});

	it('is no phone in another field, nor where there are none', () => {
		expect(one.isMatch(holding({ field_id: 5, field_code: null }, '+79991234567'))).toBe(false);
		expect(one.isMatch({ custom_fields_values: null })).toBe(false);
		expect(one.isMatch({})).toBe(false);
	});

	it('is looked for by its digits, then as it was written', () => {
		expect(one.lookup).toEqual({ kind: 'text', forms: ['9991234567', '8 (999) 123-45-67'] });
		expect(of('phone', '+79991234567').lookup).toEqual({ kind: 'text', forms: ['9991234567'] });
		expect(of('phone', '+15551234567').lookup).toEqual({ kind: 'text', forms: ['15551234567'] });
	});

	it.each([
		['8 999 123-45-67', '+79991234567'],
		['7 999 1234567', '+79991234567'],
		['+7 9991234567', '+7 9991234567'],
		['112-233', '112-233'],
	])('%s in a field beside is sent as %s, which every later search finds', (given, sent) => {
		const other = { field_id: 5, values: [{ value: '8 999 123-45-67' }] };
		const model = (value: string) => ({
			custom_fields_values: [other, { field_code: 'PHONE', values: [{ value, enum_code: 'MOB' }] }],
		});
		expect(one.findable(model(given))).toEqual(model(sent));
	});

	it('that is cleared, or not there, stays so', () => {
		const cleared = { custom_fields_values: [{ field_code: 'PHONE', values: null }] };
		expect(one.findable(cleared)).toEqual(cleared);
		expect(one.findable({ name: 'Anna' })).toEqual({ name: 'Anna' });
	});

	it('of another country is stored as it was written', () => {
		const foreign = of('phone', '+1 (555) 123-4567');
		expect(foreign.mark).toEqual({
			custom_fields_values: [
				{ field_code: 'PHONE', values: [{ value: '+1 (555) 123-4567', enum_code: 'WORK' }] },
			],
		});
	});

	it('has digits', () => {
		expect(() => of('phone', 'Anna')).toThrow('Match Value: "Anna" is not a phone');
		expect(() => of('phone', ' ')).toThrow('Match Value is empty');
	});
});

describe('an email', () => {
	it('is the same in any case, and no part of another one', () => {
		const one = of('email', ' Anna@Example.com ');
		expect(one.id).toBe(of('email', 'anna@example.com').id);
		expect(one.isMatch(emails('ANNA@EXAMPLE.COM'))).toBe(true);
		expect(one.isMatch(emails('joanna@example.com'))).toBe(false);
		expect(one.isMatch(phones('anna@example.com'))).toBe(false);
	});

	it('has an @ and no spaces', () => {
		expect(() => of('email', 'anna')).toThrow('Match Value: "anna" is not an email address');
		expect(() => of('email', 'a@b.c, d@e.f')).toThrow('is not an email address');
	});
});

describe('a custom field', () => {
	it('is compared by its number, as text, case and all', () => {
		const one = of('field', '15', '771');
		expect(one.isMatch(holding({ field_id: 771 }, 15))).toBe(true);
		expect(one.isMatch(holding({ field_id: 771 }, '150', ' 15 '))).toBe(true);
		expect(one.isMatch(holding({ field_id: 772 }, '15'))).toBe(false);
		expect(of('field', 'a', '771').isMatch(holding({ field_id: 771 }, 'A'))).toBe(false);
	});

	it('is filtered by its number and searched by its code', () => {
		expect(of('field', 'A', '771').lookup).toEqual({
			kind: 'filter',
			path: ['custom_fields_values', '771'],
			value: 'A',
		});
		expect(of('field', 'A', 'POSITION').lookup).toEqual({ kind: 'text', forms: ['A'] });
	});

	it('tells the same value of two fields apart', () => {
		expect(of('field', 'A', '771').id).not.toBe(of('field', 'A', '772').id);
	});
});

it('takes a name as a whole', () => {
	const one = of('name', ' Anna ');
	expect(one.isMatch({ name: 'Anna ' })).toBe(true);
	expect(one.isMatch({ name: 'Anna B' })).toBe(false);
	expect(one.isMatch({ name: null })).toBe(false);
});
