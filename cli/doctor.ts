import { parseArgs } from 'node:util';
import { checks, explainFailure, type Finding } from './doctorChecks';
import { findInstallation } from './installation';
import type { Io } from './io';

const marks: Readonly<Record<Finding['state'], string>> = {
	ok: 'ok',
	warning: 'WARN',
	failed: 'FAIL',
	skipped: 'skip',
};

/** Prints one line a check, and what to do where something is wrong. Exit code 1 when a check failed. */
export async function doctorCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({ args: [...args], options: { json: { type: 'boolean' } } });
	const installation = findInstallation(io.env);
	let exitCode = 0;
	for (const [name, check] of checks) {
		const finding = await check(installation).catch(explainFailure);
		if (finding.state === 'failed') exitCode = 1;
		if (values.json) {
			io.stdout.write(`${JSON.stringify({ check: name, ...finding })}\n`);
			continue;
		}
		const fix = finding.fix ? `  ->  ${finding.fix}` : '';
		io.stdout.write(`${marks[finding.state].padEnd(5)}${name.padEnd(10)}${finding.text}${fix}\n`);
	}
	return exitCode;
}
