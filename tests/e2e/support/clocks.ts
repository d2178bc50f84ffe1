import { existsSync, mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const libraries = ['x86_64-linux-gnu', 'aarch64-linux-gnu'].map(
	(machine) => `/usr/lib/${machine}/faketime/libfaketime.so.1`,
);

export const faketimeLibrary = libraries.find((path) => existsSync(path));

export interface MovableClock {
	/** For the process whose clock it is. */
	readonly environment: Readonly<Record<string, string>>;
	/** Off the real time, in seconds; negative: behind. */
	set(offSeconds: number): void;
	remove(): void;
}

function offsetFile(textOf: (seconds: number) => string) {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-clock-'));
	chmodSync(folder, 0o755); // PostgreSQL reads it as another user
	const file = join(folder, 'offset');
	const set = (seconds: number): void => writeFileSync(file, textOf(seconds));
	set(0);
	return { file, set, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The clock of any program, by libfaketime (Debian: `faketime`). */
export function faketimeClock(): MovableClock {
	const { file, ...clock } = offsetFile((seconds) => `${seconds < 0 ? '' : '+'}${seconds}`);
	return {
		...clock,
		environment: {
			LD_PRELOAD: faketimeLibrary ?? '',
			FAKETIME_TIMESTAMP_FILE: file,
			// Else the library reads the file once in ten seconds.
			FAKETIME_NO_CACHE: '1',
			// A jump of the monotonic clock happens on no real machine.
			FAKETIME_DONT_FAKE_MONOTONIC: '1',
		},
	};
}

/** What makes a Node.js process load `shiftedClock.js`. */
export const shiftedClockModule = join(__dirname, '..', '..', 'support', 'shiftedClock.js');

/** The clock of a Node.js process that was started with `--require shiftedClockModule`. */
export function nodeClock(): MovableClock {
	const { file, ...clock } = offsetFile(String);
	return { ...clock, environment: { CLOCK_SHIFT_FILE: file } };
}
