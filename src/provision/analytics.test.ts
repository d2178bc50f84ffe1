import { analyticsSettings, noAnalytics } from './analytics';
import { shippedWorkflows } from './workflows';

const everything = {
	AMOCRM_ANALYTICS_URL: 'https://analytics.example.ru/applications',
	AMOCRM_ANALYTICS_KEY: 'Bearer key',
	AMOCRM_FIELD_SESSION_ID: ' Сессия ',
	AMOCRM_ANALYTICS_WITHOUT_SESSION: 'source',
	AMOCRM_ANALYTICS_CAMPAIGN: 'Чаты',
	AMOCRM_ANALYTICS_SOURCE: 'Мессенджер',
	AMOCRM_ANALYTICS_SITE: 'example.ru',
};

it('leaves to the workflow what is not set', () => {
	expect(analyticsSettings({})).toEqual(noAnalytics);
	expect(analyticsSettings({ AMOCRM_ANALYTICS_URL: ' ', AMOCRM_ANALYTICS_KEY: '' })).toEqual(
		noAnalytics,
	);
});

it('keeps the key apart from what the workflow shows', () => {
	const { key, settings } = analyticsSettings(everything);
	expect(key).toBe('Bearer key');
	expect(JSON.stringify(settings)).not.toContain('key');
	expect(settings).toMatchObject({ sessionField: 'Сессия', withoutSession: 'source' });
});

it.each([
	[{ AMOCRM_ANALYTICS_URL: 'analytics.example.ru' }, /AMOCRM_ANALYTICS_URL/],
	[{ AMOCRM_ANALYTICS_URL: 'ftp://analytics.example.ru' }, /AMOCRM_ANALYTICS_URL/],
	[{ AMOCRM_ANALYTICS_WITHOUT_SESSION: 'both' }, /campaign or source/],
])('refuses %j by its name', (env, problem) => {
	expect(() => analyticsSettings(env)).toThrow(problem);
});

it('names nothing that the Settings node of its workflow has not', () => {
	const workflow = shippedWorkflows().find(({ id }) => id === 'amocrmChats00001');
	const node = workflow?.nodes.find(({ name }) => name === 'Settings');
	const names = node?.parameters.assignments?.assignments.map(({ name }) => name);
	expect(names).toEqual(
		expect.arrayContaining(Object.keys(analyticsSettings(everything).settings)),
	);
});
