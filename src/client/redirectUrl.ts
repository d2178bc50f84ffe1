/** An address as amoCRM registers it; it is compared letter by letter, so case and slashes stay. */
export const publicRedirectUrl =
	/^\s*https:\/\/[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:\/[^\s#"\\]*)?\s*$/;

/** Beside those, for the sandbox: plain HTTP that never leaves the machine. */
export const localRedirectUrl =
	/^\s*http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::[0-9]{1,5})?(?:\/[^\s#"\\]*)?\s*$/;

/**
 * The redirect URI that amoCRM compares on a renewal: the credential's field `redirectUrl`, else
 * n8n's own callback.
 * @param n8nBaseUrl `https://n8n.example.ru/`
 */
export function redirectUriOf(
	credential: Readonly<Record<string, unknown>>,
	n8nBaseUrl: string,
): string {
	const given = credential['redirectUrl'];
	const registered = typeof given === 'string' ? given.trim() : '';
	return registered || `${n8nBaseUrl}rest/oauth2-credential/callback`;
}
