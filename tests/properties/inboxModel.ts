/** Two, so that random steps reach the last one. */
export const maxAttempts = 2;

export interface ModelEvent {
	readonly id: string;
	/** Null: an event without an id of amoCRM's, which waits for nobody. */
	readonly entity: number | null;
	status: 'pending' | 'processing' | 'processed' | 'dead';
	attempts: number;
	solo: boolean;
	/** Its next attempt is in the future. */
	waits: boolean;
	lease: string | null;
	leaseEnded: boolean;
}

/** The life of stored events, written from the comments of sql/: what each call does to each event. */
export class InboxModel {
	/** In the order of arrival. */
	readonly events: ModelEvent[] = [];
	/** Every claim that was ever made, also those whose lease is long gone. */
	readonly leases: string[] = [];

	store(id: string, entity: number | null): void {
		this.events.push({
			...{ id, entity, status: 'pending', attempts: 0, solo: false },
			...{ waits: false, lease: null, leaseEnded: false },
		});
	}

	private free(event: ModelEvent, status: 'pending' | 'processed' | 'dead'): void {
		event.status = status;
		event.lease = null;
		event.leaseEnded = false;
	}

	held = (lease: string): readonly ModelEvent[] =>
		this.events.filter((event) => event.lease === lease);

	/** Neither while an earlier event of the entity is open nor while any of it is in a run. */
	private isBlocked(event: ModelEvent): boolean {
		const at = this.events.indexOf(event);
		return (
			event.entity !== null &&
			this.events.some(
				(other, place) =>
					other !== event &&
					other.entity === event.entity &&
					(other.status === 'processing' || (other.status === 'pending' && place < at)),
			)
		);
	}

	claimable = (solo: boolean): readonly ModelEvent[] =>
		this.events.filter(
			(event) =>
				event.status === 'pending' && event.solo === solo && !event.waits && !this.isBlocked(event),
		);

	claim(lease: string, limit: number, preferSolo: boolean): readonly ModelEvent[] {
		for (const event of this.events.filter(({ leaseEnded }) => leaseEnded)) {
			event.solo ||= event.attempts >= 2;
			this.free(event, event.attempts >= maxAttempts ? 'dead' : 'pending');
		}
		const solo = this.claimable(preferSolo).length > 0 ? preferSolo : !preferSolo;
		const taken = this.firstOfEach(this.claimable(solo)).slice(0, solo ? 1 : limit);
		for (const event of taken) {
			event.status = 'processing';
			event.lease = lease;
			event.attempts += 1;
		}
		this.leases.push(lease);
		return taken;
	}

	/** `isBlocked` leaves one pending event of an entity at most; this says so instead of trusting it. */
	private firstOfEach = (events: readonly ModelEvent[]): readonly ModelEvent[] =>
		events.filter(
			({ entity }, at) =>
				entity === null || events.findIndex((other) => other.entity === entity) === at,
		);

	complete(lease: string, ids: readonly string[]): number {
		const done = this.held(lease).filter(({ id }) => ids.includes(id));
		for (const event of done) this.free(event, 'processed');
		return done.length;
	}

	fail(lease: string): number {
		const failed = this.held(lease);
		for (const event of failed) {
			event.solo = true;
			if (failed.length > 1) event.attempts -= 1;
			else event.waits = true;
			const isLast = failed.length === 1 && event.attempts >= maxAttempts;
			this.free(event, isLast ? 'dead' : 'pending');
		}
		return failed.length;
	}

	release(lease: string): number {
		const released = this.held(lease);
		for (const event of released) {
			event.attempts -= 1;
			this.free(event, 'pending');
		}
		return released.length;
	}

	endLease(lease: string): void {
		for (const event of this.held(lease)) event.leaseEnded = true;
	}

	extend(lease: string): number {
		for (const event of this.held(lease)) event.leaseEnded = false;
		return this.held(lease).length;
	}

	passTime(): void {
		for (const event of this.events) event.waits = false;
	}

	replay(): readonly string[] {
		const dead = this.events.filter(({ status }) => status === 'dead');
		for (const event of dead) {
			this.free(event, 'pending');
			event.attempts = 0;
			event.waits = false;
		}
		return dead.map(({ id }) => id);
	}
}
