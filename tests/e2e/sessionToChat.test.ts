import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { sessionToChatScript } from '../../stack/chatSession/script';
import { repositoryRoot } from '../../stack/paths';
import { eventually } from '../support/eventually';
import { nginxPrograms, startNginx, webhookHost, type RunningNginx } from '../support/nginx';
import { describeWith } from '../support/program';
import { startRecordingBackend, type RecordingBackend } from '../support/recordingBackend';
import { chromiumProgram, openChromium } from './support/chromium';
import { startPageServer, type Pages } from './support/pageServer';

const fixture = join(repositoryRoot, 'tests', 'fixtures', 'chat-session', 'site.html');

interface Wanted {
	/** `data-` attributes of the script. */
	readonly attributes: Readonly<Record<string, string>>;
	readonly chat?: 'amo_social_button' | 'crm_plugin';
	readonly chatAfterMs?: number;
	/** What `Counter.getSessionId()` of the page answers. */
	readonly session?: string;
	readonly sessionAfterMs?: number;
}

const byGlobal = { sessionField: '752013', sessionGlobal: 'Counter.getSessionId' };
const session = (value: string) => ({
	lead: { custom_fields: [{ id: 752013, values: [{ value }] }] },
});

/** The script that nginx serves, on a page whose chat only remembers what it is called with. */
describeWith([...nginxPrograms, chromiumProgram], 'session-to-chat.js in a browser', () => {
	let n8n: RecordingBackend;
	let nginx: RunningNginx;
	let site: Pages;
	let browser: Browser;
	let context: BrowserContext;
	let page: Page;
	let said: string[];

	beforeAll(async () => {
		n8n = await startRecordingBackend('n8n');
		nginx = await startNginx({ N8N_UPSTREAM: n8n.address });
		const contents: Readonly<Record<string, string>> = {
			'/site.html': readFileSync(fixture, 'utf8'),
			// Chromium complains of a page without one.
			'/favicon.ico': '',
		};
		site = await startPageServer((path) => contents[path]);
		browser = await openChromium(nginx);
	});
	afterAll(async () => {
		await browser?.close();
		await site?.close();
		await nginx?.stop();
		await n8n?.close();
	});
	beforeEach(async () => {
		// nginx has the certificate of a test.
		context = await browser.newContext({ ignoreHTTPSErrors: true });
		context.setDefaultTimeout(15_000);
		page = await context.newPage();
		said = [];
		page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
		page.on('pageerror', (error) => said.push(`error: ${error.message}`));
	});
	afterEach(() => context.close());

	async function open(wanted: Wanted, query = ''): Promise<void> {
		await page.goto(
			`${site.url}/site.html?page=${encodeURIComponent(JSON.stringify(wanted))}${query}`,
		);
		await page.waitForFunction('window.isLoaded === true');
	}
	const calls = () => page.evaluate<unknown[]>('window.calls');
	/** What the chat was told, after more time than the script takes to look again. */
	async function toldInTheEnd(count: number): Promise<readonly unknown[]> {
		await eventually(`${count} calls`, async () => (await calls()).length >= count, 15);
		await page.waitForTimeout(1500);
		return await calls();
	}

	it('is served as it was built', async () => {
		const { status, data, headers } = await nginx
			.client(webhookHost)
			.get<string>('/session-to-chat.js');
		expect(status).toBe(200);
		expect(headers['content-type']).toBe('application/javascript; charset=utf-8');
		expect(data).toBe(sessionToChatScript());
	});

	it('the session of the counter and the marks of the address are told at once, once', async () => {
		await open(
			{
				attributes: { ...byGlobal, markFields: 'utm_source=752041 utm_medium=UTM_MEDIUM' },
				chat: 'amo_social_button',
				session: 's-42',
			},
			'&utm_source=yandex&utm_medium=cpc',
		);
		expect(await toldInTheEnd(1)).toEqual([
			{
				lead: {
					custom_fields: [
						{ id: 752041, values: [{ value: 'yandex' }] },
						{ code: 'UTM_MEDIUM', values: [{ value: 'cpc' }] },
						{ id: 752013, values: [{ value: 's-42' }] },
					],
				},
			},
		]);
		expect(said).toEqual([]);
	});

	it('chat and counter that come later are waited for', async () => {
		const late = { chatAfterMs: 900, sessionAfterMs: 1800 };
		await open({ attributes: byGlobal, chat: 'amo_social_button', session: 's-1', ...late });
		expect(await calls()).toEqual([]);
		expect(await toldInTheEnd(1)).toEqual([session('s-1')]);
	});

	it('marks do not wait for the session', async () => {
		await open(
			{
				attributes: { ...byGlobal, markFields: 'utm_source=752041' },
				chat: 'amo_social_button',
				...{ session: 's-2', sessionAfterMs: 1500 },
			},
			'&utm_source=google',
		);
		expect(await toldInTheEnd(2)).toEqual([
			{ lead: { custom_fields: [{ id: 752041, values: [{ value: 'google' }] }] } },
			session('s-2'),
		]);
	});

	it('the session may be a cookie, or a parameter that an earlier page had', async () => {
		await context.addCookies([{ name: 'sid', value: 'c%2F1', url: site.url }]);
		const chat = 'amo_social_button';
		await open({ attributes: { sessionField: '752013', sessionCookie: 'sid' }, chat });
		expect(await toldInTheEnd(1)).toEqual([session('c/1')]);

		const attributes = { sessionField: '752013', sessionParameter: 'visit' };
		await open({ attributes, chat }, '&visit=p-1');
		expect(await toldInTheEnd(1)).toEqual([session('p-1')]);
		await open({ attributes, chat });
		expect(await toldInTheEnd(1)).toEqual([session('p-1')]);
	});

	it('Kommo’s chat gets the same, into the contact where that is wanted', async () => {
		await open({
			attributes: { ...byGlobal, entity: 'contact' },
			chat: 'crm_plugin',
			session: 's-3',
		});
		expect(await toldInTheEnd(1)).toEqual([
			{ contact: { custom_fields: [{ id: 752013, values: [{ value: 's-3' }] }] } },
		]);
	});

	it('without a session nothing is told, and nobody looks any more when the time is up', async () => {
		await open({
			attributes: { ...byGlobal, waitSeconds: '1' },
			chat: 'amo_social_button',
			...{ session: 'too late', sessionAfterMs: 2500 },
		});
		await page.waitForTimeout(3500);
		expect(await calls()).toEqual([]);
		expect(said).toEqual([]);
	});

	it('a wrong attribute is said in the console and breaks nothing', async () => {
		await open({
			attributes: { sessionField: 'Сессия', sessionCookie: 'sid' },
			chat: 'amo_social_button',
		});
		expect(said).toEqual(['warning: session-to-chat: "Сессия" is neither id nor code of a field']);
		expect(await page.getByRole('heading').textContent()).toBe('Магазин');
	});
});
