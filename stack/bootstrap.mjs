/**
 * What `npm start`, `npm test` and `npm run bench` run first. Plain JavaScript without dependencies: on a fresh clone
 * nothing is installed and nothing is built yet.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
// One default import: a named one that an old Node.js lacks would fail before checkNode can say so.
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const GIGABYTE = 1024 ** 3;

class Refusal extends Error {}

function checkNode() {
	const major = Number(process.versions.node.split('.')[0]);
	if (major < 20) {
		throw new Refusal(
			`Node.js ${process.versions.node} is too old: install Node.js 20 or newer and run this again.`,
		);
	}
}

function checkDisk(folder, neededGigabytes) {
	const { bavail, bsize } = fs.statfsSync(folder);
	const free = (bavail * bsize) / GIGABYTE;
	if (free < neededGigabytes) {
		throw new Refusal(
			`The disk of ${folder} has ${free.toFixed(1)} GB free, but ${neededGigabytes} GB are needed to install n8n: free some space and run this again.`,
		);
	}
}

/** Runs a quiet command and says every ten seconds that it is still at work. */
function run(label, command, args, cwd) {
	process.stdout.write(`${label} …\n`);
	const startedAt = Date.now();
	const seconds = () => Math.round((Date.now() - startedAt) / 1000);
	const ticker = setInterval(
		() => process.stdout.write(`  still working, ${seconds()} s\n`),
		10_000,
	);
	return new Promise((resolve, reject) => {
		const output = [];
		const child = spawn(command, args, {
			cwd,
			stdio: ['ignore', 'pipe', 'pipe'],
			shell: process.platform === 'win32',
		});
		child.stdout.on('data', (chunk) => output.push(chunk));
		child.stderr.on('data', (chunk) => output.push(chunk));
		child.on('error', reject);
		// A signal to this process alone would leave npm at work in the folder it is asked to leave.
		const stop = (signal) => {
			child.kill(signal);
			process.exit(130);
		};
		process.once('SIGINT', stop).once('SIGTERM', stop);
		child.on('close', (code) => {
			clearInterval(ticker);
			process.off('SIGINT', stop).off('SIGTERM', stop);
			const text = Buffer.concat(output).toString('utf8');
			if (code === 0) {
				process.stdout.write(`  done in ${seconds()} s\n`);
				resolve(text);
			} else if (/ENOSPC|No space left/i.test(text)) {
				reject(new Refusal(`${label}: the disk is full. Free some space and run this again.`));
			} else {
				reject(new Refusal(`${label} did not succeed (exit code ${code}):\n${text.slice(-4000)}`));
			}
		});
	});
}

/** `npm ci`, unless the same lock file was installed by the same Node.js already. */
async function install(label, folder, { extraArgs, gigabytes }) {
	const lock = fs.readFileSync(join(folder, 'package-lock.json'));
	const wanted = createHash('sha256').update(lock).update(process.versions.modules).digest('hex');
	const stamp = join(folder, 'node_modules', '.installed');
	if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return;
	checkDisk(folder, gigabytes);
	// Install scripts stay off: one optional native module of n8n can only be built by downloading sources.
	const args = [
		'ci',
		'--ignore-scripts',
		'--no-audit',
		'--no-fund',
		'--loglevel=error',
		...extraArgs,
	];
	await run(label, 'npm', args, folder);
	fs.mkdirSync(dirname(stamp), { recursive: true });
	fs.writeFileSync(stamp, wanted);
}

async function prepare() {
	checkNode();
	await install('Installing the project (1/2, about half a minute)', root, {
		extraArgs: [],
		gigabytes: 1,
	});
	await install('Installing n8n (2/2, about two to three minutes, 2.3 GB)', join(root, 'stack'), {
		extraArgs: ['--legacy-peer-deps'],
		gigabytes: 4,
	});
	const built = spawnSync(process.execPath, [join(root, 'stack', 'build.mjs')], {
		stdio: 'inherit',
	});
	if (built.status !== 0) throw new Refusal('The build did not succeed: see the messages above.');
}

function runTool(script, args, environment = {}) {
	const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, ...environment },
	});
	return status ?? 1;
}

function runToolOrExit(script, args) {
	const status = runTool(script, args);
	if (status !== 0) process.exit(status);
}

/** More than a few at once are no accident. */
const mostSecondAttempts = 3;
/** Here one failure among many runs is the finding: an event lost once is an event lost. */
const oneAttempt = /^tests[\\/](e2e[\\/](faults|queueMode)|properties)/;

/**
 * In CI a test file that failed gets a second attempt, alone: two of them share the machine, and one missed second
 * must not cost the run. What passes only then is named loudly.
 */
function runTests(args) {
	const jest = 'jest/bin/jest.js';
	if (!process.env.CI) return runTool(jest, args);
	const folder = fs.mkdtempSync(join(tmpdir(), 'failed-tests-'));
	const list = join(folder, 'files');
	try {
		const status = runTool(jest, args, { FAILED_TEST_FILES: list });
		// Without a list Jest did not come to its end.
		if (status === 0 || !fs.existsSync(list)) return status;
		const failed = fs.readFileSync(list, 'utf8').split('\n').filter(Boolean);
		const paths = failed.map((file) => relative(root, file));
		if (paths.length === 0 || paths.length > mostSecondAttempts) return status;
		if (paths.some((path) => oneAttempt.test(path))) return status;
		const names = paths.map((path) => `\n***   ${path}`).join('');
		process.stderr.write(`\n*** FAILED, tried once more, alone:${names}\n\n`);
		const secondStatus = runTool(jest, ['--maxWorkers=1', '--runTestsByPath', ...failed]);
		if (secondStatus === 0) process.stderr.write(`\n*** FLAKY: passed only when alone:${names}\n`);
		return secondStatus;
	} finally {
		fs.rmSync(folder, { recursive: true, force: true });
	}
}

const [command, ...args] = process.argv.slice(2);
try {
	await prepare();
	if (command === 'start') {
		const main = pathToFileURL(join(root, 'dist', 'stack', 'main.js'));
		(await import(main.href)).default.main(args);
	} else if (command === 'test') {
		runToolOrExit('eslint/bin/eslint.js', ['.']);
		runToolOrExit('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']);
		runToolOrExit('typescript/bin/tsc', ['--noEmit']);
		process.exitCode = runTests(args);
	} else if (command === 'bench') {
		await install(
			'Installing the load generator and the queues to compare with',
			join(root, 'bench'),
			{
				extraArgs: [],
				gigabytes: 1,
			},
		);
		const main = pathToFileURL(join(root, 'dist', 'bench', 'main.js'));
		(await import(main.href)).default.main(args);
	}
} catch (error) {
	if (!(error instanceof Refusal)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}
