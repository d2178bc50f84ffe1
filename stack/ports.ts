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

const anyPort = (): Promise<number> =>
	new Promise((resolve, reject) => {
		const probe = createServer();
		probe.once('error', reject);
		probe.listen(0, '127.0.0.1', () => {
			const address = probe.address();
			const port = typeof address === 'object' && address ? address.port : 0;
			probe.close(() => resolve(port));
		});
	});

/** The first of `count` free ports in a row: n8n takes the one after its own as well. */
export async function freePort(count = 1): Promise<number> {
	for (let tries = 0; tries < 100; tries += 1) {
		const first = await anyPort();
		const others = Array.from({ length: count - 1 }, (_, i) => first + i + 1);
		if ((await Promise.all(others.map(isFree))).every(Boolean)) return first;
	}
	throw new Error(`there are no ${count} free ports in a row`);
}
