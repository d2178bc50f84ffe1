import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../src/messageOf';
import { openN8nSession } from '../src/provision/n8nSession';
import { recall } from '../src/provision/provisioned';
import { failedActivations, publishImported } from '../src/provision/publish';
import { shippedWorkflows } from '../src/provision/workflows';
import type { Io } from './io';
import { publishSettings, type PublishSettings } from './provisionSettings';
import { waitForN8n } from './waitFor';

/** A workflow that cannot be activated is not tried more often than that: each try subscribes anew. */
const longestPauseSeconds = 1800;

type Log = (line: string) => unknown;

async function publish(settings: PublishSettings, ids: ReadonlySet<string>, log: Log) {
	const session = await openN8nSession(settings.n8nUrl, settings.owner);
	const workflows = shippedWorkflows().filter(({ id }) => ids.has(id));
	for (const name of await publishImported(session, workflows, settings.dataDir)) {
		log(`Published "${name}".`);
	}
}

/** Imported since, by a start of `provision import` while this process was running. */
const waitingForPublication = (dataDir: string): readonly string[] =>
	Object.entries(recall(dataDir).workflows)
		.filter(([, { published, version }]) => !published && version !== '')
		.map(([id]) => id);

/**
 * Looks every `everySeconds` for activations that n8n gave up on, and for new imports. Never ends:
 * n8n being away or refusing is said once a round and tried again.
 */
async function watch(settings: PublishSettings, everySeconds: number, io: Io): Promise<never> {
	let seconds = everySeconds;
	for (;;) {
		await pause(seconds * 1000);
		try {
			const failed = await failedActivations(settings.n8nDatabaseUrl);
			const due = new Set([...failed, ...waitingForPublication(settings.dataDir)]);
			seconds = failed.length > 0 ? Math.min(seconds * 2, longestPauseSeconds) : everySeconds;
			if (failed.length > 0) {
				io.stderr.write(`n8n gave up the activation of ${failed.join(', ')}: trying again.\n`);
			}
			if (due.size === 0) continue;
			await publish(settings, due, (line) => io.stdout.write(`${line}\n`));
		} catch (error) {
			io.stderr.write(`${messageOf(error)}\n`);
		}
	}
}

export interface PublishOptions {
	readonly waitSeconds: number;
	/** Null publishes once and ends. */
	readonly watchSeconds: number | null;
}

/** After n8n has started: publishes the workflows, and with `watchSeconds` keeps them published. */
export async function provisionPublish(io: Io, options: PublishOptions): Promise<number> {
	const settings = publishSettings(io.env);
	await waitForN8n(settings.n8nUrl, options.waitSeconds);
	const all = new Set(shippedWorkflows().map(({ id }) => id));
	await publish(settings, all, (line) => io.stdout.write(`${line}\n`));
	io.stdout.write('The workflows are published.\n');
	return options.watchSeconds === null ? 0 : await watch(settings, options.watchSeconds, io);
}
