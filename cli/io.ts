import type { Environment } from '../src/provision/environment';

/** What a command reads and writes, so that tests can stand in for the terminal. */
export interface Io {
	readonly stdin: NodeJS.ReadableStream;
	readonly stdout: { write(text: string): unknown };
	readonly stderr: { write(text: string): unknown };
	readonly env: Environment;
}
