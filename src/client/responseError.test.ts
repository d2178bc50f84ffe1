import { answer, apiFixture } from '../../tests/support/amoCrmScript';
import { AmoCrmError } from './errors';
import { responseError } from './responseError';

const request = { method: 'POST', path: '/api/v4/leads' } as const;
const errorOf = (status: number, fixture: string): AmoCrmError =>
	responseError(request, answer(status, apiFixture(fixture)));

it.each([
	[400, '_error_400_empty_body', 'invalid', 'Request data can not be empty'],
	[401, '_error_401_ru', 'unauthorized', 'Неверный логин или пароль'],
	[401, '_error_401_kommo', 'unauthorized', 'Invalid user name or password'],
	[402, '_error_402', 'paymentRequired', 'not paid'],
	[403, '_error_403_scope', 'forbidden', 'Invalid scope'],
	[404, '_error_404_route', 'notFound', 'Cannot GET'],
	[405, '_error_405', 'notAllowed', 'does not offer this method'],
	[422, '_error_422_limit', 'refused', 'Limit 250 per page'],
	[429, '_error_429', 'rateLimited', 'too many requests'],
	[500, '_error_500', 'server', 'could not answer'],
	[400, '_oauth_error_invalid_refresh_token_400', 'invalid', 'Invalid refresh token'],
	[401, '_oauth_error_token_revoked_401', 'unauthorized', 'Token has been revoked'],
])('%i with the body %s is explained, with a next step', (status, fixture, code, words) => {
	const error = errorOf(status, fixture);
	expect(error).toMatchObject({ code, status, request });
	expect(error.message).toContain(words);
	expect(error.hint.length).toBeGreaterThan(20);
});

it('tells what is wrong with which field of which item', () => {
	const error = errorOf(400, '_error_400_validation');
	expect(error.refusals).toEqual([
		{
			requestId: '0',
			reasons: [
				'custom_fields_values.0.field_id: The value you selected is not a valid choice. (NotSupportedChoice)',
			],
		},
	]);
	expect(error.message).toContain('custom_fields_values.0.field_id');
});

it('takes a 403 that is no problem of the API for a block of the whole account', () => {
	expect(responseError(request, answer(403, '<h1>403 Forbidden</h1>')).code).toBe('blocked');
});

it.each([
	[apiFixture('_error_403_scope'), 'lacks a scope', 'anew'],
	[{ title: 'Forbidden', detail: 'IP address is not allowed' }, 'IP address', 'allowed IP'],
	[{ detail: 'Доступ с вашего IP запрещён' }, 'IP address', 'allowed IP'],
	[{ error: 'Доступ запрещён', error_code: 113 }, 'IP address', 'allowed IP'],
	[{ title: 'Forbidden', detail: 'No access to the descriptions' }, 'denied access', 'rights'],
])('tells the reasons of a 403 apart: %j', (body, said, hint) => {
	const error = responseError(request, answer(403, body));
	expect(error.code).toBe('forbidden');
	expect(error.message).toContain(said);
	expect(error.hint).toContain(hint);
});

it('takes the waiting time from the header, else from the body', () => {
	expect(errorOf(429, '_error_429').retryAfter).toBe(300);
	expect(responseError(request, answer(429, '', { 'retry-after': '7' })).retryAfter).toBe(7);
	const soon = new Date(Date.now() + 9500).toUTCString();
	const { retryAfter } = responseError(request, answer(429, '', { 'retry-after': soon }));
	expect(retryAfter).toBeGreaterThanOrEqual(8);
	expect(retryAfter).toBeLessThanOrEqual(10);
});

it.each([
	['a bearer', 'Bearer abc.def-123', 'abc.def-123'],
	['a token', 'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'c2lnbmF0dXJl'],
	['a refresh token', 'def50200aabbccddeeff00112233445566', 'ccddeeff'],
	['a webhook secret', '/webhook?key=s3cr3t-value&x=1', 's3cr3t-value'],
	['an encoded secret', 'destination=https%3A%2F%2Fa.b%2Fc%3Fkey%3Ds3cr3t-value', 's3cr3t-value'],
	['a client secret', '{"client_secret":"s3cr3t-value","a":"b"}', 's3cr3t-value'],
])('removes %s from message, hint, path and reasons', (_what, text, secret) => {
	const error = new AmoCrmError({
		code: 'invalid',
		status: 400,
		message: text,
		hint: text,
		request: { method: 'GET', path: text },
		refusals: [{ requestId: '0', reasons: [text] }],
	});
	const everything = `${error.stack} ${JSON.stringify(error)} ${error.message} ${error.hint}`;
	expect(everything).not.toContain(secret);
	expect(error.message).toContain('***');
});

it('leaves ordinary words alone', () => {
	const error = new AmoCrmError({
		code: 'invalid',
		status: 400,
		message: 'keyboard=1&monkey=2 status_id: 5, code NotSupportedChoice',
		hint: '',
	});
	expect(error.message).toBe('keyboard=1&monkey=2 status_id: 5, code NotSupportedChoice');
});
