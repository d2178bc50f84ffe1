import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Agent } from 'node:https';
import axios from 'axios';
import type { Pool } from 'pg';
import { messageOf } from '../../src/messageOf';

/** amoCRM's patience: a later answer is none. */
const patienceMs = 2_000;

export interface LoadOptions {
	/** The whole address, with its key. */
	readonly url: string;
	/** Ids are counted up from here: one event of a lead of its own for each call. */
	readonly firstId: number;
	/** Calls at a time, repeats not counted; 4 by default. */
	readonly clients?: number;
	/** Between two new calls of one client; 20 by default. */
	readonly pauseMs?: number;
	/** Before a call without a good answer is sent again: amoCRM's five minutes, hurried. */
	readonly retryMs?: number;
	/** For HTTPS to a name that only the test knows. */
	readonly agent?: Agent;
}

export interface Answer {
	/** 0: none within two seconds. */
	readonly status: number;
	readonly ms: number;
	/** What was said beside a status other than 200, shortened. */
	readonly said?: string;
}

export interface Load {
	/** Every attempt. */
	readonly answers: readonly Answer[];
	/** Ids of the events that were answered with 200. */
	readonly accepted: ReadonlySet<number>;
	/** Ids of all events that were sent, whatever the answer. */
	readonly sent: ReadonlySet<number>;
	/** Sends nothing new, repeats what has no good answer yet; rejects when that takes a minute. */
	finish(): Promise<void>;
	/** Sends nothing more at all. */
	abort(): Promise<void>;
}

const excerpt = (data: unknown): string =>
	(typeof data === 'string' ? data : JSON.stringify(data)).slice(0, 300);

const finishWithinMs = 60_000;
const loads = new Set<Load>();

/** For `afterEach`: without it a test that fails half-way leaves its clients calling for ever. */
export async function abortLoads(): Promise<void> {
	await Promise.all([...loads].map((load) => load.abort()));
	loads.clear();
}

/** Clients that post unique events without a break and repeat what was not answered with 2xx. */
export function startLoad(options: LoadOptions): Load {
	const { url, firstId, clients = 4, pauseMs = 20, retryMs = 1_000 } = options;
	const http = axios.create({
		timeout: patienceMs,
		validateStatus: () => true,
		...(options.agent ? { httpsAgent: options.agent } : {}),
	});
	const answers: Answer[] = [];
	const accepted = new Set<number>();
	const sent = new Set<number>();
	const open = new Set<Promise<void>>();
	let isOver = false;
	let isAborted = false;
	let next = firstId;

	const attempt = async (id: number, requestId: string): Promise<boolean> => {
		const startedAt = performance.now();
		const body = `leads[update][0][id]=${id}&leads[update][0][updated_at]=1748268812`;
		const { status, data } = await http
			.post<unknown>(url, body, {
				headers: {
					'content-type': 'application/x-www-form-urlencoded',
					'x-amocrm-requestid': requestId,
				},
			})
			.catch((error: unknown) => ({ status: 0, data: messageOf(error) }));
		const ms = performance.now() - startedAt;
		answers.push(status === 200 ? { status, ms } : { status, ms, said: excerpt(data) });
		if (status === 200) accepted.add(id);
		return status === 200;
	};
	const repeat = async (id: number, requestId: string): Promise<void> => {
		do await pause(retryMs);
		while (!isAborted && !(await attempt(id, requestId)));
	};
	const client = async (): Promise<void> => {
		while (!isOver) {
			const id = next;
			next += 1;
			sent.add(id);
			const requestId = randomUUID();
			if (!(await attempt(id, requestId))) {
				const repeating = repeat(id, requestId).finally(() => open.delete(repeating));
				open.add(repeating);
			}
			await pause(pauseMs);
		}
	};
	const running = Array.from({ length: clients }, client);
	const ended = async (): Promise<void> => {
		isOver = true;
		await Promise.all(running);
		await Promise.all(open);
	};
	const load: Load = {
		answers,
		accepted,
		sent,
		async finish() {
			const timer = setTimeout(() => (isAborted = true), finishWithinMs);
			await ended();
			clearTimeout(timer);
			if (accepted.size < sent.size) {
				throw new Error(
					`of ${sent.size} events ${sent.size - accepted.size} were never accepted: ${JSON.stringify(tally(answers))}`,
				);
			}
		},
		async abort() {
			isAborted = true;
			await ended();
		},
	};
	loads.add(load);
	return load;
}

/** How often each status was answered. */
export function tally(answers: readonly Answer[]): Readonly<Record<number, number>> {
	const counts: Record<number, number> = {};
	for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
	return counts;
}

/** Of the events of `ids`: those without a row, and those with more than one. */
export async function compareWithRows(
	pool: Pool,
	ids: ReadonlySet<number>,
): Promise<{ readonly missing: readonly number[]; readonly twice: readonly number[] }> {
	const { rows } = await pool.query<{ id: string; count: number }>(
		`select amocrm_entity_id as id, count(*)::int from amocrm_webhook_events
		 where amocrm_entity_id = any($1) group by 1`,
		[[...ids].map(String)],
	);
	const counts = new Map(rows.map(({ id, count }) => [Number(id), count]));
	return {
		missing: [...ids].filter((id) => !counts.has(id)),
		twice: [...ids].filter((id) => (counts.get(id) ?? 0) > 1),
	};
}
