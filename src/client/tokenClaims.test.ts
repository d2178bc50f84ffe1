import { sign } from 'jsonwebtoken';
import { apiFixture } from '../../tests/support/amoCrmScript';
import { readTokenClaims } from './tokenClaims';

const recorded = apiFixture('_oauth_access_token_jwt_payload') as Readonly<Record<string, unknown>>;
const tokenOf = (changes: object = {}): string => sign({ ...recorded, ...changes }, 'any key');

it('reads what a recorded token says', () => {
	expect(readTokenClaims(tokenOf())).toEqual({
		integrationId: '00000000-0000-4000-8000-000000000001',
		accountId: 31000001,
		userId: '1234567',
		baseDomain: 'amocrm.ru',
		apiDomain: 'api-b.amocrm.ru',
		scopes: ['push_notifications', 'files', 'crm', 'files_delete', 'notifications'],
		issuedAt: 1735700000,
		expiresAt: 1735786400,
		isLongLived: false,
	});
});

it('takes a token of more than 24 hours for a long-lived one', () => {
	expect(readTokenClaims(tokenOf({ exp: 1735786401 }))?.isLongLived).toBe(true);
});

it('gives null or nothing for claims that are missing or of another type', () => {
	const odd = { aud: 5, sub: '', account_id: '31000001', scopes: ['crm', 7], base_domain: null };
	expect(readTokenClaims(tokenOf(odd))).toMatchObject({
		integrationId: null,
		userId: null,
		accountId: null,
		baseDomain: null,
		scopes: ['crm'],
	});
	expect(readTokenClaims(tokenOf({ scopes: 'crm' }))?.scopes).toEqual([]);
});

it.each([
	'',
	'test-token',
	'a.b',
	'a.b.c',
	'a..c',
	`a.${Buffer.from('[1]').toString('base64url')}.c`,
])('finds no claims in %j', (token) => expect(readTokenClaims(token)).toBeNull());
