import type { PostgresServer } from '../../stack/postgres';

interface Running {
	readonly server: PostgresServer;
	readonly folder: string;
}

const holder = globalThis as { amocrmTestServer?: Running };

/** Carries the server from globalSetup to globalTeardown, which Jest loads as separate modules. */
export const testServer = {
	set(running: Running): void {
		holder.amocrmTestServer = running;
	},
	take(): Running | undefined {
		const running = holder.amocrmTestServer;
		delete holder.amocrmTestServer;
		return running;
	},
};
