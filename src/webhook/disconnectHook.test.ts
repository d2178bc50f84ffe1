import { createHmac } from 'node:crypto';
import { readDisconnectHook } from './disconnectHook';

// Computed outside of Node.js: printf '%s' "$client_uuid|$account_id" | openssl dgst -sha256 -hmac "$secret"
const keys = {
	clientId: 'bb3a2d6f-3b5a-4b2e-9d4c-8f3f5d0c9a11',
	clientSecret: 'lMZkPq2wQm9cX0tVb7sYh4nRj8dKf3gA5uEoIy6zTxWvC1BpNaLrSeHiJkDmGqUf',
};
const known = 'd5878c4c0a9b3176a67d3f0d7e1781572498c4a4a1fccbdbd72ca18ebd410007';

const sign = (message: string, key: string = keys.clientSecret): string =>
	createHmac('sha256', key).update(message).digest('hex');

const call = {
	client_uuid: keys.clientId,
	account_id: '28805383',
	signature: sign(`${keys.clientId}|28805383`),
};

const refusalOf = (changes: Readonly<Record<string, unknown>>, given = keys) =>
	readDisconnectHook({ ...call, ...changes }, given).refusal;

it('believes a call that amoCRM signed', () => {
	expect(readDisconnectHook({ ...call, signature: known }, keys)).toEqual({
		accountId: 28805383,
		clientId: keys.clientId,
	});
});

it('takes no notice of parameters that amoCRM may add', () => {
	expect(refusalOf({ state: 'x', from: 'y' })).toBeUndefined();
});

const { signature } = call;
const lastDigit = signature.endsWith('0') ? '1' : '0';

it.each([
	['one digit is another', `${signature.slice(0, -1)}${lastDigit}`],
	['it is of another account', sign(`${keys.clientId}|28805384`)],
	['it is of another integration', sign('another|28805383')],
	['it is made with another key', sign(`${keys.clientId}|28805383`, 'another key')],
	['it is made with an empty key', sign(`${keys.clientId}|28805383`, '')],
	['it is made with the integration id', sign(`${keys.clientId}|28805383`, keys.clientId)],
	['the parts are the other way round', sign(`28805383|${keys.clientId}`)],
	['the separator is another', sign(`${keys.clientId}28805383`)],
	['it is a plain hash', createHmac('sha256', '').update(keys.clientSecret).digest('hex')],
])('the signature is wrong when %s', (_what, wrong) => {
	expect(refusalOf({ signature: wrong })).toBe('its signature is wrong');
});

it.each([
	['missing', undefined],
	['empty', ''],
	['too short', signature.slice(0, 62)],
	['too long', `${signature}00`],
	['of capital letters', signature.toUpperCase()],
	['no hexadecimal number', 'z'.repeat(64)],
	['followed by a line break', `${signature}\n`],
	['a list of the right one', [signature]],
	['given twice', [signature, signature]],
	['an object', { 0: signature }],
	['SHA-1', createHmac('sha1', keys.clientSecret).update('x').digest('hex')],
])('there is no signature when it is %s', (_what, wrong) => {
	expect(refusalOf({ signature: wrong })).toBe('it has no signature');
});

it.each([
	['missing', undefined],
	['empty', ''],
	['zero', '0'],
	['negative', '-28805383'],
	['with a leading zero', '028805383'],
	['with a fraction', '28805383.0'],
	['in exponents', '2e7'],
	['with a space', ' 28805383'],
	['with a line break', '28805383\n'],
	['given twice', ['28805383', '1']],
	['a number of JavaScript', 28805383],
	['beyond what a number holds', '9999999999999999'],
])('there is no account when it is %s, even if that was signed', (_what, account) => {
	const signed = sign(`${keys.clientId}|${String(account)}`);
	expect(refusalOf({ account_id: account, signature: signed })).toBe('it names no account');
});

it.each([
	['missing', undefined],
	['another', 'cc3a2d6f-3b5a-4b2e-9d4c-8f3f5d0c9a11'],
	['given twice', [keys.clientId, keys.clientId]],
	['of capital letters', keys.clientId.toUpperCase()],
])('is about another integration when client_uuid is %s, even if that was signed', (_what, id) => {
	const signed = sign(`${String(id)}|28805383`);
	expect(refusalOf({ client_uuid: id, signature: signed })).toBe('it is about another integration');
});

it.each([
	['no key', { ...keys, clientSecret: '' }],
	['no integration', { ...keys, clientId: '' }],
	['nothing', { clientId: '', clientSecret: '' }],
])('believes nobody while the credential holds %s', (_what, empty) => {
	const signed = sign(`${empty.clientId}|28805383`, empty.clientSecret);
	expect(refusalOf({ client_uuid: empty.clientId, signature: signed }, empty)).toBe(
		'the keys of the integration are not entered',
	);
});

it('names neither key nor signature when it refuses', () => {
	for (const wrong of [{ signature: 'a'.repeat(64) }, { account_id: 'x' }, { client_uuid: 'x' }]) {
		const words = refusalOf(wrong);
		expect(words).toEqual(expect.any(String));
		expect(words).not.toContain(keys.clientSecret);
		expect(words).not.toContain('a'.repeat(64));
	}
});
