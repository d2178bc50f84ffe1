import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { renewalTime, type StoredTokens } from '../src/client/renewalTime';
import { tokensOf } from './accountCredential';

const credentialType = 'amoCrmOAuth2Api';
/** The token still works for minutes, and the next 401 tells whoever has to know why it was not renewed. */
const pauseAfterFailureMs = 60_000;

/**
 * Asked before each request, it renews a token that is about to end or has ended, by n8n's own way: one
 * renewal for all who wait, under n8n's lock, stored by n8n. It never throws.
 * @param credential as it was when the node began; it is read again only when its renewal is due
 */
export function renewerBeforeExpiry(
	credential: ICredentialDataDecryptedObject,
): (renewing: IExecuteFunctions) => Promise<void> {
	let dueAt = renewalTime(tokensOf(credential));

	return async (renewing) => {
		if (Date.now() < dueAt) return;
		const present = await renewing.getCredentials<ICredentialDataDecryptedObject>(credentialType);
		dueAt = renewalTime(tokensOf(present));
		if (Date.now() < dueAt) return;
		// The tokens that were judged: read anew they could be another's fresh ones, and n8n, which
		// renews unless the stored token is another than the given, would renew those at once.
		const judged = Object.create(renewing) as IExecuteFunctions;
		judged.getCredentials = async <T extends object>(): Promise<T> => present as T;
		try {
			const renewed: unknown = await renewing.helpers.refreshOAuth2Token.call(
				judged as never,
				credentialType,
			);
			dueAt = renewalTime(renewed as StoredTokens);
		} catch {
			dueAt = Date.now() + pauseAfterFailureMs;
		}
	};
}
