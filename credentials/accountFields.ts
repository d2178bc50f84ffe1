import type { INodeProperties } from 'n8n-workflow';
import { allowedDomainsExpression } from '../src/client/accountExpression';
import { accountRequestsPerSecond } from '../src/client/requestShare';

/** Which account a credential belongs to; the host is pinned to amoCRM's domains and to this machine. */
export const accountFields: readonly INodeProperties[] = [
	{
		displayName: 'Domain',
		name: 'domain',
		type: 'options',
		options: [
			{ name: 'amoCRM (amocrm.ru)', value: 'amocrm.ru' },
			{ name: 'amoCRM International (Legacy, amocrm.com)', value: 'amocrm.com' },
			{ name: 'Kommo (kommo.com)', value: 'kommo.com' },
			{ name: 'Sandbox on This Machine', value: 'sandbox' },
		],
		default: 'amocrm.ru',
		description: 'Where the account is, as its address in the browser says',
	},
	{
		displayName: 'Subdomain',
		name: 'subdomain',
		type: 'string',
		default: '',
		placeholder: 'e.g. example',
		required: true,
		description: 'First part of the account address: "example" for https://example.amocrm.ru',
		displayOptions: { hide: { domain: ['sandbox'] } },
	},
	{
		displayName: 'Sandbox URL',
		name: 'sandboxUrl',
		type: 'string',
		default: 'http://127.0.0.1:8090',
		placeholder: 'e.g. http://127.0.0.1:8090',
		description: 'Address of the sandbox; only addresses of this machine are accepted',
		displayOptions: { show: { domain: ['sandbox'] } },
	},
];

/** How much is asked of the account. Below what has to be filled in: nearly nobody changes it. */
export const requestFields: readonly INodeProperties[] = [
	{
		displayName: 'Requests per Second',
		name: 'requestsPerSecond',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: accountRequestsPerSecond,
		description:
			'How many requests the account may get in a second, from all n8n processes together; amoCRM allows 7',
	},
	{
		displayName: 'Processes',
		name: 'processes',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1,
		description:
			'How many n8n processes share these requests: 1, or in queue mode the number of workers plus one for the main process',
	},
];

/**
 * Without these the HTTP Request node takes the token to whatever address a workflow names, for everybody
 * who may use the credential. n8n's own fields of these names would offer that as the default.
 */
export const hostFields: readonly INodeProperties[] = [
	{
		displayName: 'Allowed HTTP Request Domains',
		name: 'allowedHttpRequestDomains',
		type: 'hidden',
		default: 'domains',
	},
	{
		displayName: 'Allowed Domains',
		name: 'allowedDomains',
		type: 'hidden',
		default: allowedDomainsExpression('$self'),
	},
];
