import { exchangeSettings } from './exchange';
import { shippedWorkflows } from './workflows';

const everything = {
	AMOCRM_SITE_JWT_AUDIENCE: 'https://site.example.ru',
	AMOCRM_FIELD_SERIAL_ID: '752009',
	AMOCRM_FIELD_MODEL_ID: 'CF_MODEL',
	AMOCRM_FIELD_TELEGRAM_ID: ' Telegram ID ',
	AMOCRM_FIELD_CONTACT_TELEGRAM_ID: 'Telegram',
	AMOCRM_FIELD_MAINTENANCE_ID: 'Дата поставки',
	AMOCRM_PIPELINE_ID: '3177727',
	AMOCRM_SALES_PIPELINE_ID: '3177727',
	AMOCRM_RESPONSIBLE_USER_ID: '504141',
	AMOCRM_STATUS_SUCCESS: '142',
	GENERIC_TIMEZONE: 'Asia/Vladivostok',
};

it('leaves to the workflows what is not set', () => {
	expect(exchangeSettings({})).toEqual({});
	expect(exchangeSettings({ AMOCRM_PIPELINE_ID: '', AMOCRM_FIELD_SERIAL_ID: ' ' })).toEqual({});
});

it('keeps fields as they are named and reads ids as numbers', () => {
	expect(exchangeSettings(everything)).toMatchObject({
		serialField: '752009',
		telegramField: 'Telegram ID',
		pipelineId: 3177727,
		wonStatusId: 142,
		timezone: 'Asia/Vladivostok',
	});
});

it('refuses an id that is none, by its name', () => {
	expect(() => exchangeSettings({ AMOCRM_PIPELINE_ID: 'Продажи' })).toThrow(/AMOCRM_PIPELINE_ID/);
});

it('refuses a time zone that is none', () => {
	expect(() => exchangeSettings({ GENERIC_TIMEZONE: 'GMT+10' })).toThrow(/GENERIC_TIMEZONE/);
});

it('names nothing that no Settings node has', () => {
	const names = shippedWorkflows().flatMap(({ nodes }) =>
		nodes
			.filter(({ name }) => name === 'Settings')
			.flatMap(({ parameters }) => parameters.assignments?.assignments ?? [])
			.map(({ name }) => name),
	);
	const unknown = Object.keys(exchangeSettings(everything)).filter((name) => !names.includes(name));
	expect(unknown).toEqual([]);
});
