import type { DatabaseAddress } from './n8nEnvironment';
import { dataDatabase } from './n8nEnvironment';
import type { StackSettings, TelegramBot } from './settings';

/** The ids under which the shipped workflows refer to their credentials. */
export const credentialIds = {
	amoCrm: 'amocrmToken00001',
	postgres: 'amocrmPostgres01',
	telegram: 'amocrmTelegram01',
} as const;

/** Plain data for `n8n import:credentials`, which encrypts it. */
export function credentialsToImport(
	settings: StackSettings,
	sandbox: { readonly url: string; readonly token: string },
	database: DatabaseAddress,
	telegram: TelegramBot,
): readonly object[] {
	const { account, queue } = settings;
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
			data: { ...database, database: dataDatabase, ssl: 'disable', maxConnections: 20 },
		},
		{
			id: credentialIds.telegram,
			name: 'Telegram',
			type: 'telegramApi',
			data: { accessToken: telegram.token, baseUrl: telegram.baseUrl },
		},
	];
}
