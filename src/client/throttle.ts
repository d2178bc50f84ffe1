import type { Clock } from './clock';

/** Timers of Node may fire a millisecond early. */
const timerSlackMs = 10;

interface Lane {
	/** Callers pass one at a time, in the order they came. */
	queue: Promise<void>;
	inFlight: number;
	/** When the requests of the last window were answered. */
	answered: readonly number[];
	/** Called when a request is answered. */
	wake: () => void;
	/** Nothing leaves before this time. */
	pausedUntil: number;
}

/** Every execution of the process that talks to an account shares its lane; accounts never share one. */
const lanes = new Map<string, Lane>();

function laneOf(accountKey: string): Lane {
	const known = lanes.get(accountKey);
	if (known) return known;
	const lane: Lane = {
		queue: Promise.resolve(),
		inFlight: 0,
		answered: [],
		wake: () => undefined,
		pausedUntil: -Infinity,
	};
	lanes.set(accountKey, lane);
	return lane;
}

/** Below one request per second the window grows instead. */
function windowOf(perSecond: number): { readonly slots: number; readonly length: number } {
	return perSecond >= 1
		? { slots: Math.floor(perSecond), length: 1000 + timerSlackMs }
		: { slots: 1, length: 1000 / perSecond + timerSlackMs };
}

/** Says, for the milliseconds that an account rests, why nobody should wait for so long; null to wait. */
export type RefusePause = (milliseconds: number) => Error | null;

async function slot(
	lane: Lane,
	perSecond: number,
	clock: Clock,
	refusePause: RefusePause,
): Promise<void> {
	const { slots, length } = windowOf(perSecond);
	for (;;) {
		const now = clock.now();
		lane.answered = lane.answered.filter((time) => now - time < length);
		const [oldest] = lane.answered;
		if (lane.pausedUntil > now) {
			const refusal = refusePause(lane.pausedUntil - now);
			if (refusal) throw refusal;
			await clock.sleep(lane.pausedUntil - now);
		} else if (lane.inFlight + lane.answered.length < slots) {
			return;
		} else if (oldest !== undefined) {
			await clock.sleep(oldest + length - now);
		} else {
			await new Promise<void>((resolve) => (lane.wake = resolve));
		}
	}
}

/**
 * Runs `request` when the account has a free slot, first come, first served. A slot is taken from the
 * start of a request until one second after its answer: amoCRM saw the request before it answered, so
 * however long the network took, no second on its side holds more than `perSecond` requests.
 */
export async function throttled<T>(
	accountKey: string,
	perSecond: number,
	clock: Clock,
	request: () => Promise<T>,
	refusePause: RefusePause = () => null,
): Promise<T> {
	const lane = laneOf(accountKey);
	const turn = lane.queue.then(async () => {
		await slot(lane, perSecond, clock, refusePause);
		lane.inFlight += 1;
	});
	lane.queue = turn.catch(() => undefined);
	await turn;
	try {
		return await request();
	} finally {
		lane.inFlight -= 1;
		lane.answered = [...lane.answered, clock.now()];
		lane.wake();
	}
}

/** After a 429 the account rests as a whole: one more request would bring the block nearer. */
export function pauseAccount(accountKey: string, milliseconds: number, clock: Clock): void {
	const lane = laneOf(accountKey);
	lane.pausedUntil = Math.max(lane.pausedUntil, clock.now() + milliseconds);
}
