import { AmoCrmError } from '../client/errors';
import type { AmoCrmClient } from '../client/types';
import type { CountedTransport } from './countTries';
import type { Step, Steps } from './steps';

export interface BackfillRun {
	readonly steps: Steps;
	readonly client: AmoCrmClient;
	/** What `client` sends through. */
	readonly counted: CountedTransport;
	/** Says more of a refusal than amoCRM does. */
	readonly explain: (error: unknown) => unknown;
	/** Called after each answer and before each wait (in seconds). */
	readonly onStep: (waitSeconds: number | null) => Promise<void>;
	/** Resolves early when the signal is aborted. Milliseconds. */
	readonly sleep: (milliseconds: number) => Promise<void>;
	readonly signal: AbortSignal;
}

async function ask(
	{ steps, client, counted, explain }: BackfillRun,
	path: string,
	query: Step['query'],
): Promise<Step | null> {
	try {
		const { status, body } = await client.send({ method: 'GET', path, query: query ?? {} });
		return await steps.continue({ status, body, ...counted.take() });
	} catch (thrown) {
		const error = explain(thrown);
		// Of the database, say: there is nobody left to write it down.
		if (!(error instanceof AmoCrmError)) throw error;
		if (error.code === 'stopped') return null;
		const { message, hint, retryAfter } = error;
		return await steps.pause(`${message}. ${hint}`, { ...counted.take(), retryAfter });
	}
}

/**
 * Reads until the import is done, stopped, taken over by another run, or the signal is aborted. How it
 * ended is in the database, where each answer was stored with its position.
 */
export async function runBackfill(run: BackfillRun): Promise<void> {
	const { steps, onStep, sleep, signal } = run;
	let step = await steps.start();
	while (step && !signal.aborted) {
		if (step.path !== null) {
			step = await ask(run, step.path, step.query);
			if (step?.path != null) await onStep(null);
		} else if (step.waitSeconds !== null) {
			await onStep(step.waitSeconds);
			await sleep(step.waitSeconds * 1000);
			if (!signal.aborted) step = await steps.start();
		} else {
			return;
		}
	}
}
