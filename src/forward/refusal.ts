const mostCharacters = 300;

/** Host and path: the query of an address may hold a secret. */
function shownAddress(url: string): string {
	const { origin, pathname } = new URL(url);
	return `${origin}${pathname}`;
}

function excerpt(body: unknown): string {
	if (body === undefined || body === null || body === '') return '';
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const short = text.length > mostCharacters ? `${text.slice(0, mostCharacters)}…` : text;
	return `: ${short.replace(/\s+/g, ' ')}`;
}

/** Says which address did not take an item, and what it answered; null for 200 to 299, which is taken. */
export function refusal(url: string, status: number, body: unknown): string | null {
	if (status >= 200 && status < 300) return null;
	const moved = status < 400 ? ' (a redirect is not followed: enter the final address)' : '';
	return `${shownAddress(url)} answered ${status}${moved}${excerpt(body)}`;
}

/** The words for an address that gave no answer. */
export const unreachable = (url: string, words: string): string =>
	`${shownAddress(url)} gave no answer: ${words}`;

/** The words for an item that was spared: so many before it had no answer. */
export const notSent = (url: string, unanswered: number): string =>
	`Not sent: ${unanswered} items in a row had no answer of ${shownAddress(url)}`;
