import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sessionToChatFile, sessionToChatScript } from '../../stack/chatSession/script';
import { repositoryRoot } from '../../stack/paths';

it('the sources and their tests have the types they say', () => {
	const tsc = join(repositoryRoot, 'node_modules', 'typescript', 'bin', 'tsc');
	const sources = join(repositoryRoot, 'chat-session');
	const { status, stdout } = spawnSync(process.execPath, [tsc, '--noEmit', '-p', sources], {
		encoding: 'utf8',
	});
	expect([status, stdout]).toEqual([0, '']);
});

it('the script is as built, and rendering leaves it as it is', () => {
	const built = sessionToChatScript();
	expect(readFileSync(join(repositoryRoot, sessionToChatFile), 'utf8')).toBe(built);
	// envsubst fills in names of the environment: capitals.
	expect(built).not.toMatch(/\$(?:[A-Z_]\w*|\{[A-Z_][A-Z0-9_]*\})/);
	expect(built).not.toMatch(/\b(?:eval|Function)\(/);
});
