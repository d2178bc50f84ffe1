import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { reportCommand } from '../../cli/report';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { describeWith } from '../support/program';
import { tellSalesExample } from '../support/salesExample';

/** The report as an owner opens it: a file out of a mail, in Chromium. */
describeWith(['chromium'], 'the report in a browser', () => {
	let database: TestDatabase;
	let folder: string;
	let address: string;
	let browser: Browser;
	let page: Page;
	const requests: string[] = [];
	const complaints: string[] = [];

	beforeAll(async () => {
		database = await createTestDatabase();
		await tellSalesExample(database);
		await database.pool.query(`update amocrm_statuses
			set name = 'Очень длинное название этапа, ' || repeat('безпробелов', 12) where id = 12`);
		folder = mkdtempSync(join(tmpdir(), 'amocrm-report-'));
		const file = join(folder, 'report.html');
		const code = await reportCommand(['--out', file, '--months', '24', '--currency', 'RUB'], {
			stdin: Readable.from([]),
			stdout: { write: () => true },
			stderr: { write: () => true },
			env: { DATABASE_URL: database.url },
		});
		expect(code).toBe(0);
		address = pathToFileURL(file).href;
		browser = await chromium.launch({
			executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
			args: ['--no-sandbox', '--disable-gpu'],
		});
		page = await browser.newPage();
		page.on('request', (request) => requests.push(request.url()));
		page.on('console', (message) => complaints.push(message.text()));
		page.on('pageerror', (error) => complaints.push(error.message));
		await page.goto(address);
	});
	afterAll(async () => {
		await browser?.close();
		await database?.drop();
		rmSync(folder, { recursive: true, force: true });
	});

	const evaluate = <T>(script: string) => page.evaluate<T>(script);
	const scrollWidth = () => evaluate<number>('document.documentElement.scrollWidth');
	const openTables = () =>
		evaluate(`document.querySelectorAll('details').forEach((one) => { one.open = true; })`);

	it('it asks for nothing but itself, and the console stays empty', () => {
		expect([requests, complaints]).toEqual([[address], []]);
	});

	it.each([320, 360, 768, 1280])(
		'nothing sticks out at %d pixels, tables unfolded',
		async (width) => {
			await page.setViewportSize({ width, height: 800 });
			await openTables();
			expect(await scrollWidth()).toBeLessThanOrEqual(width);
		},
	);

	it.each([360, 1280])(
		'every text of every chart is within its picture at %d pixels',
		async (width) => {
			await page.setViewportSize({ width, height: 800 });
			const outside = await evaluate<readonly string[]>(`[...document.querySelectorAll('svg')]
			.filter((svg) => svg.getClientRects().length > 0)
			.flatMap((svg) => {
				const box = svg.getBoundingClientRect();
				return [...svg.querySelectorAll('text')].filter((text) => {
					const { left, right, top, bottom } = text.getBoundingClientRect();
					return left < box.left - 1 || right > box.right + 1 || top < box.top - 1 || bottom > box.bottom + 1;
				}).map((text) => svg.getAttribute('aria-label') + ': ' + text.textContent);
			})`);
			expect(outside).toEqual([]);
		},
	);

	it.each([360, 1280])(
		'one picture of each chart is shown at %d pixels, with letters of 12',
		async (width) => {
			await page.setViewportSize({ width, height: 800 });
			const shown = await evaluate<ReadonlyArray<readonly [number, number]>>(
				`[...document.querySelectorAll('figure')].map((figure) => {
				const svgs = [...figure.querySelectorAll('svg')].filter((svg) => svg.getClientRects().length > 0);
				return [svgs.length, 12 * svgs[0].getBoundingClientRect().width / svgs[0].viewBox.baseVal.width];
			})`,
			);
			expect(shown.length).toBeGreaterThanOrEqual(11);
			for (const [pictures, letters] of shown) {
				expect(pictures).toBe(1);
				expect(letters).toBeGreaterThan(10.5);
			}
		},
	);

	it('headings go down one level at a time, and there is one of the first', async () => {
		const levels = await evaluate<readonly number[]>(
			`[...document.querySelectorAll('h1, h2, h3, h4')].map(({ tagName }) => Number(tagName[1]))`,
		);
		expect(levels[0]).toBe(1);
		expect(levels.filter((level) => level === 1)).toHaveLength(1);
		expect(levels.every((level, index) => level <= (levels[index - 1] ?? 0) + 1)).toBe(true);
	});

	it('each picture, section and table has a name, each column a heading, and ids are unique', async () => {
		const found = await evaluate<Record<string, number>>(`(() => {
			const count = (selector) => document.querySelectorAll(selector).length;
			const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
			const isNamed = (one) => document.getElementById(one.getAttribute('aria-labelledby'))?.textContent.trim();
			return {
				unnamedPictures: [...document.querySelectorAll('svg')].filter((svg) =>
					svg.getAttribute('role') !== 'img' || !svg.getAttribute('aria-label')).length,
				unnamedSections: [...document.querySelectorAll('section')].filter((one) => !isNamed(one)).length,
				unnamedTables: count('.scroll:not([aria-label])'),
				emptyHeads: [...document.querySelectorAll('th')].filter((th) => !th.textContent.trim() || th.scope !== 'col').length,
				repeatedIds: ids.length - new Set(ids).size,
			};
		})()`);
		expect(found).toEqual({
			...{
				unnamedPictures: 0,
				unnamedSections: 0,
				unnamedTables: 0,
				emptyHeads: 0,
				repeatedIds: 0,
			},
		});
		expect(await page.getByRole('img', { name: 'Выручка' }).count()).toBe(1);
		expect(await evaluate('document.documentElement.lang')).toBe('ru');
	});

	it.each(['light', 'dark'] as const)(
		'text stands out from its ground in the %s style',
		async (colorScheme) => {
			await page.emulateMedia({ colorScheme });
			const contrasts = await evaluate<ReadonlyArray<readonly [string, number]>>(`(() => {
			const rgb = (text) => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
			const luminance = (colour) => rgb(colour)
				.map((part) => part / 255)
				.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
				.reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
			const ratio = (a, b) => {
				const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
				return (high + 0.05) / (low + 0.05);
			};
			const card = getComputedStyle(document.querySelector('section')).backgroundColor;
			const page = getComputedStyle(document.body).backgroundColor;
			const styleOf = (one) => getComputedStyle(one);
			return [
				...[...document.querySelectorAll('section p, dd, dt, th, td, summary, h2, h3, li')]
					.map((one) => [one.tagName, ratio(styleOf(one).color, card)]),
				...[...document.querySelectorAll('header *, footer *')]
					.map((one) => [one.tagName, ratio(styleOf(one).color, page)]),
				...[...document.querySelectorAll('svg text')].map((one) => ['text', ratio(styleOf(one).fill, card)]),
			];
		})()`);
			expect(contrasts.length).toBeGreaterThan(100);
			expect(contrasts.filter(([, ratio]) => ratio < 4.5)).toEqual([]);
			await page.emulateMedia({ colorScheme: 'light' });
		},
	);

	it('on paper the tables are unfolded and the ground is white', async () => {
		await page.goto(address);
		await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
		expect(await page.getByRole('table').first().isVisible()).toBe(true);
		expect(await evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
			'rgb(255, 255, 255)',
		);
		await page.emulateMedia({ media: 'screen' });
	});
});
