import { Amo } from '@shevernitskiy/amo';
import { accountHost, answerFetch } from './accountHost';
import { sandboxToken, testSandbox, type TestSandbox } from './sandbox';

interface AmoOnSandbox {
	readonly box: TestSandbox;
	/** With the long-lived token, as fast as it can; the sandbox does not mind. */
	readonly amo: Amo;
	close(): Promise<void>;
}

/** `@shevernitskiy/amo` as published, on a sandbox of its own. */
async function amoOnSandbox(): Promise<AmoOnSandbox> {
	const box = await testSandbox();
	const bringBack = answerFetch(box.sandbox.url);
	await box.control.post('/limit', { requestsPerSecond: null });
	return { box, amo: amoWithToken(sandboxToken), close };

	async function close(): Promise<void> {
		bringBack();
		await box.sandbox.close();
	}
}

/** One for all tests of the file: there from the first test on, closed after the last. */
export function amoInTests(): Pick<AmoOnSandbox, 'amo' | 'box'> {
	let on: AmoOnSandbox | undefined;
	beforeAll(async () => {
		on = await amoOnSandbox();
	});
	afterAll(() => on?.close());
	const started = (): AmoOnSandbox => {
		if (on) return on;
		throw new Error('the sandbox starts with the first test');
	};
	return {
		get amo() {
			return started().amo;
		},
		get box() {
			return started().box;
		},
	};
}

/** Milliseconds between the starts of two requests; the client's own are 150. */
export function amoWithToken(access_token: string, request_delay = 0): Amo {
	const auth = {
		client_id: 'unused',
		client_secret: 'unused',
		redirect_uri: 'https://example.com/unused',
		token_type: 'Bearer',
		expires_in: 86_400,
		access_token,
		refresh_token: 'unused',
		expires_at: Date.now() + 86_400_000,
	};
	return new Amo(accountHost, auth, { request_delay });
}

/** The id of the first; the published types misspell `_embedded` and take lists for single ones. */
export function idOf(answer: unknown, name: string): number {
	const { _embedded } = answer as { _embedded: Record<string, ReadonlyArray<{ id?: number }>> };
	const id = _embedded[name]?.[0]?.id;
	if (id === undefined) throw new Error(`no id of ${name} in ${JSON.stringify(answer)}`);
	return id;
}

const failsWith = (text: RegExp) => (asked: Promise<unknown>) =>
	expect(asked).rejects.toThrow(text);

/** Nothing there, or nothing to say: outside of DELETE it takes any 204 for an error. */
export const noContent = failsWith(/^204 No Content/);
export const notFound = failsWith(/^404 Not Found/);
/** A 202 without a body, which it reads all the same. */
export const accepted = failsWith(/^Unexpected end of JSON input/);
