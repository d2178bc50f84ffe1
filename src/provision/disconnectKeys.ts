import type { IntegrationKeys } from '../webhook/disconnectHook';
import type { Environment } from './environment';

/** How the tokens of the application's own back end are checked. */
export interface BackendTokens {
	/** HS256: the secret both sides know; RS256: the back end's public key, PEM. */
	readonly key:
		| { readonly algorithm: 'HS256'; readonly secret: string }
		| { readonly algorithm: 'RS256'; readonly publicKey: string };
	/** What their claim `aud` must hold. */
	readonly audience: string;
}

/** Who may disconnect an account. Null: nobody, until ops fill in the credential in n8n. */
export interface DisconnectKeys {
	readonly integration: IntegrationKeys | null;
	readonly backend: BackendTokens | null;
}

export const noDisconnectKeys: DisconnectKeys = { integration: null, backend: null };

function integrationOf(env: Environment): IntegrationKeys | null {
	const { AMOCRM_CLIENT_ID: clientId, AMOCRM_CLIENT_SECRET: clientSecret } = env;
	if (!clientId && !clientSecret) return null;
	if (clientId && clientSecret) return { clientId, clientSecret };
	throw new Error(
		"For amoCRM's disconnect hook set both AMOCRM_CLIENT_ID and AMOCRM_CLIENT_SECRET, or neither of them.",
	);
}

function backendOf(env: Environment): BackendTokens | null {
	const secret = env['AMOCRM_BACKEND_JWT_SECRET'];
	const publicKey = env['AMOCRM_BACKEND_JWT_PUBLIC_KEY'];
	const audience = env['AMOCRM_BACKEND_JWT_AUDIENCE'];
	if (!secret && !publicKey && !audience) return null;
	if (!audience || Boolean(secret) === Boolean(publicKey)) {
		throw new Error(
			"For the back end's tokens set AMOCRM_BACKEND_JWT_AUDIENCE and one of AMOCRM_BACKEND_JWT_SECRET (HS256) and AMOCRM_BACKEND_JWT_PUBLIC_KEY (RS256), or none of the three.",
		);
	}
	return {
		audience,
		key: publicKey
			? // Files of settings have one line for a value.
				{ algorithm: 'RS256', publicKey: publicKey.replaceAll('\\n', '\n') }
			: { algorithm: 'HS256', secret: secret ?? '' },
	};
}

/** Throws what is missing when only a part is set. */
export const disconnectKeys = (env: Environment): DisconnectKeys => ({
	integration: integrationOf(env),
	backend: backendOf(env),
});
