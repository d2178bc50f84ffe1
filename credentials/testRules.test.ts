import type { ICredentialTestRequest } from 'n8n-workflow';
import { AmoCrmApi } from './AmoCrmApi.credentials';
import { AmoCrmOAuth2Api } from './AmoCrmOAuth2Api.credentials';

const messages = ({ rules = [] }: ICredentialTestRequest): ReadonlyMap<number, string> =>
	new Map(
		rules.flatMap(({ type, properties }) =>
			type === 'responseCode' ? [[properties.value, properties.message] as const] : [],
		),
	);

const tests = { longLived: new AmoCrmApi().test, oAuth2: new AmoCrmOAuth2Api().test };

describe.each(Object.entries(tests))('the test of the %s credential', (_name, test) => {
	it.each([
		[301, 'another address', 'present subdomain'],
		[401, 'did not accept the token', 'subdomain'],
		[402, 'not paid', 'Renew'],
		[403, 'denied access', 'IP white list'],
		[404, 'nothing at this address', 'Check'],
		[429, 'too many requests', 'Wait'],
		[503, 'could not answer', 'later'],
	])('explains %i with a next step', (status, said, remedy) => {
		const message = messages(test).get(status);
		expect(message).toContain(said);
		expect(message).toContain(remedy);
	});

	it('follows no redirect, which would take the token along', () => {
		expect(test.request).toMatchObject({ disableFollowRedirect: true, url: '/api/v4/account' });
	});

	it('explains each status once', () => {
		expect(messages(test).size).toBe(test.rules?.length);
	});
});

it('tells each credential what to do about a 401', () => {
	expect(messages(tests.longLived).get(401)).toContain('new long-lived token');
	expect(messages(tests.oAuth2).get(401)).toContain('connect the credential anew');
});
