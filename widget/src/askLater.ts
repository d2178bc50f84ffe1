import type { Suggest, Suggestion } from './suggestions';

export type Outcome =
	| { readonly kind: 'found'; readonly suggestions: readonly Suggestion[] }
	| { readonly kind: 'failed'; readonly reason: unknown }
	/** Too short to ask. */
	| { readonly kind: 'idle' };

export interface Asking {
	type(text: string): void;
	/** From now on nothing is asked and no answer is told. */
	stop(): void;
}

const delayMs = 250;
const shortest = 3;

/**
 * Asks when typing pauses, and tells the outcome of the last question only: answers overtake each
 * other, and an older one would offer addresses for a text that is no longer there.
 */
export function askLater(suggest: Suggest, tell: (outcome: Outcome) => void): Asking {
	let timer: ReturnType<typeof setTimeout> | undefined;
	let turn = 0;

	async function ask(query: string): Promise<void> {
		const own = turn;
		let outcome: Outcome;
		try {
			outcome = { kind: 'found', suggestions: await suggest(query) };
		} catch (reason) {
			outcome = { kind: 'failed', reason };
		}
		if (own === turn) tell(outcome);
	}

	function stop(): void {
		clearTimeout(timer);
		turn += 1;
	}

	return {
		stop,
		type(text) {
			stop();
			const query = text.trim();
			if (query.length < shortest) tell({ kind: 'idle' });
			else timer = setTimeout(() => void ask(query), delayMs);
		},
	};
}
