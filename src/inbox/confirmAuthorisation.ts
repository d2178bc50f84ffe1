import type { Pool } from 'pg';

/**
 * Tells that amoCRM has just accepted a token of the account. True when that brings a disconnected
 * account back: the token is of the integration that was removed, and was given after that.
 */
export async function confirmAuthorisation(
	pool: Pool,
	accountId: number,
	token: { readonly clientId: string; readonly issuedAt: Date },
): Promise<boolean> {
	const { rows } = await pool.query<{ reconnected: boolean }>(
		'select amocrm_confirm_authorisation($1, $2, $3) as reconnected',
		[accountId, token.clientId, token.issuedAt],
	);
	return rows[0]?.reconnected === true;
}
