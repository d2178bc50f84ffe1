import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImportedCredential } from '../../src/provision/credentials';
import { importIntoN8n } from '../../src/provision/importIntoN8n';
import { useTestDatabase } from '../support/database';

/** What a later start puts into n8n over what a person has entered there. */
const database = useTestDatabase({ emptied: false });
let dataDir: string;

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'import-credentials-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** The ids that one start imports. */
async function start(credentials: readonly ImportedCredential[], isCutOff = false) {
	const imported: string[] = [];
	const done = importIntoN8n({
		dataDir,
		n8n: async ([command, input = '']) => {
			expect(command).toBe('import:credentials');
			if (isCutOff) throw new Error('n8n ended');
			const text = readFileSync(input.replace('--input=', ''), 'utf8');
			imported.push(...(JSON.parse(text) as ImportedCredential[]).map(({ id }) => id));
		},
		n8nDatabaseUrl: database.url,
		credentials,
		workflows: [],
		log: () => {},
	});
	if (isCutOff) await expect(done).rejects.toThrow('n8n ended');
	else await done;
	return imported;
}

const credential = (id: string, value: string): ImportedCredential => ({
	...{ id, name: id, type: 'any' },
	data: { value },
});
const keys = credential('keys', '');
const token = (value: string) => credential('token', value);

it('a new token leaves the keys that a person entered in n8n as they are', async () => {
	expect(await start([token('a'), keys])).toEqual(['token', 'keys']);
	expect(await start([token('a'), keys])).toEqual([]);
	expect(await start([token('b'), keys])).toEqual(['token']);
	expect(await start([token('b'), credential('keys', 'x')])).toEqual(['keys']);
	expect(await start([token('b'), keys, credential('new', '')])).toEqual(['keys', 'new']);
});

it('an import that was cut off is made again', async () => {
	expect(await start([token('a'), keys], true)).toEqual([]);
	expect(await start([token('a'), keys])).toEqual(['token', 'keys']);
});
