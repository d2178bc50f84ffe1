import { rmSync } from 'node:fs';
import { testServer } from './testServer';

/** Jest's globalTeardown. */
async function stop(): Promise<void> {
	const running = testServer.take();
	if (!running) return;
	await running.server.stop();
	rmSync(running.folder, { recursive: true, force: true });
}

export = stop;
