import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface ProvisionedWorkflow {
	/** Of what we imported. */
	readonly hash: string;
	/** The version that n8n gave it; empty while an import is under way. */
	readonly version: string;
	/** Whether it was published, or left to ops, since that import: what they switch off stays off. */
	readonly published?: boolean;
}

/** What this installation has put into n8n, so that a later start tells ops' work from its own. */
export interface Provisioned {
	/** Hash of each credential as it was imported last, by its id. */
	readonly credentialHashes?: Readonly<Record<string, string>>;
	readonly workflows: Readonly<Record<string, ProvisionedWorkflow>>;
}

export const hashOf = (value: unknown): string =>
	createHash('sha256').update(JSON.stringify(value)).digest('hex');

const fileIn = (dataDir: string): string => join(dataDir, 'provisioned.json');

export function recall(dataDir: string): Provisioned {
	if (!existsSync(fileIn(dataDir))) return { workflows: {} };
	return JSON.parse(readFileSync(fileIn(dataDir), 'utf8')) as Provisioned;
}

export function remember(dataDir: string, provisioned: Provisioned): void {
	mkdirSync(dataDir, { recursive: true });
	// Half a file after a power cut would make every later start fail.
	const unfinished = `${fileIn(dataDir)}.new`;
	writeFileSync(unfinished, JSON.stringify(provisioned, null, '\t'), { mode: 0o600 });
	renameSync(unfinished, fileIn(dataDir));
}
