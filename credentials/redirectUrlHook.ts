import { redirectUrlParameter } from '../src/client/redirectExpression';

/** What n8n makes the address of the consent page from; changed in place. */
interface AuthorizeOptions {
	redirectUri?: string;
	query?: Readonly<Record<string, unknown>>;
}

/** n8n names its own callback and takes no other; credentials of other types lack the parameter. */
async function nameRegisteredRedirectUrl(options: AuthorizeOptions): Promise<void> {
	const { [redirectUrlParameter]: registered, ...query } = options.query ?? {};
	if (typeof registered !== 'string' || registered === '') return;
	options.redirectUri = registered;
	options.query = query;
}

/**
 * For n8n's `EXTERNAL_HOOK_FILES`: Connect of an amoCRM OAuth2 credential asks for the consent with the
 * credential's Redirect URL. n8n reads every export of this file as hooks.
 */
export const oauth2 = { authenticate: [nameRegisteredRedirectUrl] };
