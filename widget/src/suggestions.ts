/** One address that is offered; choosing it puts `value` into the field. */
export interface Suggestion {
	readonly value: string;
}

/** Rejects when nobody answers, or with anything but suggestions. */
export type Suggest = (query: string) => Promise<readonly Suggestion[]>;

/** What a person is told, in one language (i18n/<language>.json, `suggestions`). */
export interface Texts {
	readonly label: string;
	/** With `{count}`. */
	readonly found: string;
	readonly none: string;
	readonly failed: string;
}

export const suggestPath = '/api/amocrm/address/suggest';

const isSuggestion = (item: unknown): item is Suggestion =>
	typeof item === 'object' &&
	item !== null &&
	typeof (item as { value?: unknown }).value === 'string';

/** Reads the answer of the endpoint: `{suggestions: [{value}]}`. Throws on anything else. */
export function readSuggestions(answer: unknown): readonly Suggestion[] {
	const { suggestions } = (answer ?? {}) as { suggestions?: unknown };
	if (!Array.isArray(suggestions)) throw new Error('The answer has no suggestions.');
	return suggestions.filter(isSuggestion).map(({ value }) => ({ value }));
}
