import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** With the folders of servers, which only root has in its path on Debian. */
export const searchPath = [process.env['PATH'] ?? '', '/usr/local/sbin', '/usr/sbin'].join(
	delimiter,
);

const isInstalled = (name: string): boolean =>
	searchPath.split(delimiter).some((folder) => {
		try {
			accessSync(join(folder, name), constants.X_OK);
			return true;
		} catch {
			return false;
		}
	});

/**
 * `describe` for tests that need what not every machine has; `problem` says what is missing, null:
 * nothing. They are then skipped with a warning; with `CI` set they fail instead, because nobody
 * reads warnings there.
 */
export function describeUnless(problem: string | null, title: string, tests: () => void): void {
	if (problem === null) {
		describe(title, tests);
		return;
	}
	const message = `"${title}" cannot be tested on this machine: ${problem}`;
	if (process.env['CI']) {
		it(title, () => {
			throw new Error(message);
		});
		return;
	}
	process.stderr.write(`\n*** SKIPPED: ${message}\n\n`);
	it.skip(`${title} (${problem})`, () => undefined);
}

/** `describe` for tests that need programs from outside npm. */
export function describeWith(programs: readonly string[], title: string, tests: () => void): void {
	const missing = programs.filter((name) => !isInstalled(name));
	const problem = missing.length === 0 ? null : `${missing.join(', ')} not installed`;
	describeUnless(problem, title, tests);
}
