import { sign } from 'jsonwebtoken';
import { renewalTime } from './renewalTime';

const minutes = 60_000;
const end = 1_800_000_000_000;
const token = sign({ exp: end / 1000 }, 'any key');

it('is five minutes before the end that n8n stored', () => {
	expect(renewalTime({ n8n_expires_at: String(end) })).toBe(end - 5 * minutes);
});

it('goes by the token itself where n8n stored no end', () => {
	expect(renewalTime({ access_token: token })).toBe(end - 5 * minutes);
});

it('trusts the end by n8n clock more than that by amoCRM clock', () => {
	const tokens = { access_token: token, n8n_expires_at: String(end + 60 * minutes) };
	expect(renewalTime(tokens)).toBe(end + 55 * minutes);
});

it.each([
	['no tokens', undefined],
	['no age', {}],
	['a token that is no JSON web token', { access_token: 'opaque' }],
	['an end that is no time', { n8n_expires_at: 'soon' }],
	['an end of zero', { n8n_expires_at: '0' }],
])('never comes with %s', (_what, tokens) => {
	expect(renewalTime(tokens)).toBe(Infinity);
});
