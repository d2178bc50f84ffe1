import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './paths';
import { explain } from './refusal';
import { readSettings } from './settings';
import { startStack, type Stack } from './start';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** A real amoCRM cannot call an address of this machine. */
function webhookLine(url: string | null, isSandbox: boolean): string {
	if (url === null) return 'none: no workflow with an AmoCRM Trigger is published';
	if (isSandbox || new URL(url).hostname !== '127.0.0.1') return url;
	return `${url}   amoCRM cannot reach this: set AMOCRM_PUBLIC_URL`;
}

function announce(stack: Stack): void {
	const { n8n, sandbox, postgres, webhookUrl, dataDir } = stack.facts();
	const rows: ReadonlyArray<readonly [string, string]> = [
		['n8n', `${n8n.url}   sign in: ${n8n.email} / ${n8n.password}`],
		...(sandbox
			? ([
					['amoCRM sandbox', `${sandbox.url}   create and move leads here`],
					['Example', `curl -X POST ${sandbox.url}/_sandbox/example   half a year of leads`],
				] as const)
			: []),
		['PostgreSQL', `psql "${postgres.analystUrl}"   (reads; the owner's address is in the facts)`],
		['Webhook', webhookLine(webhookUrl, sandbox !== null)],
		['Facts', join(dataDir, 'stack.json')],
	];
	say('\nEverything is up:');
	for (const [name, value] of rows) say(`  ${name.padEnd(15)} ${value}`);
	say('\nCtrl-C stops everything; the data stays.');
}

/** Brings back what ends by itself: an ops machine must not need a hand after an out-of-memory kill. */
function supervise(stack: Stack, signal: AbortSignal): void {
	const watch = async (): Promise<void> => {
		const how = await stack.n8n.ended;
		if (signal.aborted) return;
		say(`n8n ended unexpectedly (${how}); starting it again …`);
		for (let wait = 1000; !signal.aborted; wait = Math.min(wait * 2, 60_000)) {
			try {
				await stack.restartN8n();
				say('n8n is up again.');
				return watch();
			} catch (error) {
				say(`n8n did not start: ${explain(error)}\nTrying again in ${wait / 1000} s.`);
				await new Promise((resolve) => setTimeout(resolve, wait));
			}
		}
	};
	void watch();
}

/** `npm start`: runs until Ctrl-C or SIGTERM. */
export async function main(args: readonly string[]): Promise<void> {
	const envFile = join(repositoryRoot, '.env');
	if (existsSync(envFile)) {
		if (typeof process.loadEnvFile === 'function') process.loadEnvFile(envFile);
		else say('.env is not read: that needs Node.js 20.12 or newer.');
	}
	const abort = new AbortController();
	const { signal } = abort;
	let starting: Promise<Stack> | undefined;
	const stop = async (): Promise<void> => {
		if (signal.aborted) return;
		say('\nStopping …');
		abort.abort();
		// A start that is still under way stops its own children before it rejects.
		const stack = await starting?.catch(() => undefined);
		await stack?.stop();
		process.exit(0);
	};
	process.on('SIGINT', () => void stop());
	process.on('SIGTERM', () => void stop());
	try {
		const startedAt = Date.now();
		starting = startStack(readSettings(args, process.env), say, signal);
		const stack = await starting;
		if (signal.aborted) return;
		announce(stack);
		say(`(ready in ${Math.round((Date.now() - startedAt) / 1000)} s)`);
		supervise(stack, signal);
	} catch (error) {
		if (signal.aborted) return;
		process.stderr.write(`${explain(error)}\n`);
		process.exit(1);
	}
}
