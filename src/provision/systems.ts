import { analyticsSettings, noAnalytics, type AnalyticsSettings } from './analytics';
import {
	backendMessages,
	backendMessageSettings,
	noBackendMessages,
	type BackendMessages,
} from './backendMessages';
import { disconnectKeys, noDisconnectKeys, type DisconnectKeys } from './disconnectKeys';
import type { Environment } from './environment';
import { exchangeSettings, type ExchangeSettings } from './exchange';
import { noWidgetKeys, widgetKeys, widgetSettingsOf, type WidgetKeys } from './widgetKeys';

/** What the workflows beside the event pipeline know of this installation: a system, a file, a line. */
export interface Systems {
	/** Who may disconnect the account. */
	readonly disconnect: DisconnectKeys;
	/** Where the application's back end is told of leads. */
	readonly backend: BackendMessages;
	/** What the two-way exchange knows of the account. */
	readonly exchange: ExchangeSettings;
	/** Whose questions for addresses are answered, and with which key. */
	readonly widget: WidgetKeys;
	/** Where conversations go as applications. */
	readonly analytics: AnalyticsSettings;
}

/** Nobody may call anything. */
export const noSystems: Systems = {
	disconnect: noDisconnectKeys,
	backend: noBackendMessages,
	exchange: {},
	widget: noWidgetKeys,
	analytics: noAnalytics,
};

/** Throws what is wrong with which variable, see `.env.example`. */
export const systemsOf = (env: Environment): Systems => ({
	disconnect: disconnectKeys(env),
	backend: backendMessages(env),
	exchange: exchangeSettings(env),
	widget: widgetKeys(env),
	analytics: analyticsSettings(env),
});

/** For the Settings nodes, by the names they have there; what is not set stays as ops have it. */
export const systemSettings = ({ disconnect, backend, exchange, widget, analytics }: Systems) => ({
	...(disconnect.backend ? { backendAudience: disconnect.backend.audience } : {}),
	...backendMessageSettings(backend),
	...exchange,
	...widgetSettingsOf(widget),
	...analytics.settings,
});
