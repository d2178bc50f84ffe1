import type { Clock } from '../clock';
import type { Store } from '../store';
import { issueCode } from './tokens';
import type { Integration } from './types';

/** amocrm.ru; Kommo sends 2. */
const platform = '1';
type Added = Readonly<Record<string, string | undefined>>;

/** The integration's registered address with what amoCRM adds to its query. */
export function callbackAddress(integration: Integration, added: Added): string {
	const address = new URL(integration.redirect_uri);
	for (const [name, value] of Object.entries(added)) {
		if (value !== undefined) address.searchParams.set(name, value);
	}
	return address.href;
}

/** Where a code of this user's is taken; `added` tells which way it came about. */
export function addressWithCode(
	store: Store,
	clock: Clock,
	integration: Integration,
	userId: number,
	added: Added & { readonly referer: string },
): string {
	const { client_id, scopes } = integration;
	const code = issueCode(store, clock, { client_id, user_id: userId, scopes });
	return callbackAddress(integration, { code, ...added, client_id, platform });
}
