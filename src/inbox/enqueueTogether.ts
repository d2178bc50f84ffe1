import type { Pool } from 'pg';
import { deadlineMs, deliveryRows, enqueueRows, type DeliveryRows } from './enqueue';
import { sharedConnection, type SharedConnection } from './sharedConnection';
import { undatedEntities } from './undatedEntities';
import type { Delivery, StoredEvent } from './types';

interface Waiting {
	readonly rows: DeliveryRows;
	readonly undated: readonly string[];
	/** By which the caller has its answer, by the clock that nobody sets: `performance.now()`. */
	readonly deadline: number;
	readonly resolve: (events: readonly StoredEvent[]) => void;
	readonly reject: (error: unknown) => void;
	isOver: boolean;
}

/**
 * The deliveries of one queue, stored in the order they came: what comes while a statement runs travels
 * together in the next.
 */
interface Lane {
	readonly connection: SharedConnection;
	readonly waiting: Waiting[];
	/** Statements whose answer is not here yet. */
	underWay: number;
	/** Deliveries in the statement that was sent last. */
	sent: number;
}

/** One that runs and one right behind it: PostgreSQL need not wait until we have read its answer. */
const mostUnderWay = 2;
/** The second goes ahead of the answer only with so many: each costs half a millisecond, however few it carries. */
const leastAhead = 4;

const mostEvents = 1_000;
const mostCharacters = 8_000_000;

/** SQLSTATE classes that blame the data: one delivery is at fault, its neighbours are not. */
const dataFaults = new Set(['21', '22', '23', '54', 'AM']);

const blamesData = (error: unknown): boolean => {
	const { code } = error as { code?: unknown };
	return typeof code === 'string' && code.length === 5 && dataFaults.has(code.slice(0, 2));
};

const lanes = new WeakMap<Pool, Map<string, Lane>>();

function laneFor(pool: Pool, { queue, dedupeWindowSeconds }: DeliveryRows): Lane {
	const ofPool = lanes.get(pool) ?? new Map<string, Lane>();
	lanes.set(pool, ofPool);
	const key = `${dedupeWindowSeconds} ${queue}`;
	const lane = ofPool.get(key) ?? {
		connection: sharedConnection(pool),
		waiting: [],
		underWay: 0,
		sent: 0,
	};
	ofPool.set(key, lane);
	return lane;
}

/** As many deliveries as one statement should carry, at least one. */
function nextGroup(lane: Lane): readonly Waiting[] {
	const undated = new Set<string>();
	let [size, events, characters] = [0, 0, 0];
	for (const { rows, undated: own } of lane.waiting) {
		events += rows.count;
		characters += rows.json.length;
		const isFull = events > mostEvents || characters > mostCharacters;
		// Delete, restore, delete is three events, told apart by what is already stored: one statement
		// would take the second delete for a repeat of the first.
		if (size > 0 && (isFull || own.some((entity) => undated.has(entity)))) break;
		for (const entity of own) undated.add(entity);
		size += 1;
	}
	return lane.waiting.splice(0, size).filter(({ isOver }) => !isOver);
}

async function storeGroup(lane: Lane, group: readonly Waiting[]): Promise<void> {
	const [first, ...others] = group;
	if (!first || first.isOver) return;
	try {
		const stored = await enqueueRows(
			lane.connection,
			[first.rows, ...others.map(({ rows }) => rows)],
			first.deadline,
		);
		group.forEach(({ resolve }, index) => resolve(stored[index] ?? []));
	} catch (error) {
		if (others.length > 0 && blamesData(error)) {
			for (const waiting of group) await storeGroup(lane, [waiting]);
		} else for (const { reject } of group) reject(error);
	}
}

function mayBeSent({ waiting, underWay, sent }: Lane): boolean {
	if (waiting.length === 0) return false;
	const enough = Math.max(leastAhead, sent / 2);
	return underWay === 0 || (underWay < mostUnderWay && waiting.length >= enough);
}

function sendNext(lane: Lane): void {
	while (mayBeSent(lane)) {
		const group = nextGroup(lane);
		lane.sent = group.length;
		lane.underWay += 1;
		void storeGroup(lane, group).then(() => {
			lane.underWay -= 1;
			sendNext(lane);
		});
	}
}

/**
 * Stores one webhook call, together with those that arrive meanwhile (group commit): one statement and
 * one write to disk for many answers. Resolves and rejects as `enqueue` does, within `deadlineMs`.
 */
export function enqueueTogether(pool: Pool, delivery: Delivery): Promise<readonly StoredEvent[]> {
	const rows = deliveryRows(delivery);
	const lane = laneFor(pool, rows);
	return new Promise((resolve, reject) => {
		const end = (): void => {
			clearTimeout(timer);
			waiting.isOver = true;
		};
		const waiting: Waiting = {
			rows,
			undated: undatedEntities(delivery),
			deadline: performance.now() + deadlineMs,
			resolve: (events) => (end(), resolve(events)),
			reject: (error) => (end(), reject(error)),
			isOver: false,
		};
		// Behind a statement that hangs, a caller waits for its own deadline only.
		const timer = setTimeout(
			() => waiting.reject(new Error(`not stored within ${deadlineMs} ms`)),
			deadlineMs,
		);
		lane.waiting.push(waiting);
		if (lane.underWay > 0) sendNext(lane);
		// After the calls that have arrived in the same turn of the event loop.
		else setImmediate(() => sendNext(lane));
	});
}
