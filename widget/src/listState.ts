import type { Suggestion } from './suggestions';

/** The list under the field: what it offers and which row the keyboard is on. */
export interface ListState {
	readonly suggestions: readonly Suggestion[];
	readonly isOpen: boolean;
	/** Row, from 0; null is the field itself. */
	readonly active: number | null;
}

export interface Press {
	readonly state: ListState;
	/** Whether the key was ours: it must not move the caret, save the card or close it. */
	readonly isOurs: boolean;
	readonly chosen?: Suggestion;
}

export const emptyList: ListState = { suggestions: [], isOpen: false, active: null };

export const offer = (suggestions: readonly Suggestion[]): ListState => ({
	suggestions,
	isOpen: suggestions.length > 0,
	active: null,
});

export const close = (state: ListState): ListState => ({ ...state, isOpen: false, active: null });

/** The rows and the field are a ring: beyond the last row is the field, then the first row again. */
function move({ suggestions, active }: ListState, step: 1 | -1): number | null {
	const places = suggestions.length + 1;
	const place = ((active ?? -1) + 1 + step + places) % places;
	return place === 0 ? null : place - 1;
}

const open = (state: ListState, active: number | null): Press => ({
	state: { ...state, isOpen: true, active },
	isOurs: true,
});

const notOurs = (state: ListState): Press => ({ state, isOurs: false });

/** What a key does, after the combobox pattern of the ARIA Authoring Practices (manual selection). */
export function press(state: ListState, key: string, isAlt: boolean): Press {
	const { suggestions, isOpen, active } = state;
	if (suggestions.length === 0) return notOurs(state);
	switch (key) {
		case 'ArrowDown':
			if (isAlt) return open(state, active);
			return open(state, isOpen ? move(state, 1) : 0);
		case 'ArrowUp':
			if (isAlt) return isOpen ? { state: close(state), isOurs: true } : notOurs(state);
			return open(state, isOpen ? move(state, -1) : suggestions.length - 1);
		case 'Escape':
			return isOpen ? { state: close(state), isOurs: true } : notOurs(state);
		case 'Enter': {
			const chosen = isOpen && active !== null ? suggestions[active] : undefined;
			return chosen ? { state: emptyList, isOurs: true, chosen } : notOurs(close(state));
		}
		case 'Tab':
			return notOurs(close(state));
		default:
			return notOurs(state);
	}
}
