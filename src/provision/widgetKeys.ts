import type { BackendTokens } from './disconnectKeys';
import { wholeAddress, type Environment } from './environment';

/** What the address widget needs of this installation. */
export interface WidgetKeys {
	/** How amoCRM's one-time tokens are checked. Null: nobody is answered. */
	readonly tokens: BackendTokens | null;
	/** Of the provider of addresses; null: it refuses. */
	readonly providerKey: string | null;
	/** Whole address of another provider, or of a proxy; null: the one in the workflow. */
	readonly providerUrl: string | null;
}

export const noWidgetKeys: WidgetKeys = { tokens: null, providerKey: null, providerUrl: null };

/** Tokens are signed with the integration's secret key. Throws on a redirect URI that is no URL. */
export function widgetKeys(env: Environment): WidgetKeys {
	const secret = env['AMOCRM_CLIENT_SECRET'];
	const redirectUri = env['AMOCRM_REDIRECT_URI'];
	return {
		tokens:
			secret && redirectUri
				? {
						// The claim `aud` of amoCRM's tokens.
						audience: wholeAddress('AMOCRM_REDIRECT_URI', redirectUri).origin,
						key: { algorithm: 'HS256', secret },
					}
				: null,
		providerKey: env['AMOCRM_ADDRESS_PROVIDER_KEY'] || null,
		providerUrl: env['AMOCRM_ADDRESS_PROVIDER_URL'] || null,
	};
}

/** For the Settings node of the workflow; what is not known here stays as ops have it. */
export const widgetSettingsOf = ({ tokens, providerUrl }: WidgetKeys) => ({
	...(tokens ? { widgetAudience: tokens.audience } : {}),
	...(providerUrl ? { providerUrl } : {}),
});
