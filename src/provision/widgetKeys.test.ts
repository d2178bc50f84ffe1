import { noWidgetKeys, widgetKeys, widgetSettingsOf } from './widgetKeys';

const secret = 'a secret key';
const redirectUri = 'https://n8n.example.ru/rest/oauth2-credential/callback';

it('the audience of the tokens is the origin of the redirect URI', () => {
	const env = {
		AMOCRM_CLIENT_SECRET: secret,
		AMOCRM_REDIRECT_URI: redirectUri,
		AMOCRM_ADDRESS_PROVIDER_KEY: 'k',
		AMOCRM_ADDRESS_PROVIDER_URL: 'https://provider.example.ru/suggest',
	};
	const keys = widgetKeys(env);
	expect(keys).toEqual({
		tokens: { audience: 'https://n8n.example.ru', key: { algorithm: 'HS256', secret } },
		providerKey: 'k',
		providerUrl: 'https://provider.example.ru/suggest',
	});
	expect(widgetSettingsOf(keys)).toEqual({
		widgetAudience: 'https://n8n.example.ru',
		providerUrl: 'https://provider.example.ru/suggest',
	});
});

it.each([
	['nothing', {}],
	['empty lines', { AMOCRM_CLIENT_SECRET: '', AMOCRM_REDIRECT_URI: '' }],
	['a secret alone', { AMOCRM_CLIENT_SECRET: secret }],
	['a redirect URI alone', { AMOCRM_REDIRECT_URI: redirectUri }],
])('with %s nobody is answered', (_what, env) => {
	expect(widgetKeys(env)).toEqual(noWidgetKeys);
	expect(widgetSettingsOf(noWidgetKeys)).toEqual({});
});

it.each(['n8n.example.ru/callback', 'ftp://n8n.example.ru', 'https://'])(
	'%s is refused as redirect URI',
	(AMOCRM_REDIRECT_URI) => {
		const env = { AMOCRM_CLIENT_SECRET: secret, AMOCRM_REDIRECT_URI };
		expect(() => widgetKeys(env)).toThrow('AMOCRM_REDIRECT_URI');
	},
);
