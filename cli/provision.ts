import { parseArgs } from 'node:util';
import type { Io } from './io';
import { ownerHash } from './ownerHash';
import { provisionImport } from './provisionImport';
import { provisionPublish } from './provisionPublish';

const usage = `Usage: amocrm-pipeline provision import  [--wait <seconds>]
       amocrm-pipeline provision publish [--wait <seconds>] [--watch <seconds>]
       amocrm-pipeline provision owner-hash

import      before n8n starts: migrates the database, puts credentials and workflows into n8n.
            A workflow that was edited in n8n stays as it is.
publish     when n8n runs: publishes what was imported; with --watch it stays, and every so many
            seconds revives activations that n8n gave up on.
owner-hash  prints N8N_INSTANCE_OWNER_PASSWORD_HASH for N8N_OWNER_PASSWORD.

Settings come from the environment: docs/guides/docker.md.
`;

function seconds(name: string, text: string): number {
	const value = Number(text);
	if (Number.isFinite(value) && value > 0) return value;
	throw new Error(`--${name} ${text}: give a number of seconds.`);
}

/** Sets n8n up without a hand. Exit code 2 for an unknown step. */
export async function provisionCommand(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parseArgs({
		args: [...args],
		allowPositionals: true,
		options: {
			wait: { type: 'string', default: '300' },
			watch: { type: 'string' },
			help: { type: 'boolean', short: 'h' },
		},
	});
	const [step] = positionals;
	const waitSeconds = seconds('wait', values.wait);
	if (step === 'import') return await provisionImport(io, waitSeconds);
	if (step === 'publish') {
		const watchSeconds = values.watch === undefined ? null : seconds('watch', values.watch);
		return await provisionPublish(io, { waitSeconds, watchSeconds });
	}
	if (step === 'owner-hash') {
		io.stdout.write(`${ownerHash(io.env)}\n`);
		return 0;
	}
	(values.help ? io.stdout : io.stderr).write(usage);
	return values.help ? 0 : 2;
}
