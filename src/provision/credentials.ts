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

/** The ids under which the shipped workflows refer to their credentials. */
export const credentialIds = { amoCrm: 'amocrmToken00001', postgres: 'amocrmPostgres01' } as const;

/** Plain data for `n8n import:credentials`, which encrypts it. */
export function credentialsToImport(
	settings: { readonly account: RealAccount | null },
	sandbox: { readonly url: string; readonly token: string },
	database: DataDatabase,
): readonly object[] {
	const account = settings.account;
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
					}
				: { domain: 'sandbox', sandboxUrl: sandbox.url, accessToken: sandbox.token },
		},
		{
			id: credentialIds.postgres,
			name: 'PostgreSQL',
			type: 'postgres',
			data: { ...database, maxConnections: 20 },
		},
	];
}
