import { parseArgs } from 'node:util';
import { deadEventIds, findEvent, listEvents, statuses, type Status } from '../src/inbox/browse';
import { replay } from '../src/inbox/replay';
import { databaseOptions, withDatabase } from './database';
import type { Io } from './io';
import { table } from './table';

const usage = `Usage: amocrm-pipeline events list [--status dead,pending] [--limit 50]
       amocrm-pipeline events show <id>
       amocrm-pipeline events replay <id> … | --all-dead

  --status   ${statuses.join(', ')}; several with commas (list: dead,pending)
  --queue    only the events of one trigger
  --json     one JSON object per line
  --database-url, --schema   as in "migrate"
`;

const options = {
	...databaseOptions,
	'all-dead': { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
	json: { type: 'boolean' },
	limit: { type: 'string', default: '50' },
	queue: { type: 'string' },
	status: { type: 'string', default: 'dead,pending' },
} as const;

const parse = (args: readonly string[]) =>
	parseArgs({ args: [...args], options, allowPositionals: true });

type Values = ReturnType<typeof parse>['values'];

const text = (value: unknown): string => {
	if (value instanceof Date) return value.toISOString();
	return typeof value === 'object' && value !== null
		? JSON.stringify(value, null, 2)
		: String(value ?? '');
};

function statusesOf(list: string): readonly Status[] {
	return list.split(',').map((given) => {
		const status = statuses.find((known) => known === given.trim());
		if (status) return status;
		throw new Error(`There is no status "${given.trim()}": choose among ${statuses.join(', ')}.`);
	});
}

function wholeNumber(given: string, what: string): number {
	if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
	throw new Error(`${what} "${given}" is not a whole number above 0.`);
}

function eventId(given: string): string {
	if (/^[1-9]\d{0,17}$/.test(given)) return given;
	throw new Error(`"${given}" is not the id of an event: take one of "events list".`);
}

async function list(values: Values, io: Io): Promise<number> {
	const wanted = {
		statuses: statusesOf(values.status),
		limit: wholeNumber(values.limit, '--limit'),
		queue: values.queue ?? null,
	};
	const events = await withDatabase(values, io.env, (pool) => listEvents(pool, wanted));
	if (values.json) {
		for (const event of events) io.stdout.write(`${JSON.stringify(event)}\n`);
		return 0;
	}
	if (events.length === 0) {
		io.stdout.write(`No events that are ${wanted.statuses.join(' or ')}.\n`);
		return 0;
	}
	const rows = events.map((event) => ({
		...event,
		stored: text(event.stored),
		next_attempt: text(event.next_attempt),
	}));
	io.stdout.write(
		table(
			['id', 'stored', 'event', 'entity_id', 'status', 'attempts', 'next_attempt', 'last_error'],
			rows,
		),
	);
	return 0;
}

async function show(ids: readonly string[], values: Values, io: Io): Promise<number> {
	const [given] = ids;
	if (given === undefined || ids.length > 1) throw new Error('events show takes one id.');
	const id = eventId(given);
	const event = await withDatabase(values, io.env, (pool) => findEvent(pool, id));
	if (!event) {
		io.stderr.write(`There is no event ${id}.\n`);
		return 1;
	}
	if (values.json) {
		io.stdout.write(`${JSON.stringify(event)}\n`);
		return 0;
	}
	const width = Math.max(...Object.keys(event).map((name) => name.length));
	for (const [name, value] of Object.entries(event)) {
		io.stdout.write(`${name.padEnd(width)}  ${text(value)}`.trimEnd() + '\n');
	}
	return 0;
}

async function replayEvents(given: readonly string[], values: Values, io: Io): Promise<number> {
	const isAll = values['all-dead'] === true;
	if (isAll === given.length > 0) {
		throw new Error('events replay takes the ids of dead events, or --all-dead.');
	}
	const ids = given.map(eventId);
	const { asked, replayed } = await withDatabase(values, io.env, async (pool) => {
		const wanted = isAll ? await deadEventIds(pool, values.queue ?? null) : ids;
		return { asked: wanted, replayed: new Set(await replay(pool, wanted)) };
	});
	if (values.json) {
		for (const id of replayed) io.stdout.write(`${JSON.stringify({ id, replayed: true })}\n`);
	} else {
		io.stdout.write(`${replayed.size} of ${asked.length} dead events start again.\n`);
	}
	const left = asked.filter((id) => !replayed.has(id));
	for (const id of left) {
		io.stderr.write(
			`Event ${id} was not replayed: it is not dead, or its body holds no event (events show ${id}).\n`,
		);
	}
	return left.length > 0 && !isAll ? 1 : 0;
}

/** Exit code 1 when an event that was named is not there or cannot be replayed, 2 for a wrong call. */
export async function eventsCommand(args: readonly string[], io: Io): Promise<number> {
	const { values, positionals } = parse(args);
	const [verb, ...rest] = positionals;
	if (values.help) {
		io.stdout.write(usage);
		return 0;
	}
	if (verb === 'list') return await list(values, io);
	if (verb === 'show') return await show(rest, values, io);
	if (verb === 'replay') return await replayEvents(rest, values, io);
	io.stderr.write(usage);
	return 2;
}
