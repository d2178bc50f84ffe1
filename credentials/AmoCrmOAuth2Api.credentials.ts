import type { ICredentialTestRequest, ICredentialType, INodeProperties, Icon } from 'n8n-workflow';
import { accountUrlExpression, authorizeUrlExpression } from '../src/client/accountExpression';
import { authorizeQueryExpression, codeExchangeExpression } from '../src/client/redirectExpression';
import { accountFields, hostFields, requestFields } from './accountFields';
import { redirectUrlFields } from './redirectUrlFields';
import { testRules } from './testRules';

const hidden = (name: string, displayName: string, value: string | number): INodeProperties => ({
	displayName,
	name,
	type: 'hidden',
	default: value,
});

export class AmoCrmOAuth2Api implements ICredentialType {
	name = 'amoCrmOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'amoCRM OAuth2 API';

	icon: Icon = {
		light: 'file:../nodes/AmoCrm/amoCrm.svg',
		dark: 'file:../nodes/AmoCrm/amoCrm.dark.svg',
	};

	/** The hosts follow from the fields above (`hostFields`); n8n's list could only contradict them. */
	hideDomainRestrictionFields = true;

	documentationUrl = 'https://www.amocrm.ru/developers/content/oauth/step-by-step';

	properties: INodeProperties[] = [
		...accountFields,
		...redirectUrlFields,
		...requestFields,
		...hostFields,
		hidden('grantType', 'Grant Type', 'authorizationCode'),
		hidden('authUrl', 'Authorization URL', authorizeUrlExpression('$self')),
		hidden(
			'accessTokenUrl',
			'Access Token URL',
			accountUrlExpression('$self', '/oauth2/access_token'),
		),
		// amoCRM has no scopes in the request: they belong to the integration.
		hidden('scope', 'Scope', ''),
		hidden('authQueryParameters', 'Auth URI Query Parameters', authorizeQueryExpression),
		hidden('additionalBodyProperties', 'Additional Body Properties', codeExchangeExpression),
		hidden('authentication', 'Authentication', 'body'),
		// No status renews the token here: n8n's own renewal lacks `redirect_uri`, which amoCRM demands.
		// The nodes renew it themselves (nodes/amoCrmTransport.ts).
		hidden('tokenExpiredStatusCode', 'Token Expired Status Code', 0),
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: accountUrlExpression('$credentials'),
			url: '/api/v4/account',
			disableFollowRedirect: true,
		},
		rules: testRules(
			'amoCRM did not accept the token. One that is older than a day is renewed by the next run of an AmoCRM node; if that does not help, check the subdomain and connect the credential anew.',
		),
	};
}
