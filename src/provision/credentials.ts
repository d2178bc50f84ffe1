import type { BackendTokens } from './disconnectKeys';
import { noSystems, type Systems } from './systems';

export interface RealAccount {
	readonly subdomain: string;
	readonly domain: string;
	readonly accessToken: string;
}

/** The analysts' database as n8n reaches it. */
export interface DataDatabase {
	readonly host: string;
	readonly port: number;
	readonly user: string;
	readonly password: string;
	readonly database: string;
	/** Whether n8n speaks TLS with it. */
	readonly ssl: 'disable' | 'require';
}

/** Who tells the alarms, and to whom. */
export interface TelegramBot {
	readonly token: string;
	readonly chatId: string;
	/** Without a slash at the end. */
	readonly baseUrl: string;
}

/** The ids under which the shipped workflows refer to their credentials. */
export const credentialIds = {
	amoCrm: 'amocrmToken00001',
	postgres: 'amocrmPostgres01',
	telegram: 'amocrmTelegram01',
	integration: 'amocrmIntegr0001',
	backendTokens: 'amocrmBackendJwt',
	backendSigning: 'amocrmBackendMac',
	n8nApi: 'amocrmN8nApi0001',
	widgetTokens: 'amocrmWidgetJwt1',
	addressProvider: 'amocrmDadata0001',
	analytics: 'amocrmAnalytics1',
} as const;

/** n8n's `jwtAuth`. Without a key it accepts nothing: an empty secret verifies no token. */
const jwtAuth = (tokens: BackendTokens | null): object => {
	const key = tokens?.key ?? { algorithm: 'HS256', secret: '' };
	return { keyType: 'publicKey' in key ? 'pemKey' : 'passphrase', ...key };
};

/** As `n8n import:credentials` reads it. */
export interface ImportedCredential {
	readonly id: string;
	readonly name: string;
	readonly type: string;
	readonly data: object;
}

/** Plain data for `n8n import:credentials`, which encrypts it. */
export function credentialsToImport(
	settings: {
		readonly account: RealAccount | null;
		readonly queue?: { readonly processes: number };
		readonly systems?: Partial<Systems>;
	},
	sandbox: { readonly url: string; readonly token: string },
	database: DataDatabase,
	telegram: TelegramBot | null,
): readonly ImportedCredential[] {
	const { account, queue } = settings;
	const { disconnect, backend, widget, analytics } = { ...noSystems, ...settings.systems };
	const budget = { processes: queue?.processes ?? 1 };
	return [
		{
			id: credentialIds.amoCrm,
			name: 'amoCRM',
			type: 'amoCrmApi',
			data: account
				? {
						domain: account.domain,
						subdomain: account.subdomain,
						accessToken: account.accessToken,
						...budget,
					}
				: {
						domain: 'sandbox',
						sandboxUrl: sandbox.url,
						accessToken: sandbox.token,
						...budget,
					},
		},
		{
			id: credentialIds.postgres,
			name: 'PostgreSQL',
			type: 'postgres',
			data: { ...database, maxConnections: 20 },
		},
		{
			id: credentialIds.telegram,
			name: 'Telegram',
			type: 'telegramApi',
			data: { accessToken: telegram?.token ?? '', baseUrl: telegram?.baseUrl ?? '' },
		},
		{
			id: credentialIds.integration,
			name: 'Интеграция amoCRM',
			type: 'amoCrmIntegrationApi',
			data: { clientId: '', clientSecret: '', ...disconnect.integration },
		},
		{
			id: credentialIds.backendTokens,
			name: 'Токен приложения',
			type: 'jwtAuth',
			data: jwtAuth(disconnect.backend),
		},
		{
			id: credentialIds.backendSigning,
			name: 'Подпись для приложения',
			type: 'crypto',
			// Without a key n8n refuses to sign, so nothing is sent unsigned.
			data: { hmacSecret: backend.signingKey ?? '' },
		},
		{
			id: credentialIds.n8nApi,
			name: 'n8n API',
			type: 'n8nApi',
			// A key is made by a person in n8n; without one n8n refuses.
			data: { apiKey: '', baseUrl: '' },
		},
		{
			id: credentialIds.widgetTokens,
			name: 'Токен виджета',
			type: 'jwtAuth',
			data: jwtAuth(widget.tokens),
		},
		{
			id: credentialIds.addressProvider,
			name: 'Подсказки адресов',
			type: 'httpHeaderAuth',
			data: {
				name: 'Authorization',
				value: widget.providerKey === null ? '' : `Token ${widget.providerKey}`,
			},
		},
		{
			id: credentialIds.analytics,
			name: 'Аналитика',
			type: 'httpHeaderAuth',
			data: { name: 'Authorization', value: analytics.key ?? '' },
		},
	];
}
