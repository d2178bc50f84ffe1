import { timeZoneOf } from '../timeZone';
import { asGiven, givenSettings, type Environment } from './environment';

/** Values for the Settings nodes of the workflows of the two-way exchange, by the names they have there. */
export type ExchangeSettings = Readonly<Record<string, string | number>>;

const texts = {
	AMOCRM_SITE_JWT_AUDIENCE: 'siteAudience',
	// By id, code or name: the workflows look them up.
	AMOCRM_FIELD_SERIAL_ID: 'serialField',
	AMOCRM_FIELD_MODEL_ID: 'modelField',
	AMOCRM_FIELD_TELEGRAM_ID: 'telegramField',
	AMOCRM_FIELD_CONTACT_TELEGRAM_ID: 'contactTelegramField',
	AMOCRM_FIELD_MAINTENANCE_ID: 'maintenanceField',
} as const;

const ids = {
	AMOCRM_PIPELINE_ID: 'pipelineId',
	AMOCRM_SALES_PIPELINE_ID: 'salesPipelineId',
	AMOCRM_RESPONSIBLE_USER_ID: 'responsibleUserId',
	AMOCRM_STATUS_SUCCESS: 'wonStatusId',
} as const;

/** n8n's own variable: what it calls midnight is midnight in the dates of the leads, too. */
const zones = { GENERIC_TIMEZONE: 'timezone' } as const;

function idOf(name: string, text: string): number {
	if (/^\d{1,15}$/.test(text)) return Number(text);
	throw new Error(`${name} is "${text}", but an id of amoCRM has digits only.`);
}

/**
 * What is set; the rest stays as the workflows have it, which without a serial number's field register
 * nothing and without an audience let nobody in. Throws when an id or a time zone is none.
 */
export const exchangeSettings = (env: Environment): ExchangeSettings => ({
	...givenSettings(env, texts, asGiven),
	...givenSettings(env, ids, idOf),
	...givenSettings(env, zones, timeZoneOf),
});
