import { Client } from 'pg';
import { messageOf } from '../messageOf';
import { connectionSettings, type PoolConfig } from './pool';
import { timedQuery } from './timedQuery';
import type { Log } from './types';

export interface ListenOptions {
	readonly config: PoolConfig;
	readonly queue: string;
	/** Called for each notification of the queue, and after each connect: one may have been missed. */
	readonly onWake: () => void;
	readonly log: Log;
}

export interface Listener {
	stop(): Promise<void>;
}

const firstPauseMs = 500;
const longestPauseMs = 30_000;
/** A server that vanished without a word closes nothing: only a question shows that it is gone. */
const pingEveryMs = 60_000;
const pingTimeoutMs = 10_000;

/** Listens on a connection of its own and connects again whenever it breaks. Never throws. */
export function listen({ config, queue, onWake, log }: ListenOptions): Listener {
	let isStopped = false;
	let pause = firstPauseMs;
	let current: Client | undefined;
	let timer: NodeJS.Timeout | undefined;
	let ping: NodeJS.Timeout | undefined;

	const connect = async (): Promise<void> => {
		let isBroken = false;
		const reconnect = (reason: string): void => {
			if (isBroken) return;
			isBroken = true;
			clearInterval(ping);
			if (isStopped) return;
			log.warn(`Inbox: notifications are interrupted, polling meanwhile: ${reason}`);
			timer = setTimeout(() => void connect(), pause);
			pause = Math.min(pause * 2, longestPauseMs);
		};
		try {
			const client = new Client(connectionSettings(config));
			current = client;
			client.on('error', (error) => reconnect(error.message));
			client.on('end', () => reconnect('the connection was closed'));
			client.on('notification', ({ payload }) => {
				if (payload === queue.slice(0, 1000)) onWake();
			});
			await client.connect();
			await client.query('listen amocrm_events');
			pause = firstPauseMs;
			ping = setInterval(() => {
				client
					.query(timedQuery('select', pingTimeoutMs))
					.catch((error: unknown) => {
						reconnect(String(error));
						return client.end();
					})
					.catch(() => undefined);
			}, pingEveryMs);
			if (isStopped) await client.end();
			else onWake();
		} catch (error) {
			current?.end().catch(() => undefined);
			reconnect(messageOf(error));
		}
	};
	void connect();

	return {
		async stop() {
			isStopped = true;
			clearTimeout(timer);
			clearInterval(ping);
			await current?.end().catch(() => undefined);
		},
	};
}
