import { setTimeout as pause } from 'node:timers/promises';
import { nodeClock, shiftedClockModule } from './clocks';
import { connectionsOf, type Integration } from './connection';
import { editorOf, type Credential, type Execution } from './editor';
import { requestsSince, tokenCalls } from './oauthCredential';
import type { TestStack } from './testStack';

/** How amoCRM takes renewals; its documents leave both open. */
export const servers = {
	strict: { redirect_uri: 'strict', refresh_grace: 0 },
	lenient: { redirect_uri: 'lenient', refresh_grace: 'until_used' },
} as const;

export const day = 86_400;

/** Clocks of n8n's processes that a test moves, and what makes the processes follow them. */
export function movableN8nClock() {
	const clock = nodeClock();
	let passed = 0;
	return {
		environment: { ...clock.environment, NODE_OPTIONS: `--require=${shiftedClockModule}` },
		async advance(seconds: number): Promise<void> {
			passed += seconds;
			clock.set(passed);
			// The processes look ten times a second.
			await pause(300);
		},
		remove: clock.remove,
	};
}

export type Expiry = Awaited<ReturnType<typeof expiryIn>>;

const path = 'at-expiry';
const parameters = { resource: 'lead', operation: 'getByIds', id: '12345' };

interface Grant {
	readonly client_id: string;
	readonly state: string;
}

/** A connected OAuth2 credential, and many executions that use it at the same time. */
export async function expiryIn(test$: TestStack) {
	const { stack, control, n8n } = test$;
	const { url = '' } = stack.facts().sandbox ?? {};
	const rest = await n8n();
	const connections = connectionsOf(test$, rest);
	const integration: Integration = await connections.integrationFor(stack.facts().n8n.url);
	// Else the limit of seven a second would let them come one after the other.
	await control.post('/limit', { requestsPerSecond: null });
	const account = { domain: 'sandbox', sandboxUrl: url, requestsPerSecond: 1000 };
	const credential: Credential = await connections.connected(account, integration);
	await connections.publish(path, parameters, credential);
	const editor = editorOf(rest);
	const byHand = await editor.save('By hand', [
		{ name: 'Lead', credential, parameters: { ...parameters, authentication: 'oAuth2' } },
	]);
	const { client_id: clientId } = integration;

	return {
		/** So many at once, the receivers taking turns; answers how many of them got the lead. */
		async runAtOnce(count: number, receivers: readonly string[]): Promise<number> {
			const answers = await Promise.all(
				Array.from({ length: count }, (_run, i) =>
					connections.run(path, receivers[i % receivers.length]),
				),
			);
			const good = answers.filter(
				({ status, data }) =>
					status === 200 && (data as ReadonlyArray<{ id?: unknown }>)[0]?.id === 12345,
			);
			return good.length;
		},
		/** One execution as the button of the editor starts it. */
		execute: async (): Promise<Execution> => await editor.execute(byHand),
		reconnect: async () => await connections.connect(credential.id, clientId),
		revoke: async () => await control.post(`/integrations/${clientId}/revoke`, {}),
		lastSeq: async (): Promise<number> => (await requestsSince(test$)).at(-1)?.seq ?? 0,
		tokenAnswers: async (seq: number) => await tokenCalls(test$, seq),
		/** Statuses of the API, each once. */
		async apiStatuses(seq: number): Promise<readonly number[]> {
			const requests = await requestsSince(test$, seq);
			const ofLeads = requests.filter((request) => request.path.startsWith('/api/v4/leads'));
			return [...new Set(ofLeads.map(({ status }) => status))].sort((a, b) => a - b);
		},
		/** Refresh tokens of the credential that amoCRM takes as the newest. */
		async currentGrants(): Promise<number> {
			const { data } = await control.get('/oauth/grants');
			return (data as readonly Grant[]).filter(
				({ client_id, state }) => client_id === clientId && state === 'current',
			).length;
		},
	};
}
