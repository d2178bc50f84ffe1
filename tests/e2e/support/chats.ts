import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { N8nRest } from '../../../stack/n8nRest';
import { repositoryRoot } from '../../../stack/paths';
import { freePort } from '../../../stack/ports';
import { eventually } from '../../support/eventually';
import { runWorkflow } from './runWorkflow';
import { editNode, startTestStack, type TestStack } from './testStack';

const workflow = 'amocrmChats00001';

/** What the analytics took. */
export interface Application {
	readonly idempotencyKey: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: Readonly<Record<string, unknown>> & {
		readonly talk_id: string;
		readonly version: number;
	};
}

/** The shipped workflow in a real n8n of the test file's own, and what its tests do with it. */
export function useChats() {
	let test$: TestStack;
	let rest: N8nRest;
	let account: number;
	let client: number;
	let lead: number;

	beforeAll(async () => {
		const sandboxPort = await freePort();
		const settings = {
			analyticsUrl: `http://127.0.0.1:${sandboxPort}/analytics/applications`,
			sessionField: 'SESSION_ID',
			defaultCampaign: 'Чаты',
		};
		test$ = await startTestStack({
			sandboxPort,
			systems: { analytics: { key: 'Bearer key of the cabinet', settings } },
		});
		rest = await test$.n8n();
		account = (await test$.control.get('/health')).data.accountId as number;
		await makeSessionField();
		client = await contact('Иван Клиент', true);
		lead = await leadOf(client);
	});

	afterAll(async () => {
		await test$?.close();
	});

	beforeEach(async () => {
		for (const log of ['faults', 'analytics', 'requests']) await test$.control.delete(`/${log}`);
	});

	const rows = async (text: string, values: unknown[] = []) =>
		(await test$.pool.query(text, values)).rows;

	/** As a person makes it in amoCRM. */
	async function makeSessionField(): Promise<void> {
		const { sandbox } = test$.stack.facts();
		const answer = await fetch(`${sandbox?.url}/api/v4/leads/custom_fields`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${sandbox?.token}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify([{ name: 'Сессия посетителя', type: 'text', code: 'SESSION_ID' }]),
		});
		expect(await answer.text()).toContain('SESSION_ID');
	}

	async function contact(name: string, withPhone: boolean): Promise<number> {
		const { data } = await test$.control.post('/contacts', {
			name,
			custom_fields_values: [
				...(withPhone
					? [{ field_code: 'PHONE', values: [{ value: '+79990001122', enum_code: 'WORK' }] }]
					: []),
				{ field_code: 'EMAIL', values: [{ value: 'client@example.com', enum_code: 'WORK' }] },
			],
		});
		return data.id as number;
	}

	/** A contact that no event has told of, as far as the database knows. */
	async function unseenContact(name: string): Promise<number> {
		const id = await contact(name, true);
		const known = 'from amocrm_contacts where amocrm_contact_id = $1';
		// Its webhook would else bring it back.
		await eventually(
			'the contact is stored',
			async () => (await rows(`select ${known}`, [String(id)])).length === 1,
			60,
		);
		await settled();
		await rows(`delete ${known}`, [String(id)]);
		return id;
	}

	async function leadOf(contactId: number): Promise<number> {
		const { data } = await test$.control.post('/leads', {
			name: 'Из чата',
			custom_fields_values: [{ field_code: 'UTM_SOURCE', values: [{ value: 'yandex' }] }],
			_embedded: { contacts: [{ id: contactId }] },
		});
		return data.id as number;
	}

	/** A recorded body, its ids replaced; each conversation of the file has a number of its own. */
	async function webhook(
		fixture: string,
		ids: Readonly<Record<string, string | number>>,
	): Promise<void> {
		const text = readFileSync(
			join(repositoryRoot, 'tests/fixtures/webhooks', `${fixture}.txt`),
			'utf8',
		).trim();
		const body = new URLSearchParams(text);
		const all: Readonly<Record<string, string | number>> = { 'account[id]': account, ...ids };
		for (const key of [...body.keys()]) {
			const name = /\[([a-z_]+)\]$/.exec(key)?.[1] ?? '';
			const value = all[key] ?? (key.startsWith('account') ? undefined : all[name]);
			if (value !== undefined) body.set(key, String(value));
		}
		expect((await test$.post(body.toString())).status).toBe(200);
		await settled();
	}

	const settled = () =>
		eventually(
			'nothing is pending any more',
			async () =>
				(
					await rows(
						`select from amocrm_webhook_events where status in ('pending', 'processing') limit 1`,
					)
				).length === 0,
			60,
		);

	async function run(): Promise<void> {
		expect(await runWorkflow(rest, workflow, 'Каждую минуту')).toBe('success');
	}

	/** What the analytics took of a talk, in order. */
	async function taken(talk: number | string): Promise<readonly Application[]> {
		const { data } = await test$.control.get<readonly Application[]>('/analytics');
		return data.filter(({ body }) => body.talk_id === String(talk));
	}

	/** Runs the workflow until the analytics has so many; the schedule may be the one that delivers. */
	async function delivered(talk: number | string, count: number): Promise<readonly Application[]> {
		return await eventually(
			`${count} applications of talk ${talk}`,
			async () => {
				await run();
				const all = await taken(talk);
				return all.length >= count ? all : null;
			},
			90,
		);
	}

	const asked = async (): Promise<readonly string[]> =>
		((await test$.control.get('/requests')).data as ReadonlyArray<{ method: string; path: string }>)
			.map(({ method, path }) => `${method} ${decodeURIComponent(path)}`)
			// Not /leads/pipelines, which the workflow of reference data asks for by its own schedule.
			.filter((one) => /\/(contacts|leads)(\?|\/\d)/.test(one));

	/** What n8n keeps of the workflow's runs, as text: manual ones, and those that failed. */
	async function keptRuns(): Promise<readonly string[]> {
		const filter = JSON.stringify({ workflowId: workflow });
		const { data } = await rest.http.get('/rest/executions', { params: { filter, limit: 100 } });
		const { results } = data.data as { results: ReadonlyArray<{ id: string }> };
		return await Promise.all(
			results.map(async ({ id }) =>
				JSON.stringify((await rest.http.get(`/rest/executions/${id}`)).data),
			),
		);
	}

	/** As ops do in the editor. */
	const sendTo = (analyticsUrl: string) =>
		editNode(rest, workflow, 'Settings', (parameters) => {
			const { assignments } = parameters['assignments'] as {
				assignments: ReadonlyArray<{ name: string; value: unknown }>;
			};
			const changed = assignments.map((one) =>
				one.name === 'analyticsUrl' ? { ...one, value: analyticsUrl } : one,
			);
			return { ...parameters, assignments: { assignments: changed } };
		});

	return {
		asked,
		contact,
		delivered,
		keptRuns,
		rows,
		run,
		sendTo,
		settled,
		taken,
		unseenContact,
		webhook,
		/** The sandbox's control API; there once the stack runs. */
		control: () => test$.control,
		/** The sandbox's account, a contact with phone and e-mail, and its lead. */
		ids: () => ({ account, client, lead }),
	};
}
