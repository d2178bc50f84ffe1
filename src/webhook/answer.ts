import type { StoredEvent } from '../inbox/types';

/** What amoCRM gets to see; it judges by the status alone. */
export interface Answer {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}

/** A call that is not taken, and the words for our own log. */
export interface Refusal extends Answer {
	readonly log: string;
}

export const wrongKey: Refusal = {
	status: 403,
	body: { error: 'wrong or missing key' },
	log: 'a call without the right key was refused',
};

export const tooLarge = (limitBytes: number, bytes?: number): Refusal => ({
	status: 413,
	body: { error: `a body may have ${limitBytes} bytes` },
	log: `a body of ${bytes === undefined ? `more than ${limitBytes}` : bytes} bytes is over the limit`,
});

export const otherAccount = (given: number, own: number): Refusal => ({
	status: 403,
	body: { error: `account ${given} is not served here` },
	log: `an event of account ${given} was refused, the credential belongs to ${own}`,
});

/** Makes amoCRM send the call again. */
export const notStored: Answer = { status: 503, body: { error: 'not stored, send it again' } };

export const stored = (events: readonly StoredEvent[]): Answer => ({
	status: 200,
	body: {
		received: events.length,
		duplicates: events.filter(({ duplicate }) => duplicate).length,
	},
});
