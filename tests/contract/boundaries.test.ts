import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../../stack/paths';

/** Lints `text` as if it stood in `path`; the rule that refuses it, or nothing. */
function refusals(path: string, text: string): readonly string[] {
	const eslint = join(repositoryRoot, 'node_modules', 'eslint', 'bin', 'eslint.js');
	const args = [eslint, '--stdin', '--stdin-filename', path, '--format', 'json'];
	const { stdout } = spawnSync(process.execPath, args, {
		cwd: repositoryRoot,
		input: text,
		encoding: 'utf8',
	});
	const [result] = JSON.parse(stdout) as [{ messages: ReadonlyArray<{ ruleId: string | null }> }];
	return result.messages.map(({ ruleId }) => String(ruleId));
}

/** The guard is guarded: a typing mistake in its table would let everything pass. */
it.each([
	['src/events/x.ts', `export * from '../inbox/types';`],
	['src/inbox/x.ts', `export * from '../client/types';`],
	['src/client/x.ts', `export * from '../inbox/types';`],
	['src/match/x.ts', `export * from '../inbox/types';`],
	['src/client/x.ts', `export * from '../../nodes/amoCrmTransport';`],
	['nodes/AmoCrm/x.ts', `export * from '../../src/inbox/types';`],
	['sandbox/x.ts', `export * from '../src/events/decode';`],
	['cli/x.ts', `export * from '../stack/settings';`],
])('%s refuses %s', (path, text) => {
	expect(refusals(path, text)).toContain('import-x/no-restricted-paths');
});

it('lets a node use the core', () => {
	const text = `export * from '../../src/events/types';\n`;
	expect(refusals('nodes/AmoCrm/x.ts', text)).toEqual([]);
});
