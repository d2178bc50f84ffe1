import { countTries, type CountedTransport } from '../src/backfill/countTries';
import { accountBaseUrl } from '../src/client/accountUrl';
import { createClient } from '../src/client/send';
import type { AmoCrmClient } from '../src/client/types';
import { refusedToken } from './doctorToken';
import { fetchTransport } from './fetchTransport';
import { findInstallation } from './installation';
import type { Io } from './io';

export interface BackfillAccount {
	readonly client: AmoCrmClient;
	readonly counted: CountedTransport;
	readonly explain: (error: unknown) => unknown;
}

/** The account that `doctor` looks at too. Throws what to set where there is none. */
export function backfillAccount(
	env: Io['env'],
	requestsPerSecond: number,
	signal: AbortSignal,
): BackfillAccount {
	const { amoCrm } = findInstallation(env);
	if (!amoCrm) throw new Error('Which account? Set AMOCRM_SUBDOMAIN and AMOCRM_ACCESS_TOKEN.');
	const { account, accessToken } = amoCrm;
	const baseUrl = accountBaseUrl(account);
	const counted = countTries(fetchTransport(baseUrl, accessToken));
	return {
		client: createClient({
			transport: counted.transport,
			accountKey: baseUrl,
			requestsPerSecond,
			signal,
		}),
		counted,
		explain: (error) => refusedToken(error, accessToken, baseUrl, Date.now() / 1000),
	};
}
