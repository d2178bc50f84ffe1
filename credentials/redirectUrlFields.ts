import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { localRedirectUrl, publicRedirectUrl } from '../src/client/redirectUrl';

const matches = (pattern: RegExp) => ({ _cnd: { regex: pattern.source } });
const isGiven = { _cnd: { exists: true } } as const;

const notice = (
	name: string,
	displayName: string,
	displayOptions: IDisplayOptions,
): INodeProperties => ({ displayName, name, type: 'notice', default: '', displayOptions });

/** The address at which amoCRM knows the integration, when it is not n8n's own callback. */
export const redirectUrlFields: readonly INodeProperties[] = [
	{
		displayName: 'Redirect URL',
		name: 'redirectUrl',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://n8n.example.ru/oauth/amocrm/callback',
		description:
			'Redirect URI that the integration has in amoCRM, letter by letter, when it is another one than the OAuth Redirect URL above. Leave empty otherwise.',
	},
	notice(
		'redirectUrlNotice',
		'The Redirect URL has to lead to the OAuth Redirect URL above, with the whole query, and n8n has to be started with EXTERNAL_HOOK_FILES naming dist/credentials/redirectUrlHook.js of this package. Both are there with our nginx and Docker files.',
		{ show: { redirectUrl: [isGiven] } },
	),
	notice(
		'redirectUrlProblem',
		'This Redirect URL cannot be used: give the whole address, https://, a Latin host and a path, without spaces and #.',
		{
			show: { redirectUrl: [isGiven] },
			hide: { redirectUrl: [matches(publicRedirectUrl)], domain: ['sandbox'] },
		},
	),
	notice(
		'redirectUrlProblemOfSandbox',
		'This Redirect URL cannot be used: give the whole address, https://, or http:// of this machine.',
		{
			show: { redirectUrl: [isGiven], domain: ['sandbox'] },
			hide: { redirectUrl: [matches(publicRedirectUrl), matches(localRedirectUrl)] },
		},
	),
];
