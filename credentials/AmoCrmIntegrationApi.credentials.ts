import type { ICredentialType, INodeProperties, Icon } from 'n8n-workflow';

/** What amoCRM signs its hooks with. */
export class AmoCrmIntegrationApi implements ICredentialType {
	name = 'amoCrmIntegrationApi';

	displayName = 'amoCRM Integration Keys API';

	icon: Icon = {
		light: 'file:../nodes/AmoCrm/amoCrm.svg',
		dark: 'file:../nodes/AmoCrm/amoCrm.dark.svg',
	};

	documentationUrl = 'https://www.amocrm.ru/developers/content/oauth/step-by-step';

	properties: INodeProperties[] = [
		{
			displayName: 'Integration ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			description: 'From the page "Keys and scopes" of the integration in amoCRM',
		},
		{
			displayName: 'Secret Key',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'From the same page; amoCRM signs its hooks with it',
		},
	];
}
