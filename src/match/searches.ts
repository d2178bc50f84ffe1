import type { Query } from '../client/types';
import type { Matcher } from './matcher';

/** One way to the candidates of some matchers: the next query is asked while any of them lacks one. */
export interface Search {
	readonly matchers: readonly Matcher[];
	readonly queries: readonly Query[];
	/**
	 * Of a filter: what finds the same by text, matcher by matcher. Filters are an alpha of amoCRM's; an
	 * account without them answers with all that it has (amocrm-api-php #348, #71).
	 */
	readonly instead: readonly Search[];
	/**
	 * Whether nobody has the values that it does not find. Which fields can be filtered, and by several
	 * values, depends on their type: a list finds nobody by its text.
	 */
	readonly isConclusive: boolean;
}

/** nginx cuts URLs off at 8 kB, and a Cyrillic letter takes six characters. */
const longestFilter = 4000;
/** So that the candidates of one request fit on one page, even where most of them have namesakes. */
const mostValues = 50;

interface FilterPart {
	readonly path: readonly string[];
	readonly matcher: Matcher;
	readonly value: string;
}

/** `filter[custom_fields_values][771][]=…`, as an object. */
const nested = (path: readonly string[], values: readonly string[]): Query =>
	path.reduceRight<Query | readonly string[]>(
		(inner, name) => ({ [name]: inner }),
		values,
	) as Query;

function chunked(parts: readonly FilterPart[]): ReadonlyArray<readonly FilterPart[]> {
	const chunks: FilterPart[][] = [];
	let length = 0;
	for (const part of parts) {
		const own = encodeURIComponent(part.value).length + part.path.join('[]').length + 10;
		const last = chunks.at(-1);
		if (last && last.length < mostValues && length + own <= longestFilter) {
			last.push(part);
			length += own;
		} else {
			chunks.push([part]);
			length = own;
		}
	}
	return chunks;
}

const byForms = (matcher: Matcher, forms: readonly string[]): Search => ({
	matchers: [matcher],
	queries: forms.map((query) => ({ query })),
	instead: [],
	isConclusive: true,
});

/** The fewest requests that find the candidates of the matchers; each distinct one is in one search. */
export function searches(matchers: readonly Matcher[]): readonly Search[] {
	const distinct = [...new Map(matchers.map((one) => [one.id, one])).values()];
	const byText: Search[] = [];
	const byFilter = new Map<string, FilterPart[]>();
	for (const matcher of distinct) {
		const { lookup } = matcher;
		if (lookup.kind === 'text') {
			byText.push(byForms(matcher, lookup.forms));
		} else {
			const { path, value } = lookup;
			const key = path.join(' ');
			const together = byFilter.get(key) ?? [];
			together.push({ path, matcher, value });
			byFilter.set(key, together);
		}
	}
	const filtered = [...byFilter.values()].flatMap(chunked).map((parts): Search => {
		const values = parts.map(({ value }) => value);
		const path = parts[0]?.path ?? [];
		return {
			matchers: parts.map(({ matcher }) => matcher),
			queries: [{ filter: nested(path, values) }],
			instead: parts.map(({ matcher, value }) => byForms(matcher, [value])),
			isConclusive: path.join() === 'name',
		};
	});
	return [...filtered, ...byText];
}
