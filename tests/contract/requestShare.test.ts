import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { repositoryRoot } from '../../stack/paths';
import { busiestSecond } from '../support/busiestSecond';
import { sandboxToken, testSandbox, type TestSandbox } from '../support/sandbox';

let test$: TestSandbox;

beforeAll(async () => {
	test$ = await testSandbox();
});
afterAll(async () => {
	await test$.sandbox.close();
});

/** Runs with the built package, in a process of its own: the throttle lives in one process. */
const program = `
	const { createClient } = require('./dist/src/client/send.js');
	const { requestShare } = require('./dist/src/client/requestShare.js');
	const { fetchTransport } = require('./dist/cli/fetchTransport.js');
	const client = createClient({
		transport: fetchTransport(process.env.SANDBOX_URL, process.env.SANDBOX_TOKEN),
		accountKey: process.env.SANDBOX_URL,
		requestsPerSecond: requestShare({ requestsPerSecond: 7, processes: 3 }),
	});
	const one = () => client.send({ method: 'GET', path: '/api/v4/account' });
	Promise.all(Array.from({ length: 15 }, one)).catch((error) => {
		console.error(error);
		process.exit(1);
	});`;

test('three processes that share a budget never exceed it together', async () => {
	const codes = await Promise.all(
		[1, 2, 3].map(async () => {
			const child = spawn(process.execPath, ['-e', program], {
				cwd: repositoryRoot,
				env: { SANDBOX_URL: test$.sandbox.url, SANDBOX_TOKEN: sandboxToken },
				stdio: 'inherit',
			});
			return ((await once(child, 'exit')) as [number | null])[0];
		}),
	);
	expect(codes).toEqual([0, 0, 0]);
	const answer = await test$.control.get('/requests?limit=1000');
	const data = answer.data as ReadonlyArray<{ readonly at: number; readonly status: number }>;
	expect(data.length).toBe(45);
	expect(data.filter(({ status }) => status !== 200)).toEqual([]);
	expect(busiestSecond(data.map(({ at }) => at))).toBeLessThanOrEqual(7);
}, 60_000);
