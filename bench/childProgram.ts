import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { repositoryRoot } from '../stack/paths';

/** Of those that must not outlive an interrupted run. */
export interface ChildProgram {
	/** Compiled, relative to `dist/bench`. */
	readonly program: string;
	readonly node: string;
	readonly input: unknown;
	readonly signal: AbortSignal;
}

/** Runs a program of the bench to its end: JSON on its standard input, JSON from its standard output. */
export async function runProgram<Output>(options: ChildProgram): Promise<Output> {
	const { program, node, input, signal } = options;
	const child = spawn(node, [join(repositoryRoot, 'dist', 'bench', program)], {
		stdio: ['pipe', 'pipe', 'pipe'],
		signal,
		killSignal: 'SIGKILL',
	});
	const output: Buffer[] = [];
	const errors: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
	child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
	child.stdin.on('error', () => undefined); // it ended before it read its job: the code below tells
	child.stdin.end(JSON.stringify(input));
	const code = await new Promise<number | null>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', resolve);
	});
	const text = Buffer.concat(output).toString('utf8');
	if (code === 0) return JSON.parse(text) as Output;
	const reason = Buffer.concat(errors).toString('utf8').slice(-2000);
	throw new Error(`${program} ended with code ${code}:\n${reason}`);
}
