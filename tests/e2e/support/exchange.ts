import axios from 'axios';
import { sign } from 'jsonwebtoken';
import type { N8nRest } from '../../../stack/n8nRest';
import { eventually } from '../../support/eventually';
import { runWorkflow } from './runWorkflow';
import { startTestStack, type TestStack } from './testStack';

export const audience = 'https://site.example.ru';
export const siteSecret = 'what the back end of the site signs with';
const everyMinute = 'Каждую минуту';

/** A token of the site's back end. */
export const token = (claims: object = {}): string =>
	sign({ aud: audience, ...claims }, siteSecret, { expiresIn: 300 });

interface Requested {
	readonly method: string;
	readonly path: string;
	readonly status: number;
}

interface TaskRow {
	readonly text: string;
	readonly entity_id: number;
	readonly responsible_user_id: number;
}

/** The first value of a custom field of a lead or contact. */
export const field = (
	entity: {
		custom_fields_values: ReadonlyArray<{
			field_name: string;
			values: ReadonlyArray<{ value: unknown }>;
		}> | null;
	},
	name: string,
) => entity.custom_fields_values?.find(({ field_name }) => field_name === name)?.values[0]?.value;

/** The shipped workflows of the exchange in a real n8n of the test file's own, and what its tests do with them. */
export function useExchange() {
	let test$: TestStack;
	let rest: N8nRest;

	beforeAll(async () => {
		test$ = await startTestStack({
			systems: {
				disconnect: {
					integration: null,
					backend: {
						audience: 'https://hooks.example.ru',
						key: { algorithm: 'HS256', secret: siteSecret },
					},
				},
				exchange: {
					siteAudience: audience,
					serialField: 'Серийный номер',
					modelField: 'CF_MODEL',
					telegramField: 'Telegram ID',
					contactTelegramField: 'Telegram',
					maintenanceField: 'Дата поставки',
					pipelineId: 8205830,
					responsibleUserId: 9000002,
				},
			},
		});
		rest = await test$.n8n();
	});

	afterAll(async () => {
		await test$?.close();
	});

	beforeEach(async () => {
		await test$.control.delete('/faults');
		await test$.control.delete('/telegram');
		await test$.control.delete('/requests');
	});

	const call = (path: string, body: unknown, bearer: string | null = token()) =>
		axios.post(`${test$.stack.facts().n8n.url}/webhook/api/exchange/${path}`, body, {
			headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
			validateStatus: () => true,
			timeout: 60_000,
		});

	const rows = async (text: string, values: unknown[] = []) =>
		(await test$.pool.query(text, values)).rows;

	/** What amoCRM has taken from n8n since the test began, as `POST /api/v4/leads`. */
	const written = async (): Promise<readonly string[]> =>
		((await test$.control.get('/requests')).data as readonly Requested[])
			.filter(({ method, status }) => method !== 'GET' && status < 400)
			.map(({ method, path }) => `${method} ${path.split('?')[0]}`);

	const telegram = async () =>
		(await test$.control.get('/telegram')).data as ReadonlyArray<{
			readonly at: number;
			readonly body: { readonly chat_id: string; readonly text: string };
		}>;

	const tasks = async (): Promise<readonly TaskRow[]> => {
		const { sandbox } = test$.stack.facts();
		// n8n asks at the same time, and 7 a second are for both.
		return await eventually<readonly TaskRow[]>('the tasks are read', async () => {
			const { data } = await axios.get(`${sandbox?.url}/api/v4/tasks?limit=250`, {
				headers: { authorization: `Bearer ${sandbox?.token}` },
			});
			return data?._embedded?.tasks ?? [];
		});
	};

	const fault = (what: object) => test$.control.post('/faults', what);
	const run = (workflow: string, trigger = everyMinute) => runWorkflow(rest, workflow, trigger);
	const register = () => run('amocrmMachines01');
	const deliver = () => run('amocrmNotices001');

	let number = 0;
	const order = (changes: object = {}) => {
		number += 1;
		return {
			request_id: `order-e2e-${number}`,
			type: 'parts',
			contact: {
				name: 'Иван Заказчик',
				phone: `8 (999) 555-00-${10 + number}`,
				telegram_id: 70_000 + number,
			},
			machine: { serial_number: `SN-E2E-${number}`, model: 'lathe-16' },
			items: [
				{ name: 'Патрон', article: 'P-80', quantity: 2, price: 1500 },
				{ name: 'Резец', article: 'R-1', price: 300 },
			],
			...changes,
		};
	};

	const dueNow = () =>
		rows(`update amocrm_site_requests set next_attempt_at = now(), leased_until = null, lease = null
			where completed_at is null`);

	const leadOf = async (request: string): Promise<number> =>
		Number(
			(
				await rows('select amocrm_deal_id from amocrm_site_requests where request_id = $1', [
					request,
				])
			)[0].amocrm_deal_id,
		);

	const notesOf = async (lead: number): Promise<readonly string[]> => {
		const { sandbox } = test$.stack.facts();
		return await eventually<readonly string[]>('the notes are read', async () => {
			const { data } = await axios.get(`${sandbox?.url}/api/v4/leads/${lead}/notes`, {
				headers: { authorization: `Bearer ${sandbox?.token}` },
			});
			const notes = (data?._embedded?.notes ?? []) as ReadonlyArray<{ params: { text: string } }>;
			return notes.map(({ params }) => params.text);
		});
	};

	/** How many leads amoCRM has for a request: its number is in their names. */
	const leadsNamedAfter = async (request: string): Promise<number> => {
		const { sandbox } = test$.stack.facts();
		return await eventually('the leads are read', async () => {
			const { data, status } = await axios.get(`${sandbox?.url}/api/v4/leads`, {
				params: { query: request },
				headers: { authorization: `Bearer ${sandbox?.token}` },
			});
			const leads = (data?._embedded?.leads ?? []) as ReadonlyArray<{ name: string }>;
			return status < 300 ? leads.filter(({ name }) => name.endsWith(` ${request}`)).length : false;
		});
	};

	let contactId: number | undefined;
	async function knownContact(): Promise<number> {
		if (contactId !== undefined) return contactId;
		const { data } = await test$.control.post('/contacts', {
			name: 'Известный Клиент',
			custom_fields_values: [
				{ field_code: 'PHONE', values: [{ value: '89990000077', enum_code: 'WORK' }] },
				{ field_code: 'EMAIL', values: [{ value: 'known@example.com', enum_code: 'WORK' }] },
				{ field_id: 735_655, values: [{ value: '777001' }] },
			],
		});
		contactId = data.id as number;
		return contactId;
	}

	/** A person in amoCRM wins a lead; answers when the event workflow has stored it. */
	async function win(fields: Readonly<Record<number, unknown>>, contact = true): Promise<number> {
		const client = contact ? await knownContact() : null;
		const { data: lead } = await test$.control.post('/leads', {
			name: 'Станок',
			pipeline_id: 8205830,
			custom_fields_values: Object.entries(fields).map(([id, value]) => ({
				field_id: Number(id),
				values: [{ value }],
			})),
			...(client === null ? {} : { _embedded: { contacts: [{ id: client }] } }),
		});
		await test$.control.patch(`/leads/${lead.id}`, { status_id: 142 });
		await eventually(
			'the won lead is stored',
			async () =>
				(
					await rows('select from amocrm_deals where amocrm_deal_id = $1 and status_id = 142', [
						String(lead.id),
					])
				).length === 1,
			60,
		);
		return lead.id as number;
	}

	return {
		call,
		deliver,
		dueNow,
		fault,
		knownContact,
		leadOf,
		leadsNamedAfter,
		notesOf,
		order,
		register,
		rows,
		run,
		tasks,
		telegram,
		win,
		written,
		/** The sandbox's control API; there once the stack runs. */
		control: () => test$.control,
	};
}
