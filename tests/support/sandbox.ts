import axios, { type AxiosInstance } from 'axios';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox/server';

export interface TestSandbox {
	readonly sandbox: Sandbox;
	/** API v4 with the long-lived token; statuses are not errors. */
	readonly api: AxiosInstance;
	/** `/_sandbox`. */
	readonly control: AxiosInstance;
	/** Without a token. */
	readonly anonymous: AxiosInstance;
	/** Forgets the requests of the last second, which would end in 429. */
	calm(): Promise<void>;
}

export const sandboxToken = 'test-token-of-the-sandbox';

export async function testSandbox(options: Partial<SandboxOptions> = {}): Promise<TestSandbox> {
	const sandbox = await startSandbox({ token: sandboxToken, ...options });
	const client = (path: string, headers: Readonly<Record<string, string>> = {}) =>
		axios.create({
			baseURL: `${sandbox.url}${path}`,
			headers,
			timeout: 20_000,
			validateStatus: () => true,
		});
	return {
		sandbox,
		api: client('/api/v4', { Authorization: `Bearer ${sandboxToken}` }),
		control: client('/_sandbox'),
		anonymous: client(''),
		calm: () => new Promise((resolve) => setTimeout(resolve, 1010)),
	};
}
