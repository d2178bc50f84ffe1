import type { IHookFunctions } from 'n8n-workflow';
import type { Pool } from 'pg';
import { readTokenClaims } from '../../src/client/tokenClaims';
import { confirmAuthorisation } from '../../src/inbox/confirmAuthorisation';
import { messageOf } from '../../src/messageOf';
import { storedAccessToken } from '../accountCredential';

/**
 * Lets the events of a disconnected account go on when its owner has installed the integration again.
 * Only to be called when amoCRM has just answered to the credential. Never throws.
 */
export async function resumeIfReconnected(
	context: IHookFunctions,
	pool: Pool,
	accountId: number,
): Promise<void> {
	try {
		const token = readTokenClaims(await storedAccessToken(context));
		// The trigger remembers an account; the credential may be of another one since, with the same integration.
		if (token?.accountId !== accountId) return;
		if (!(await confirmAuthorisation(pool, accountId, token))) return;
		context.logger.info(
			`AmoCRM Trigger: account ${accountId} is connected again, the events that were kept go on`,
		);
	} catch (error) {
		context.logger.warn(
			`AmoCRM Trigger: whether account ${accountId} is connected again will be seen at the next look: ${messageOf(error)}`,
		);
	}
}
