import type { Integration } from '../oauth/types';
import { problem } from '../problem';
import type { Store } from '../store';

/** The integration that the caller names; throws a 404 that says which one is missing. */
export function integrationOf(store: Store, clientId: string): Integration {
	const found = store.data.oauth.integrations.get(clientId);
	if (!found) throw problem(404, `There is no integration ${clientId}.`);
	return found;
}
