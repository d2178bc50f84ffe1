import { asGiven, givenSettings, wholeAddress, type Environment } from './environment';

/** Where conversations go as applications. */
export interface AnalyticsSettings {
	/** Value of the header Authorization; null: the analytics refuses, or wants none. */
	readonly key: string | null;
	/** Values for the Settings node of «Чаты в аналитику», by the names they have there. */
	readonly settings: Readonly<Record<string, string>>;
}

export const noAnalytics: AnalyticsSettings = { key: null, settings: {} };

const texts = {
	// By id, code or name: the workflow looks it up.
	AMOCRM_FIELD_SESSION_ID: 'sessionField',
	AMOCRM_ANALYTICS_CAMPAIGN: 'defaultCampaign',
	AMOCRM_ANALYTICS_SOURCE: 'defaultSource',
	AMOCRM_ANALYTICS_SITE: 'defaultSite',
} as const;

function addressOf(name: string, text: string): string {
	wholeAddress(name, text);
	return text;
}

function switchOf(name: string, text: string): string {
	if (text === 'campaign' || text === 'source') return text;
	throw new Error(`${name} is "${text}": campaign or source is expected.`);
}

/**
 * What is set; the rest stays as the workflow has it, which without an address does nothing. Throws on
 * an address that is none, and on a switch that is neither campaign nor source.
 */
export const analyticsSettings = (env: Environment): AnalyticsSettings => ({
	key: env['AMOCRM_ANALYTICS_KEY'] || null,
	settings: {
		...givenSettings(env, { AMOCRM_ANALYTICS_URL: 'analyticsUrl' }, addressOf),
		...givenSettings(env, { AMOCRM_ANALYTICS_WITHOUT_SESSION: 'withoutSession' }, switchOf),
		...givenSettings(env, texts, asGiven),
	},
});
