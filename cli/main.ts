#!/usr/bin/env node
import { messageOf } from '../src/messageOf';
import { backfillCommand } from './backfill';
import { decodeCommand } from './decode';
import { doctorCommand } from './doctor';
import { eventsCommand } from './events';
import type { Io } from './io';
import { migrateCommand } from './migrate';
import { provisionCommand } from './provision';
import { receiveCommand } from './receive';
import { reportCommand } from './report';
import { rolesCommand } from './roles';

interface Verb {
	readonly summary: string;
	readonly run: (args: readonly string[], io: Io) => Promise<number>;
}

const verbs: Readonly<Record<string, Verb>> = {
	backfill: {
		summary: 'import leads that exist already, with contacts and companies; resumable',
		run: backfillCommand,
	},
	decode: {
		summary: 'read a raw webhook body on stdin, print one JSON event per line',
		run: decodeCommand,
	},
	doctor: {
		summary: 'check database, schema, n8n, tokens, webhook, public addresses, Jarvis; with the fix',
		run: doctorCommand,
	},
	events: {
		summary: 'list, show or replay pending and dead events',
		run: eventsCommand,
	},
	migrate: {
		summary: 'bring the database to the version of this package',
		run: migrateCommand,
	},
	provision: {
		summary: 'set n8n up without a hand: import before it starts, publish when it runs',
		run: provisionCommand,
	},
	receive: {
		summary: 'answer webhooks without n8n: while it restarts, or when it is outgrown',
		run: receiveCommand,
	},
	report: {
		summary: 'make one HTML file with figures and charts of sales, for who has no database',
		run: reportCommand,
	},
	roles: {
		summary: 'make database roles: n8n writes through functions, analysts read',
		run: rolesCommand,
	},
};

function usage(): string {
	const rows = Object.entries(verbs).map(([name, { summary }]) => `  ${name.padEnd(9)} ${summary}`);
	return ['Usage: amocrm-pipeline <command> [options]', '', ...rows, ''].join('\n');
}

async function main(args: readonly string[], io: Io): Promise<number> {
	const [name = '--help', ...rest] = args;
	if (name === '--help' || name === '-h' || name === 'help') {
		io.stdout.write(usage());
		return 0;
	}
	const verb = Object.hasOwn(verbs, name) ? verbs[name] : undefined;
	if (!verb) {
		io.stderr.write(`There is no command "${name}".\n\n${usage()}`);
		return 2;
	}
	try {
		return await verb.run(rest, io);
	} catch (error) {
		io.stderr.write(`${messageOf(error)}\n`);
		return 1;
	}
}

const { stdin, stdout, stderr, env } = process;
void main(process.argv.slice(2), { stdin, stdout, stderr, env }).then((code) => {
	process.exitCode = code;
});
