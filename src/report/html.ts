/** Text that is markup already. */
export interface Html {
	readonly markup: string;
}

const entities: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** For text and for attributes in quotes. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

export const raw = (markup: string): Html => ({ markup });

type Part = string | Html | readonly Html[];

function markupOf(part: Part): string {
	if (typeof part === 'string') return escapeHtml(part);
	return 'markup' in part ? part.markup : part.map(({ markup }) => markup).join('');
}

/**
 * Every text between the strings of the template is escaped: names come from amoCRM's users. Not called
 * `html`, which Prettier would fill with spaces.
 */
export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
	raw(String.raw({ raw: strings }, ...parts.map(markupOf)));
