import { AmoCrmError } from '../client/errors';
import type { Row } from '../client/paginate';
import type { WireObject } from '../catalog/wire';
import type { Matches } from './findMatches';
import type { Matcher } from './matcher';

/** What one input item wants: the entity that it means, and what is to be written of it. */
export interface Wanted {
	readonly itemIndex: number;
	readonly matcher: Matcher;
	readonly model: WireObject;
	readonly isSingle: boolean;
}

export type Resolution =
	| { readonly kind: 'found'; readonly entity: Row; readonly matches: number }
	/** Nobody has the value: this item creates the entity. */
	| { readonly kind: 'create' }
	/** Nobody has it, but an earlier item creates the entity. */
	| { readonly kind: 'follow' }
	| { readonly kind: 'failed'; readonly error: Error };

const ambiguous = (found: readonly Row[]): AmoCrmError => {
	const ids = found.slice(0, 5).map(({ id }) => String(id));
	const more = found.length > ids.length ? ' and others' : '';
	return new AmoCrmError({
		code: 'badInput',
		status: 0,
		message: `${found.length} entities have this match value: ${ids.join(', ')}${more}`,
		hint: 'Merge them in amoCRM, or let the option "Several Matches" take the oldest.',
	});
};

/** One resolution per item, in their order. */
export function resolve(wanted: readonly Wanted[], matches: Matches): readonly Resolution[] {
	const creating = new Set<string>();
	return wanted.map(({ matcher: { id }, isSingle }): Resolution => {
		const found = matches.get(id) ?? new Error('The match value was not looked up');
		if (found instanceof Error) return { kind: 'failed', error: found };
		const [oldest] = found;
		if (oldest && isSingle && found.length > 1) return { kind: 'failed', error: ambiguous(found) };
		if (oldest) return { kind: 'found', entity: oldest, matches: found.length };
		if (creating.has(id)) return { kind: 'follow' };
		creating.add(id);
		return { kind: 'create' };
	});
}
