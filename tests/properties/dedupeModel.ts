import type { AmoEvent } from '../../src/events/types';

/** One stored event as the model sees it; `duplicates` counts the deliveries that brought it again. */
export interface ModelRow {
	readonly queue: string;
	readonly event: AmoEvent;
	readonly storedAt: number;
	duplicates: number;
}

/** What the caller of `enqueue` is told of one event: the number of its row and whether it is new. */
export interface ModelResult {
	readonly row: number;
	readonly duplicate: boolean;
}

const opposite: ReadonlyMap<string, string> = new Map([
	['delete', 'restore'],
	['restore', 'delete'],
]);

const isSameEntity = (a: AmoEvent, b: AmoEvent): boolean =>
	a.id !== null && a.entity === b.entity && a.id === b.id && a.accountId === b.accountId;

const isOpposite = (a: AmoEvent, b: AmoEvent): boolean =>
	b.event === `${a.entity}.${opposite.get(a.event.slice(a.entity.length + 1))}`;

/** docs/decisions/0001 without a database: the identity is the account, name, id and content. */
const isSameEvent = (a: AmoEvent, b: AmoEvent): boolean =>
	a.event === b.event &&
	a.id === b.id &&
	a.accountId === b.accountId &&
	a.data['v'] === b.data['v'] &&
	a.data['updated_at'] === b.data['updated_at'];

/** The inbox as `docs/decisions/0001` describes it. */
export class DedupeModel {
	readonly rows: ModelRow[] = [];
	private now = 0;

	constructor(private readonly windowHours: number) {}

	passHours(hours: number): void {
		this.now += hours;
	}

	/** What an event repeats among what was stored before its delivery; -1 for something new. */
	private repeated(queue: string, event: AmoEvent): number {
		const at = this.rows.reduce(
			(found, row, place) => (row.queue === queue && isSameEvent(row.event, event) ? place : found),
			-1,
		);
		const row = this.rows[at];
		if (!row || row.storedAt < this.now - this.windowHours) return -1;
		const cameBack =
			event.occurredAt === null &&
			this.rows
				.slice(at + 1)
				.some(
					(later) =>
						later.queue === queue &&
						isSameEntity(later.event, event) &&
						isOpposite(event, later.event),
				);
		return cameBack ? -1 : at;
	}

	/** One delivery: judged as a whole by what was there before it, an event in it twice counts once. */
	deliver(queue: string, events: readonly AmoEvent[]): readonly ModelResult[] {
		const verdicts = events.map((event) => this.repeated(queue, event));
		const results: ModelResult[] = [];
		for (const [place, event] of events.entries()) {
			const first = events.findIndex((other) => isSameEvent(other, event));
			const before = verdicts[place] ?? -1;
			if (first < place) {
				results.push({ row: results[first]?.row ?? -1, duplicate: true });
			} else if (before >= 0) {
				const row = this.rows[before];
				if (row) row.duplicates += 1;
				results.push({ row: before, duplicate: true });
			} else {
				this.rows.push({ queue, event, storedAt: this.now, duplicates: 0 });
				results.push({ row: this.rows.length - 1, duplicate: false });
			}
		}
		return results;
	}
}
