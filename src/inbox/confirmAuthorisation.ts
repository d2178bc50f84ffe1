import type { Pool } from 'pg';

/** The claims `aud` and `iat`; without either a token says nothing. */
interface Authorisation {
	readonly integrationId: string | null;
	/** Unix seconds. */
	readonly issuedAt: number | null;
}

/**
 * Tells that amoCRM has just accepted a token of the account. True when that brings a disconnected
 * account back: the token is of the integration that was removed, and was given after that.
 */
export async function confirmAuthorisation(
	pool: Pool,
	accountId: number,
	{ integrationId, issuedAt }: Authorisation,
): Promise<boolean> {
	const { rows } = await pool.query<{ reconnected: boolean }>(
		'select amocrm_confirm_authorisation($1, $2, to_timestamp($3)) as reconnected',
		[accountId, integrationId, issuedAt],
	);
	return rows[0]?.reconnected === true;
}
