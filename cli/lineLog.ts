import type { Io } from './io';
import type { Log } from '../src/inbox/types';

/** One line per message with time and level, for a service whose output a supervisor keeps. */
export function lineLog(stream: Io['stderr']): Log {
	const write = (level: string) => (message: string) => {
		stream.write(`${new Date().toISOString()} ${level} ${message}\n`);
	};
	return {
		debug: () => undefined,
		info: write('info'),
		warn: write('warn'),
		error: write('error'),
	};
}
