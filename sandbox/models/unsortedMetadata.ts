import type { Unsorted } from '../unsorted';

/** What amoCRM keeps as text, whatever it was sent as. */
const texts = ['form_sent_at', 'duration'];

/** The metadata of an incoming lead as it is read, which is not quite as it was written. */
export function unsortedMetadata({ category, metadata }: Unsorted): object {
	const shown = Object.entries(metadata).map(([key, value]) => [
		key,
		texts.includes(key) ? String(value) : value,
	]);
	const visitor = category === 'forms' ? { visitor_uid: null } : {};
	return { ...visitor, ...(Object.fromEntries(shown) as object) };
}
