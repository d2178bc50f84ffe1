import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { Refusal } from './refusal';

const isFree = (port: number): Promise<boolean> =>
	new Promise((resolve) => {
		const probe = createServer();
		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});

/** Refuses a taken port before anything is started: half a stack is worse than none. */
export async function requireFreePort(port: number, what: string, setting: string): Promise<void> {
	if (await isFree(port)) return;
	throw new Refusal(
		`Port ${port} for ${what} is taken by another program: stop that program or choose another port with ${setting}.`,
	);
}

/** Below what systems give to outgoing connections: those could take the port of a server that restarts. */
const [lowest, highest] = [10_240, 32_000];
/** Free until its server listens, and not to be given out a second time. */
const givenOut = new Set<number>();

/** The first of `count` free ports in a row: n8n takes the one after its own as well. */
export async function freePort(count = 1): Promise<number> {
	for (let tries = 0; tries < 100; tries += 1) {
		const first = randomInt(lowest, highest);
		const row = Array.from({ length: count }, (_, index) => first + index);
		if (row.some((port) => givenOut.has(port))) continue;
		if (!(await Promise.all(row.map(isFree))).every(Boolean)) continue;
		for (const port of row) givenOut.add(port);
		return first;
	}
	throw new Error(`there are no ${count} free ports in a row`);
}
