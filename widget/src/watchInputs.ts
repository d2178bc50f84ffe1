import type { TextInput } from './combobox';

const pauseMs = 50;

/** Fields that have a list, of whichever copy of this script: a second list would lie upon the first. */
const taken = ((globalThis as Record<symbol, unknown>)[Symbol.for('address-suggestions')] ??=
	new WeakSet()) as WeakSet<TextInput>;

/**
 * Attaches to each text field that matches, now or later: amoCRM draws its cards after the widget's
 * callbacks and anew whenever it likes. `attach` answers what undoes it; so does this function.
 * A field that somebody else has attached to is left to them until they let it go.
 */
export function watchInputs(
	selector: string,
	attach: (input: TextInput) => () => void,
): () => void {
	const attached = new Map<TextInput, () => void>();
	let timer: ReturnType<typeof setTimeout> | undefined;

	function letGo(input: TextInput, detach: () => void): void {
		attached.delete(input);
		taken.delete(input);
		detach();
	}

	function look(): void {
		timer = undefined;
		for (const [input, detach] of attached) if (!input.isConnected) letGo(input, detach);
		for (const input of document.querySelectorAll(selector)) {
			const isText = input instanceof HTMLInputElement || input instanceof HTMLTextAreaElement;
			if (!isText || input.type === 'hidden' || taken.has(input)) continue;
			taken.add(input);
			attached.set(input, attach(input));
		}
	}

	const observer = new MutationObserver(() => {
		timer ??= setTimeout(look, pauseMs);
	});
	look();
	observer.observe(document.body, { childList: true, subtree: true });
	return () => {
		observer.disconnect();
		clearTimeout(timer);
		for (const [input, detach] of attached) letGo(input, detach);
	};
}
