/** Where amoCRM's documents contradict each other, or leave a choice: one sandbox plays each of them. */
export interface OAuthRules {
	/**
	 * How long a refresh token works after it was exchanged: until the new pair is first used (Kommo's
	 * documents), or for so many seconds; 0, not at all (amocrm.ru's documents).
	 */
	readonly refresh_grace: 'until_used' | number;
	/** `lenient`: a refresh may leave it out. A wrong one is refused either way. */
	readonly redirect_uri: 'strict' | 'lenient';
	/**
	 * `redirect_uri` in the address of the consent page, which the documents do not have: not looked at,
	 * or refused when it is not the registered one.
	 */
	readonly consent_redirect_uri: 'ignored' | 'compared';
	/** What an address answers that the account had before it was renamed. */
	readonly former_host: 'unauthorized' | 'not_found' | 'redirect';
}

export const documentedRules: OAuthRules = {
	refresh_grace: 'until_used',
	redirect_uri: 'strict',
	consent_redirect_uri: 'ignored',
	former_host: 'unauthorized',
};
