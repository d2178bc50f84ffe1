import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiFixture } from '../../tests/support/amoCrmScript';
import { tokenRefusalError, tokenRefusals } from './tokenRefusal';

const request = { method: 'GET', path: '/api/v4/account' } as const;

it.each([
	[401, '_oauth_error_token_revoked_401', 'used before, or the integration was switched off'],
	[400, '_oauth_error_invalid_refresh_token_400', 'not one of this integration'],
	[400, '_oauth_error_redirect_uri_400', 'redirect URI of this n8n'],
	[400, '_oauth_error_code_expired_400', 'more than 20 minutes'],
	[400, '_oauth_error_code_revoked_400', 'the code was used before'],
	[400, '_oauth_error_cannot_decrypt_code_400', 'is no code'],
	[400, '_oauth_error_check_client_id_400', 'no client id'],
	[401, '_oauth_error_invalid_client_401', 'the client secret or the client id is wrong'],
])('%i with the body %s is explained, with a next step', (status, fixture, means) => {
	const error = tokenRefusalError(request, status, apiFixture(fixture));
	expect(error).toMatchObject({ code: 'unauthorized', status: 401, request });
	expect(error.message).toContain(means);
	expect(error.hint.length).toBeGreaterThan(20);
});

it.each([
	['Check the `client_secret` parameter', 'no client secret'],
	['Check the `redirect_uri` parameter', 'without a redirect URI'],
	['Invalid account', 'another account'],
	['Cannot decrypt the refresh token', 'damaged'],
])('the hint "%s" is explained', (hint, means) => {
	expect(tokenRefusalError(request, 400, { hint }).message).toContain(means);
});

it('repeats a hint that is not known, so that it can be looked up', () => {
	const { message, hint } = tokenRefusalError(request, 400, { hint: 'Something new' });
	expect(message).toBe('amoCRM did not renew the tokens of the credential: Something new');
	expect(hint).toContain('connect it anew');
});

it.each([
	[404, '<html>', 'no account at this address'],
	[400, '', 'does not say why'],
	[400, null, 'does not say why'],
])('%i with %j instead of a problem is explained as well', (status, body, means) => {
	expect(tokenRefusalError(request, status, body).message).toContain(means);
});

it('shows no token that amoCRM would repeat in its hint', () => {
	const { message } = tokenRefusalError(request, 400, { hint: `Odd def50200${'ab'.repeat(20)}` });
	expect(message).toContain('***');
	expect(message).not.toContain('abab');
});

it('the guide explains each of them, because n8n shows them to nobody who connects', () => {
	const guide = readFileSync(join(__dirname, '../../docs/guides/credentials.md'), 'utf8');
	for (const { said } of tokenRefusals) expect(guide).toContain(said);
});
