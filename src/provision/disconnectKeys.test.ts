import { disconnectKeys, noDisconnectKeys } from './disconnectKeys';

it('lets nobody disconnect while nothing is set', () => {
	expect(disconnectKeys({ AMOCRM_CLIENT_ID: '', AMOCRM_BACKEND_JWT_SECRET: '' })).toEqual(
		noDisconnectKeys,
	);
});

it('takes the keys of the integration', () => {
	expect(disconnectKeys({ AMOCRM_CLIENT_ID: 'id', AMOCRM_CLIENT_SECRET: 'key' })).toEqual({
		integration: { clientId: 'id', clientSecret: 'key' },
		backend: null,
	});
});

it('takes a secret of the back end as HS256 and a public key as RS256', () => {
	const audience = { AMOCRM_BACKEND_JWT_AUDIENCE: 'us' };
	const { backend: hs } = disconnectKeys({ ...audience, AMOCRM_BACKEND_JWT_SECRET: 's' });
	const { backend: rs } = disconnectKeys({ ...audience, AMOCRM_BACKEND_JWT_PUBLIC_KEY: 'a\\nb' });
	expect(hs).toEqual({ audience: 'us', key: { algorithm: 'HS256', secret: 's' } });
	expect(rs).toEqual({ audience: 'us', key: { algorithm: 'RS256', publicKey: 'a\nb' } });
});

it.each([
	['an id without its key', { AMOCRM_CLIENT_ID: 'id' }, 'AMOCRM_CLIENT_SECRET'],
	['a key without its id', { AMOCRM_CLIENT_SECRET: 'key' }, 'AMOCRM_CLIENT_ID'],
	['no audience', { AMOCRM_BACKEND_JWT_SECRET: 's' }, 'AMOCRM_BACKEND_JWT_AUDIENCE'],
	['an audience alone', { AMOCRM_BACKEND_JWT_AUDIENCE: 'us' }, 'AMOCRM_BACKEND_JWT_SECRET'],
	[
		'a secret and a public key, of which a forger could choose',
		{
			AMOCRM_BACKEND_JWT_AUDIENCE: 'us',
			AMOCRM_BACKEND_JWT_SECRET: 's',
			AMOCRM_BACKEND_JWT_PUBLIC_KEY: 'p',
		},
		'one of',
	],
])('refuses %s and says what to set', (_what, env, words) => {
	expect(() => disconnectKeys(env)).toThrow(words);
});
