import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

const betweenTriesMs = 1000;

/** Tries once a second; after `seconds` the last error is thrown, with what was waited for. */
async function waitFor(what: string, seconds: number, attempt: () => Promise<void>): Promise<void> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		try {
			return await attempt();
		} catch (error) {
			if (Date.now() > deadline) {
				const { message, code } = error as NodeJS.ErrnoException;
				throw new Error(`${what} is not there after ${seconds} s: ${message || code}`);
			}
			await pause(betweenTriesMs);
		}
	}
}

/** Until the database takes connections; a wrong password is waited for as well, as it may be set late. */
export const waitForDatabase = (name: string, url: string, seconds: number): Promise<void> =>
	waitFor(name, seconds, async () => {
		const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
		await client.connect();
		await client.end();
	});

/** Until n8n has migrated its database and takes requests. */
export const waitForN8n = (n8nUrl: string, seconds: number): Promise<void> =>
	waitFor(`n8n at ${n8nUrl}`, seconds, async () => {
		const { status } = await fetch(`${n8nUrl}/healthz/readiness`, {
			signal: AbortSignal.timeout(5000),
		});
		if (status !== 200) throw new Error(`HTTP ${status}`);
	});
