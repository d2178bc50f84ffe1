import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sign, type SignOptions } from 'jsonwebtoken';
import type { N8nRest } from '../../../stack/n8nRest';
import type { LeadMessage } from '../../support/backendMessages';
import { backendSample } from '../../support/backendSample';
import { cuttableProxy, type CuttableProxy } from '../../support/cuttableProxy';
import { eventually } from '../../support/eventually';
import { startNginx, webhookHost, type RunningNginx } from '../../support/nginx';
import { startRecordingBackend, type RecordingBackend } from '../../support/recordingBackend';
import { boundToBrowser } from './consentBehindNginx';
import { runWorkflow } from './runWorkflow';
import { startTestStack, type TestStack } from './testStack';

const audience = 'https://app.example.ru';
const tokenSecret = 'what the back end signs its tokens with';
export const signingKey = 'what n8n signs its messages with';
const fixtures = join(__dirname, '..', '..', 'fixtures', 'webhooks');

export interface Received extends LeadMessage {
	/** The header `Idempotency-Key`. */
	readonly key: unknown;
	readonly raw: string;
}

export interface MobileBackEnd {
	readonly test$: TestStack;
	readonly rest: N8nRest;
	readonly nginx: RunningNginx;
	/** The application's server, and the network in front of it. */
	readonly server: RecordingBackend;
	readonly network: CuttableProxy;
	readonly account: number;
	/** A token of the back end; `key` makes it a wrong one. */
	token(claims?: object, options?: SignOptions, key?: string): string;
	/** Calls `/api/amo-crm/…` on the webhook host; `bearer` null: without a token. */
	call(
		method: 'GET' | 'POST',
		path: string,
		bearer: string | null,
	): Promise<{ status: number; data: unknown }>;
	/** amoCRM posts a recorded body, ids in it replaced, to `/api/amo-crm/webhook`. */
	hook(
		recorded: string,
		replaced: Readonly<Record<string, number>>,
	): Promise<{ status: number; data: unknown }>;
	/** The state of the connection, as the server is told it. */
	status(): Promise<Readonly<Record<string, unknown>>>;
	/** A lead of the account, as a person makes it. */
	newLead(fields?: object): Promise<number>;
	/** Until no event waits any more. */
	workedOff(): Promise<void>;
	/** News of so many leads, from this id on, which no event tells; one run has all of them. */
	newsOf(lead: number, count: number): Promise<void>;
	/** What failed is tried again now. */
	dueNow(): Promise<void>;
	/** One run of the workflow that sends. */
	deliver(): Promise<string>;
	/** What the server was sent of a lead, in order; throws on one that the guide's code does not take. */
	received(lead: number): readonly Received[];
	rows(text: string, values?: readonly unknown[]): Promise<readonly Record<string, unknown>[]>;
	close(): Promise<void>;
}

/** The shipped workflows behind nginx, and a server for them to talk to. */
export async function startMobileBackEnd(): Promise<MobileBackEnd> {
	const server = await startRecordingBackend('application');
	const network = await cuttableProxy(Number(server.address.split(':')[1]));
	const test$ = await startTestStack(
		{
			systems: {
				disconnect: {
					integration: null,
					backend: { audience, key: { algorithm: 'HS256', secret: tokenSecret } },
				},
				backend: { url: `http://127.0.0.1:${network.port}/amo-crm/leads`, signingKey },
			},
		},
		{ n8nEnvironment: boundToBrowser },
	);
	const { n8n, webhookUrl } = test$.stack.facts();
	const rest = await test$.n8n();
	const nginx = await startNginx({ N8N_UPSTREAM: new URL(n8n.url).host });
	const client = nginx.client(webhookHost);
	const key = new URL(webhookUrl ?? '').searchParams.get('key') ?? '';
	const rows: MobileBackEnd['rows'] = async (text, values = []) =>
		(await test$.pool.query(text, [...values])).rows;
	const [endpoint] = await rows('select account_id::int as id from amocrm_endpoints');
	const account = Number(endpoint?.['id']);
	const readMessage = backendSample();

	const token: MobileBackEnd['token'] = (claims = {}, options = {}, secret = tokenSecret) =>
		sign({ aud: audience, account_id: account, ...claims }, secret, {
			expiresIn: 300,
			...options,
		});
	const call: MobileBackEnd['call'] = async (method, path, bearer) =>
		await client.request({
			method,
			url: `/api/amo-crm/${path}`,
			headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
		});

	return {
		...{ test$, rest, nginx, server, network, account, rows, token, call },
		status: async () =>
			(await call('GET', 'status', token({ action: 'status' }))).data as Record<string, unknown>,
		async newLead(fields = {}) {
			const { data } = await test$.control.post('/leads', {
				...{ name: 'Станок', pipeline_id: 8205830, price: 1000 },
				...fields,
			});
			return data.id as number;
		},
		async hook(recorded, replaced) {
			const body = Object.entries(replaced).reduce(
				(text, [old, id]) => text.replaceAll(old, String(id)),
				readFileSync(join(fixtures, `${recorded}.txt`), 'utf8').trim(),
			);
			return await client.post(`/api/amo-crm/webhook?key=${key}`, body, {
				headers: { 'content-type': 'application/x-www-form-urlencoded' },
			});
		},
		workedOff: async () => {
			await eventually(
				'all events are worked off',
				async () =>
					(await rows(`select from amocrm_webhook_events where not processed`)).length === 0,
				60,
			);
		},
		async newsOf(lead, count) {
			await rows(
				`insert into amocrm_backend_news (event_id, account_id, amocrm_deal_id, event_type, occurred_at, changes)
				select id, $1, id::text, 'lead.update', now(), '{}' from generate_series($2::int, $3::int) as id`,
				[account, lead, lead + count - 1],
			);
		},
		async dueNow() {
			await rows(
				'update amocrm_backend_messages set next_attempt_at = now() where told_at is null',
			);
		},
		deliver: () => runWorkflow(rest, 'amocrmBackendMsg', 'Каждую минуту'),
		received: (lead) =>
			server.requests.flatMap(({ method, url, headers, body }) => {
				const message = readMessage(headers, Buffer.from(body), signingKey);
				if (!message) throw new Error(`not signed rightly: ${method} ${url} ${body}`);
				if (message.lead['id'] !== lead) return [];
				return [{ ...message, key: headers['idempotency-key'], raw: body }];
			}),
		async close() {
			await nginx.stop();
			await test$.close();
			await network.close();
			await server.close();
		},
	};
}
