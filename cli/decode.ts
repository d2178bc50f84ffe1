import { parseArgs } from 'node:util';
import { decode } from '../src/events/decode';
import { eventIdentity } from '../src/events/identity';
import { normalise } from '../src/events/normalise';
import type { Io } from './io';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

async function readAll(stream: NodeJS.ReadableStream): Promise<Buffer> {
	const chunks: Buffer[] = [];
	for await (const chunk of stream) {
		chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk);
	}
	return Buffer.concat(chunks);
}

/** `echo` and editors end a file with a line feed, which would become part of the last value. */
function withoutLastLineFeed(body: Buffer): Buffer {
	if (body.at(-1) !== lineFeed) return body;
	return body.subarray(0, body.at(-2) === carriageReturn ? -2 : -1);
}

function readAccountId(text: string | undefined): number | null {
	if (text === undefined) return null;
	const id = Number(text);
	if (!Number.isSafeInteger(id) || id <= 0) {
		throw new Error(`--account-id ${text}: give the number of an account, such as 31000001`);
	}
	return id;
}

/**
 * Reads the raw body of one webhook on stdin and prints each event with its identity as one line of
 * JSON, problems on stderr. `--account-id` stands in for a body without an account. Exit code 2 when
 * there is no event in it.
 */
export async function decodeCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({ args: [...args], options: { 'account-id': { type: 'string' } } });
	const accountId = readAccountId(values['account-id']);
	const body = withoutLastLineFeed(await readAll(io.stdin));
	const { events, problems } = normalise(decode(body), { accountId });
	for (const event of events) {
		io.stdout.write(`${JSON.stringify({ ...event, identity: eventIdentity(event) })}\n`);
	}
	for (const problem of problems) io.stderr.write(`${problem}\n`);
	if (events.length > 0) return 0;
	io.stderr.write('No event in it: pipe the raw body of one amoCRM webhook into this command.\n');
	return 2;
}
