import { apiEventsOf } from './apiEvents';
import type { Store } from './store';

/** More than the largest test makes; the oldest go first. */
const keptEvents = 100_000;

/** Writes down what `GET /api/v4/events` lists. */
export function logEvents(store: Store): void {
	const names = {
		noteId: () => store.nextId(),
		tagName: (kind: keyof typeof store.data.tags, id: number) =>
			store.data.tags[kind].get(id)?.name ?? '',
	};
	store.onChange((changes) => {
		const { events } = store.data;
		events.push(...changes.flatMap((change) => apiEventsOf(change, names)));
		if (events.length > keptEvents) events.splice(0, events.length - keptEvents);
		store.touch();
	});
}
