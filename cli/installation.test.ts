import { findInstallation } from './installation';

/** No `npm start` must answer instead. */
const nowhere = { AMOCRM_DATA_DIR: '/nowhere' };
const inside = { ...nowhere, N8N_URL: 'http://n8n:5678' };

test("a webhook is ours by the host that amoCRM calls, by n8n's own where none is said", () => {
	const hostOf = (env: object) => findInstallation({ ...inside, ...env }).webhookHost;
	expect(hostOf({})).toBe('n8n:5678');
	expect(hostOf({ AMOCRM_WEBHOOK_URL: 'https://webhook.example.ru/amocrm' })).toBe(
		'webhook.example.ru',
	);
	expect(
		hostOf({
			AMOCRM_PUBLIC_URL: 'https://n8n.example.ru/',
			AMOCRM_WEBHOOK_URL: 'https://webhook.example.ru/amocrm',
		}),
	).toBe('n8n.example.ru');
});

test('variables that are empty, as Compose passes them on, count as not set', () => {
	const { amoCrm, schema, jarvisUrl } = findInstallation({
		...inside,
		AMOCRM_SUBDOMAIN: '',
		AMOCRM_ACCESS_TOKEN: '',
		AMOCRM_SCHEMA: '',
		AMOCRM_JARVIS_URL: '',
		AMOCRM_PUBLIC_URL: '',
	});
	expect({ amoCrm, schema, jarvisUrl }).toEqual({
		amoCrm: null,
		schema: 'public',
		jarvisUrl: null,
	});
});
