import type { Environment } from './environment';

/** Where the application's back end is told of leads, and what those messages are signed with. */
export interface BackendMessages {
	/** Whole address; null: what ops have entered in the workflow, empty at first, stays. */
	readonly url: string | null;
	/** Key of HMAC-SHA256; null: what ops have entered in the credential stays. */
	readonly signingKey: string | null;
}

export const noBackendMessages: BackendMessages = { url: null, signingKey: null };

const isLoopback = (host: string): boolean => /^(localhost|127\.[\d.]+|\[::1\])$/.test(host);

function checkedUrl(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : null;
	const isPrivate =
		url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
	// A message holds what the lead knows of a client.
	if (isPrivate && !url.username && !url.password) return text;
	throw new Error(
		'AMOCRM_BACKEND_URL: give the whole address, https://…, without a name and password; http:// on this machine only.',
	);
}

/** Throws when one of the two is missing, or the address is none or not private. */
export function backendMessages(env: Environment): BackendMessages {
	const url = env['AMOCRM_BACKEND_URL']?.trim();
	const signingKey = env['AMOCRM_BACKEND_SIGNING_KEY'];
	if (!url && !signingKey) return noBackendMessages;
	if (url && signingKey) return { url: checkedUrl(url), signingKey };
	throw new Error(
		'For messages to the back end set both AMOCRM_BACKEND_URL and AMOCRM_BACKEND_SIGNING_KEY, or neither of them.',
	);
}

/** For the Settings node of the workflow. */
export const backendMessageSettings = ({ url }: BackendMessages) =>
	url ? { backendUrl: url } : {};
