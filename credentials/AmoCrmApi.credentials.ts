import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
	Icon,
} from 'n8n-workflow';
import { accountUrlExpression } from '../src/client/accountExpression';
import { accountFields, hostFields, requestFields } from './accountFields';
import { testRules } from './testRules';

export class AmoCrmApi implements ICredentialType {
	name = 'amoCrmApi';

	displayName = 'amoCRM API';

	icon: Icon = {
		light: 'file:../nodes/AmoCrm/amoCrm.svg',
		dark: 'file:../nodes/AmoCrm/amoCrm.dark.svg',
	};

	/** The hosts follow from the fields above (`hostFields`); n8n's list could only contradict them. */
	hideDomainRestrictionFields = true;

	documentationUrl = 'https://www.amocrm.ru/developers/content/oauth/step-by-step';

	properties: INodeProperties[] = [
		...accountFields,
		{
			displayName: 'Long-Lived Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the page "Keys and scopes" of the integration in amoCRM',
		},
		...requestFields,
		...hostFields,
	];

	/**
	 * A function, not an expression: n8n 2.40 evaluates expressions only while it activates or runs a
	 * workflow, and the trigger also asks amoCRM in between ("No bridge acquired for this context").
	 */
	authenticate: IAuthenticate = async (credentials, request): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, Authorization: `Bearer ${String(credentials['accessToken'])}` },
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: accountUrlExpression('$credentials'),
			url: '/api/v4/account',
			disableFollowRedirect: true,
		},
		rules: testRules(
			'amoCRM did not accept the token. It was revoked, it ended, or it is of another account: check the subdomain and the domain, or create a new long-lived token in the integration.',
		),
	};
}
