import { randomBytes } from 'node:crypto';
import { startSandbox } from './server';

function numberFrom(name: string, fallback: number): number {
	const value = process.env[name];
	if (value === undefined || value === '') return fallback;
	const number = Number(value);
	if (!Number.isFinite(number) || number < 0) throw new Error(`${name} is not a number: ${value}`);
	return number;
}

async function main(): Promise<void> {
	const given = process.env['SANDBOX_TOKEN'];
	const token = given || randomBytes(36).toString('base64url');
	const stateFile = process.env['SANDBOX_STATE_FILE'];
	const sandbox = await startSandbox({
		port: numberFrom('SANDBOX_PORT', 8090),
		token,
		timeScale: numberFrom('SANDBOX_TIME_SCALE', 1) || 1,
		...(stateFile ? { stateFile } : {}),
	});
	// A token made up here would otherwise be known to nobody; a given one is not repeated.
	const hint = given ? '' : `  token ${token}`;
	process.stdout.write(`Sandbox ready: ${sandbox.url}${hint}\n`);
	const stop = () => void sandbox.close().then(() => process.exit(0));
	process.once('SIGTERM', stop);
	process.once('SIGINT', stop);
}

main().catch((error: NodeJS.ErrnoException) => {
	const reason =
		error.code === 'EADDRINUSE'
			? 'the port is taken: set SANDBOX_PORT to another one'
			: error.message;
	process.stderr.write(`The sandbox did not start: ${reason}\n`);
	process.exitCode = 1;
});
