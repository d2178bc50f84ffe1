import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { decodeCommand } from './decode';

const fixtures = join(__dirname, '../tests/fixtures/webhooks');

async function run(body: Buffer | string, args: readonly string[] = []) {
	const output: string[] = [];
	const errors: string[] = [];
	const code = await decodeCommand(args, {
		stdin: Readable.from([Buffer.from(body)]),
		stdout: { write: (text) => output.push(text) },
		stderr: { write: (text) => errors.push(text) },
		env: {},
	});
	const events = output
		.join('')
		.split('\n')
		.filter((line) => line !== '')
		.map((line): Record<string, unknown> => JSON.parse(line));
	return { code, events, errors: errors.join('') };
}

describe('decode', () => {
	it('prints one line of JSON for each event', async () => {
		const body = readFileSync(join(fixtures, 'synthetic-multi-entity.txt'));
		const { code, events, errors } = await run(body);
		expect(code).toBe(0);
		expect(events).toMatchObject([
			{ event: 'lead.update', id: 101, accountId: 31000001 },
			{ event: 'lead.update', id: 102, accountId: 31000001 },
		]);
		for (const { identity } of events) expect(identity).toMatch(/^[0-9a-f]{64}$/);
		expect(errors).toBe('');
	});

	it('tells problems on stderr and goes on', async () => {
		const { code, events, errors } = await run('leads[add][0][id]=1&leads[add][0][name]=50%');
		expect(code).toBe(0);
		expect(events).toMatchObject([{ data: { name: '50%' } }]);
		expect(errors).toBe('leads[add][0][name]: a broken percent escape was kept as it is\n');
	});

	it.each([
		['an empty body', ''],
		['noise', Buffer.from([0, 255, 1, 254])],
	])('ends with 2 for %s', async (_name, body) => {
		const { code, events, errors } = await run(body);
		expect(code).toBe(2);
		expect(events).toEqual([]);
		expect(errors).toContain('pipe the raw body');
	});

	it('leaves the line feed of a text file out of the last value', async () => {
		const { events } = await run('leads[add][0][id]=1&leads[add][0][name]=a\r\n');
		expect(events).toMatchObject([{ data: { name: 'a' } }]);
	});

	it('takes the account from --account-id when the body has none', async () => {
		const { events } = await run('leads[add][0][id]=1', ['--account-id', '5']);
		expect(events).toMatchObject([{ accountId: 5 }]);
		await expect(run('', ['--account-id', 'x'])).rejects.toThrow('--account-id x: give the number');
	});
});
