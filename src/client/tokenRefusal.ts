import { AmoCrmError } from './errors';
import type { ApiRequest } from './types';

/** One refusal of amoCRM's token endpoint. */
export interface TokenRefusal {
	/** amoCRM's `hint`, English on every account; a part of it is enough. */
	readonly said: string;
	readonly means: string;
	readonly remedy: string;
}

const connectAnew = 'Open the credential and connect it anew.';

/** amoCRM's answers are no RFC 6749 errors: n8n shows only "HTTP status 400" for each of these. */
export const tokenRefusals: readonly TokenRefusal[] = [
	{
		said: 'Token has been revoked',
		means: 'the refresh token was used before, or the integration was switched off in amoCRM',
		remedy: `Check that the integration is installed and switched on. ${connectAnew} If it happens again, something else renews the same credential: a copy of this n8n, or a node that is not ours.`,
	},
	{
		said: 'Invalid refresh token',
		means: 'the stored refresh token is not one of this integration',
		remedy: `Check the Client ID. ${connectAnew}`,
	},
	{
		said: 'Cannot decrypt the refresh token',
		means: 'the stored refresh token is damaged or of another brand',
		remedy: `Check the domain of the credential. ${connectAnew}`,
	},
	{
		said: 'Redirect URI is not associated with client',
		means:
			"the redirect URI of this n8n, or the Redirect URL of the credential, is not the integration's",
		remedy:
			'Copy the OAuth Redirect URL of the credential into the integration, or the redirect URI of the integration into the Redirect URL of the credential, letter by letter: https, host, path, no slash at the end. Then connect the credential anew.',
	},
	{
		said: 'Authorization code has expired',
		means: 'the code was used after more than 20 minutes',
		remedy: `${connectAnew} A clock that is wrong can be the cause as well.`,
	},
	{
		said: 'Authorization code has been revoked',
		means: 'the code was used before',
		remedy: `${connectAnew} A code works once: reloading the page after the consent does not help.`,
	},
	{
		said: 'Cannot decrypt the authorization code',
		means: 'what came back from the consent page is no code',
		remedy: connectAnew,
	},
	{
		said: 'Invalid account',
		means: 'the code belongs to another account than the credential',
		remedy: 'Put the subdomain of the account that you agree for into the credential.',
	},
	{
		said: 'client_secret',
		means: 'the credential has no client secret',
		remedy: 'Copy the secret key from "Keys and scopes" of the integration into the credential.',
	},
	{
		said: 'client_id',
		means: 'the credential has no client id',
		remedy:
			'Copy the integration id from "Keys and scopes" of the integration into the credential.',
	},
	{
		said: 'redirect_uri',
		means: 'the renewal came without a redirect URI',
		remedy: `Use the credential with AmoCRM nodes only: others renew it in a way that amoCRM refuses. ${connectAnew}`,
	},
];

const wrongSecret: TokenRefusal = {
	said: '',
	means: 'the client secret or the client id is wrong',
	remedy:
		'Copy both from "Keys and scopes" of the integration into the credential: a secret that was made anew in amoCRM ends the old one. Then connect it anew.',
};

const noAccount: TokenRefusal = {
	said: '',
	means: 'there is no account at this address',
	remedy: 'Check the subdomain and the domain of the credential; then connect it anew.',
};

const unknown: TokenRefusal = {
	said: '',
	means: 'amoCRM does not say why',
	remedy: `Check the subdomain, and that the integration is not switched off in amoCRM. ${connectAnew}`,
};

function hintOf(body: unknown): string {
	if (typeof body !== 'object' || body === null || !('hint' in body)) return '';
	return typeof body.hint === 'string' ? body.hint : '';
}

function refusalOf(status: number, hint: string): TokenRefusal {
	const known = tokenRefusals.find(({ said }) => hint.includes(said));
	if (known) return known;
	if (hint !== '') return { ...unknown, means: hint };
	if (status === 401) return wrongSecret;
	return status === 404 ? noAccount : unknown;
}

/**
 * Why amoCRM gave no new tokens, and what to do.
 * @param status of the token endpoint: 400, 401 or 404; others mean there what they mean everywhere
 * @param body of its answer, parsed
 */
export function tokenRefusalError(request: ApiRequest, status: number, body: unknown): AmoCrmError {
	const hint = hintOf(body);
	const { means, remedy } = refusalOf(status, hint);
	const words = hint === '' || hint === means ? '' : ` ("${hint}")`;
	return new AmoCrmError({
		code: 'unauthorized',
		status: 401,
		message: `amoCRM did not renew the tokens of the credential: ${means}${words}`,
		hint: remedy,
		request: { method: request.method, path: request.path },
	});
}
