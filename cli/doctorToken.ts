import type { Client } from 'pg';
import { longLivedTokenError } from '../src/client/accessRefusal';
import { AmoCrmError } from '../src/client/errors';
import { readTokenClaims, type TokenClaims } from '../src/client/tokenClaims';
import type { Finding } from './doctorChecks';

const secondsOfDay = 86_400;
/** Enough to notice and to make a new token before everything stops. */
const warnDays = 30;
/** amoCRM forgets a refresh token after three months without a renewal. */
const refreshTokenDays = 90;

const days = (seconds: number): number => Math.floor(seconds / secondsOfDay);
const counted = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

const age = ({ issuedAt }: TokenClaims, now: number): readonly string[] =>
	issuedAt === null ? [] : [`${counted(Math.max(0, days(now - issuedAt)))} old`];

const rest = ({ expiresAt }: TokenClaims, now: number): readonly string[] =>
	expiresAt === null ? ['no end'] : [`${counted(Math.max(0, days(expiresAt - now)))} left`];

const rights = ({ scopes, apiDomain }: TokenClaims): readonly string[] => [
	...(scopes.length > 0 ? [`scopes ${scopes.join(' ')}`] : []),
	...(apiDomain === null ? [] : [apiDomain]),
];

export interface Account {
	readonly id: number;
	readonly subdomain: string;
}

/** What the token says of itself, beside the account that it opened. `now` in unix seconds. */
export function tokenFinding(token: string, account: Account, now: number): Finding {
	const opened = `account ${account.id} (${account.subdomain})`;
	const claims = readTokenClaims(token);
	if (!claims) return { state: 'ok', text: `${opened}, the token does not say how old it is` };
	const kind = claims.isLongLived ? 'long-lived token' : 'OAuth access token';
	const text = [opened, kind, ...age(claims, now), ...rest(claims, now), ...rights(claims)].join(
		', ',
	);
	if (claims.expiresAt === null) return { state: 'ok', text };
	if (!claims.isLongLived) {
		return {
			state: 'warning',
			text,
			fix: 'it ends within a day and nothing renews it here: make a long-lived token in the integration',
		};
	}
	if (claims.expiresAt - now >= warnDays * secondsOfDay) return { state: 'ok', text };
	return {
		state: 'warning',
		text,
		fix: 'make a new long-lived token in the integration and put it into the credential of n8n and into AMOCRM_ACCESS_TOKEN',
	};
}

/** A 401 explained by what the token says; every other error as it is. `now` in unix seconds. */
export function refusedToken(error: unknown, token: string, baseUrl: string, now: number): unknown {
	if (!(error instanceof AmoCrmError) || error.code !== 'unauthorized' || !error.request) {
		return error;
	}
	const request = { method: 'GET', path: error.request.path } as const;
	return longLivedTokenError(request, token, baseUrl, now);
}

interface StoredCredential {
	readonly name: string;
	readonly idle_days: number;
}

/**
 * The OAuth2 credentials of n8n, by when they were last stored: each renewal stores one anew. Their
 * tokens are encrypted and stay so.
 */
export async function oauthFindings(n8nDatabase: Client): Promise<readonly Finding[]> {
	const { rows } = await n8nDatabase.query<StoredCredential>(
		`select name, floor(extract(epoch from now() - "updatedAt") / 86400)::int as idle_days
		from credentials_entity where type = 'amoCrmOAuth2Api' order by name`,
	);
	return rows.map(({ name, idle_days: idle }) => {
		const left = Math.max(0, refreshTokenDays - idle);
		const text = `"${name}" was renewed or edited ${counted(idle)} ago, lives ${counted(left)} more without use`;
		if (left === 0) {
			return {
				state: 'failed',
				text,
				fix: 'open the credential in n8n and connect it anew; delete it if nothing uses it',
			};
		}
		if (left >= warnDays) return { state: 'ok', text };
		return {
			state: 'warning',
			text,
			fix: 'publish the workflow amocrm-keep-alive with it: it renews the access every week',
		};
	});
}
