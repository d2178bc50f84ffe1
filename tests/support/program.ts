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
 * `describe` for tests that need programs from outside npm. Where one is missing they are skipped
 * with a warning; with `CI` set they fail instead, because nobody reads warnings there.
 */
export function describeWith(programs: readonly string[], title: string, tests: () => void): void {
	const missing = programs.filter((name) => !isInstalled(name));
	if (missing.length === 0) {
		describe(title, tests);
		return;
	}
	const message = `"${title}" needs ${missing.join(', ')}: not installed on this machine`;
	if (process.env['CI']) {
		it(title, () => {
			throw new Error(message);
		});
		return;
	}
	process.stderr.write(`\n*** SKIPPED: ${message}\n\n`);
	it.skip(`${title} (${missing.join(', ')} not installed)`, () => undefined);
}
