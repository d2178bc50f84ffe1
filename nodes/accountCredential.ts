import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	ITriggerFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';
import type { StoredTokens } from '../src/client/renewalTime';

export type Context =
	| IExecuteFunctions
	| IHookFunctions
	| ILoadOptionsFunctions
	| ITriggerFunctions
	| IWebhookFunctions;

const credentialTypes = { accessToken: 'amoCrmApi', oAuth2: 'amoCrmOAuth2Api' } as const;
export type CredentialType = (typeof credentialTypes)[keyof typeof credentialTypes];

export function credentialTypeOf(context: Context): CredentialType {
	// Only IExecuteFunctions takes an item index here; the others would read it as the default value.
	const value =
		'getInputData' in context && 'continueOnFail' in context
			? (context as IExecuteFunctions).getNodeParameter('authentication', 0, 'accessToken')
			: (context as IHookFunctions).getNodeParameter('authentication', 'accessToken');
	return value === 'oAuth2' ? credentialTypes.oAuth2 : credentialTypes.accessToken;
}

export type Credential = ICredentialDataDecryptedObject;

export const tokensOf = (credential: Credential): StoredTokens | undefined =>
	credential['oauthTokenData'] as StoredTokens | undefined;

export const accessTokenOf = (type: CredentialType, credential: Credential): string =>
	String(
		(type === 'amoCrmOAuth2Api' ? tokensOf(credential)?.access_token : credential['accessToken']) ??
			'',
	);

/** The access token of the credential that a node is set to; empty when there is none yet. */
export async function storedAccessToken(context: Context): Promise<string> {
	const type = credentialTypeOf(context);
	return accessTokenOf(type, await context.getCredentials<Credential>(type));
}
