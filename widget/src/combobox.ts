import { askLater, type Outcome } from './askLater';
import { element } from './element';
import { close, emptyList, offer, press, type ListState } from './listState';
import { placeUnder } from './placeUnder';
import { addStyle, listClass, statusClass } from './style';
import type { Suggest, Suggestion, Texts } from './suggestions';

export type TextInput = HTMLInputElement | HTMLTextAreaElement;

export interface ComboboxOptions {
	readonly suggest: Suggest;
	readonly texts: Texts;
}

let lists = 0;

/** Sets the attributes and answers what puts the former ones back. */
function withAttributes(input: TextInput, attributes: Readonly<Record<string, string>>) {
	const former = Object.keys(attributes).map((name) => [name, input.getAttribute(name)] as const);
	for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
	return () => {
		for (const [name, value] of former) {
			if (value === null) input.removeAttribute(name);
			else input.setAttribute(name, value);
		}
	};
}

/**
 * Makes a combobox of a text field: a list of suggestions under it, for mouse, keyboard and screen
 * readers (WAI-ARIA 1.2, list autocomplete with manual selection). Answers what undoes it.
 */
export function attachCombobox(input: TextInput, { suggest, texts }: ComboboxOptions): () => void {
	addStyle();
	lists += 1;
	const id = `${listClass}-${lists}`;
	const list = element('ul', { id, role: 'listbox', 'aria-label': texts.label, class: listClass });
	const status = element('div', { role: 'status', 'aria-live': 'polite', class: statusClass });
	const restore = withAttributes(input, {
		role: 'combobox',
		autocomplete: 'off',
		'aria-autocomplete': 'list',
		'aria-haspopup': 'listbox',
		'aria-expanded': 'false',
		'aria-controls': id,
	});
	let state: ListState = emptyList;
	let isWriting = false;

	function drawRows(): void {
		const rows = state.suggestions.map(({ value }, row) =>
			element('li', { id: `${id}-${row}`, role: 'option', 'aria-selected': 'false' }, value),
		);
		list.replaceChildren(...rows);
	}

	function show(next: ListState): void {
		const isNew = next.suggestions !== state.suggestions;
		state = next;
		if (isNew) drawRows();
		list.hidden = !state.isOpen;
		input.setAttribute('aria-expanded', String(state.isOpen));
		[...list.children].forEach((row, index) =>
			row.setAttribute('aria-selected', String(index === state.active)),
		);
		const active = state.active === null ? null : list.children[state.active];
		if (active) input.setAttribute('aria-activedescendant', active.id);
		else input.removeAttribute('aria-activedescendant');
		if (state.isOpen) placeUnder(list, input);
		active?.scrollIntoView({ block: 'nearest' });
	}

	function tell(outcome: Outcome): void {
		if (outcome.kind === 'failed') console.warn('Address suggestions:', outcome.reason);
		const found = outcome.kind === 'found' ? outcome.suggestions : [];
		show(document.activeElement === input ? offer(found) : emptyList);
		const text = {
			found: found.length > 0 ? texts.found : texts.none,
			failed: texts.failed,
			idle: '',
		};
		status.textContent = text[outcome.kind].replace('{count}', String(found.length));
	}

	const asking = askLater(suggest, tell);

	function choose({ value }: Suggestion): void {
		asking.stop();
		show(emptyList);
		status.textContent = '';
		isWriting = true;
		input.value = value;
		// Without them amoCRM neither notices the change nor offers to save it.
		for (const type of ['input', 'change']) input.dispatchEvent(new Event(type, { bubbles: true }));
		isWriting = false;
	}

	function onInput(): void {
		if (isWriting || input.readOnly) return;
		// Else Enter would replace what was just typed by a row chosen for an older text.
		show({ ...state, active: null });
		asking.type(input.value);
	}

	function onKeyDown(event: Event): void {
		const { key, altKey, isComposing } = event as KeyboardEvent;
		if (isComposing) return;
		const pressed = press(state, key, altKey);
		show(pressed.state);
		if (pressed.chosen) choose(pressed.chosen);
		if (!pressed.isOurs) return;
		event.preventDefault();
		// Else amoCRM would save the card at Enter and leave it at Escape.
		event.stopPropagation();
	}

	function onBlur(): void {
		asking.stop();
		show(close(state));
	}

	/** Else the field would lose the focus, and the list be gone before the click. */
	const keepFocus = (event: Event) => event.preventDefault();

	function onClick({ target }: Event): void {
		const row = target instanceof Element ? target.closest('[role=option]') : null;
		const chosen = row ? state.suggestions[[...list.children].indexOf(row)] : undefined;
		if (chosen) choose(chosen);
	}

	const place = () => {
		if (state.isOpen) placeUnder(list, input);
	};
	const listeners: ReadonlyArray<readonly [EventTarget, string, (event: Event) => void]> = [
		[input, 'input', onInput],
		[input, 'keydown', onKeyDown],
		[input, 'blur', onBlur],
		[list, 'mousedown', keepFocus],
		[list, 'click', onClick],
		[window, 'resize', place],
		[document, 'scroll', place],
	];
	// Captured: what scrolls in amoCRM is a column of the card, and `scroll` does not bubble.
	for (const [target, type, listener] of listeners) target.addEventListener(type, listener, true);
	show(emptyList);
	document.body.append(list, status);

	return () => {
		asking.stop();
		for (const [target, type, listener] of listeners) {
			target.removeEventListener(type, listener, true);
		}
		input.removeAttribute('aria-activedescendant');
		restore();
		list.remove();
		status.remove();
	};
}
