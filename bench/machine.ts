import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { repositoryRoot } from '../stack/paths';

/** What the figures depend on. */
export interface Machine {
	readonly cpu: string;
	readonly cores: number;
	readonly memoryGigabytes: number;
	readonly kernel: string;
	readonly node: string;
	readonly n8n: string;
	/** Null where nothing measured needs it. */
	readonly postgres: string | null;
	/** Of the minute before the run; more than a little means that something else ran. */
	readonly loadBefore: number;
}

export const loadNow = (): number => loadavg()[0] ?? 0;

export async function describeMachine(pool: Pool | null, loadBefore: number): Promise<Machine> {
	const n8nManifest = join(repositoryRoot, 'stack', 'node_modules', 'n8n', 'package.json');
	const { version } = JSON.parse(readFileSync(n8nManifest, 'utf8')) as { version: string };
	const shown = await pool?.query<{ server_version: string }>('show server_version');
	return {
		cpu: cpus()[0]?.model ?? 'unknown',
		cores: cpus().length,
		memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
		kernel: release(),
		node: process.versions.node,
		n8n: version,
		postgres: shown ? (shown.rows[0]?.server_version ?? 'unknown') : null,
		loadBefore,
	};
}
