import { sign } from 'jsonwebtoken';
import { AmoCrmError } from '../src/client/errors';
import { refusedToken, tokenFinding } from './doctorToken';

const now = 1_800_000_000;
const day = 86_400;
const account = { id: 31000001, subdomain: 'example' };
const token = (claims: object): string =>
	sign({ scopes: ['crm', 'files'], api_domain: 'api-b.amocrm.ru', ...claims }, 'any key');
const longLived = (daysLeft: number): string =>
	token({ iat: now - 100 * day, exp: now + daysLeft * day });

it('tells account, kind, age, days left, scopes and host of a token', () => {
	expect(tokenFinding(longLived(265), account, now)).toEqual({
		state: 'ok',
		text: 'account 31000001 (example), long-lived token, 100 days old, 265 days left, scopes crm files, api-b.amocrm.ru',
	});
});

it.each([
	[31, 'ok'],
	[30, 'ok'],
	[29.9, 'warning'],
	[1, 'warning'],
	[0.5, 'warning'],
])('with %d days left it is %s', (daysLeft, state) => {
	const finding = tokenFinding(longLived(daysLeft), account, now);
	expect(finding.state).toBe(state);
	if (state === 'warning') expect(finding.fix).toContain('new long-lived token');
});

it('warns of an OAuth token where nothing renews it', () => {
	const finding = tokenFinding(token({ iat: now - 3600, exp: now + 82_800 }), account, now);
	expect(finding).toMatchObject({ state: 'warning' });
	expect(finding.text).toContain('OAuth access token, 0 days old, 0 days left');
	expect(finding.fix).toContain('long-lived');
});

it('takes a token that is no JSON web token as it is', () => {
	expect(tokenFinding('opaque', account, now)).toEqual({
		state: 'ok',
		text: 'account 31000001 (example), the token does not say how old it is',
	});
});

it('shows no part of the token', () => {
	const text = longLived(265);
	const shown = JSON.stringify(tokenFinding(text, account, now));
	for (const part of text.split('.')) expect(shown).not.toContain(part);
});

it('explains a 401 by the token, and leaves other errors alone', () => {
	const errorOf = (code: 'unauthorized' | 'forbidden') =>
		new AmoCrmError({
			code,
			status: 401,
			message: 'x',
			hint: 'y',
			request: { method: 'GET', path: '/api/v4/account' },
		});
	const ended = token({ iat: now - 100 * day, exp: now - day });
	const url = 'https://example.amocrm.ru';
	expect(refusedToken(errorOf('unauthorized'), ended, url, now)).toMatchObject({
		message: expect.stringContaining('ended on 2027-01-14'),
	});
	const other = errorOf('forbidden');
	expect(refusedToken(other, ended, url, now)).toBe(other);
});
