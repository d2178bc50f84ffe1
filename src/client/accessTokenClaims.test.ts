import { accessTokenClaims } from './accessTokenClaims';

const iat = 1_763_740_800;
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (payload: unknown) => `${part({ typ: 'JWT', alg: 'RS256' })}.${part(payload)}.c2ln`;

it('reads the integration and the time of a token', () => {
	expect(accessTokenClaims(token({ aud: 'integration', iat, sub: '1', account_id: 2 }))).toEqual({
		clientId: 'integration',
		issuedAt: new Date('2025-11-21T16:00:00Z'),
	});
});

it.each([
	['a plain word', 'sandbox-token'],
	['nothing', undefined],
	['empty', ''],
	['a payload that is no JSON', 'a.b.c'],
	['a payload that is a text', token('x')],
	['without a time', token({ aud: 'integration' })],
	['with a time that is a text', token({ aud: 'integration', time: iat })],
	['for several integrations', token({ aud: ['a', 'b'], iat })],
	['for none', token({ aud: '', iat })],
])('knows nothing of a token that is %s', (_what, given) => {
	expect(accessTokenClaims(given)).toBeNull();
});
