import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sections } from '../../src/report/sections';
import {
	months,
	plain,
	reading,
	report,
	sectionOf,
	tableOf,
	useSalesExample,
} from '../support/reportPage';

/** The report of the example, made with the analysts' login. */
const { database, reader } = useSalesExample();
let english: string;

beforeAll(async () => {
	english = await report(reader(), '--months', months, '--lang', 'en', '--currency', 'RUB');
});

test.each(sections.map(({ id }) => id))('the section "%s" has charts and a table', (id) => {
	const found = sectionOf(english, id);
	expect(found.match(/<svg [^>]*role="img" aria-label="[^"]+"/g)?.length).toBeGreaterThanOrEqual(2);
	expect(tableOf(english, id).length).toBeGreaterThan(0);
	expect(reading(english, id)).toMatch(/^\S.*\.$/);
	expect(found).not.toMatch(/NaN|undefined|null|\{\w+\}/);
});

test('the headline: six leads that were not deleted, two won for 1,300, one answer of thirty minutes and one of a day', () => {
	const shown = plain(sectionOf(english, 'headline'));
	for (const figure of [
		'Revenue ₽1,300',
		'Leads won 2',
		'Average price ₽650',
		'New leads 6',
		'Conversion of created 33.3%',
		'First response (half) 12.3 h',
	]) {
		expect(shown).toContain(figure);
	}
});

test('leads by month, and what became of them', () => {
	expect(reading(english, 'leads')).toBe(
		'6 leads in the period: 2 won, 2 lost, 2 still open. The most came in March 2025: 3.',
	);
	expect(tableOf(english, 'leads').slice(0, 2)).toEqual([
		['March 2025', 'Воронка', '3', '1', '2', '0', '33.3%', '₽1,000'],
		['April 2025', 'Воронка', '2', '0', '0', '2', '0%', '₽0'],
	]);
});

test('revenue by month and user', () => {
	expect(reading(english, 'revenue')).toMatch(
		/^₽1,300 in the period from 2 leads\. The best month is March 2025: ₽1,000\. Мария brought the most: ₽1,000\.$/,
	);
	expect(tableOf(english, 'revenue')[0]).toEqual([
		...['March 2025', 'Мария', '1', '₽1,000', '₽1,000'],
	]);
});

test('the funnel counts who skipped a stage; the lead that was lost at once got into the first', () => {
	expect(tableOf(english, 'stages')).toEqual([
		['Воронка', 'Новая', '6', '100%', '—'],
		['Воронка', 'Переговоры', '4', '66.7%', '66.7%'],
		['Воронка', 'Договор', '3', '50%', '75%'],
		['Воронка', 'Успешно реализовано', '2', '33.3%', '66.7%'],
	]);
	expect(reading(english, 'stages')).toContain('4 of 6 went on, 66.7%');
});

test('days in a stage, of those who left it', () => {
	// New: 0.08, 1.00, 1.00 and 0.50 days; talks: 1.00, 2.00 and 0.50.
	expect(tableOf(english, 'stays')).toEqual([
		['Воронка', 'Новая', '4', '0.8 d', '1 d'],
		['Воронка', 'Переговоры', '3', '1 d', '1.8 d'],
	]);
});

test('loss reasons, with those that nobody gave', () => {
	expect(tableOf(english, 'lost')).toEqual([
		['Дорого', '1', '50%', '₽500'],
		['no reason given', '1', '50%', '₽100'],
	]);
});

test('first responses to leads from outside', () => {
	expect(reading(english, 'responses')).toBe(
		'4 leads from outside. Half of the answers came within 12.3 h; 25% were answered within an hour. Not answered: 2.',
	);
	expect(tableOf(english, 'responses')).toEqual([
		['Мария', '3', '30 min', '33.3%', '2'],
		['Олег', '1', '1 d', '0%', '0'],
		['All', '4', '12.3 h', '25%', '2'],
	]);
});

test('sources, with leads that have no mark', () => {
	expect(tableOf(english, 'sources')).toEqual([
		['no mark', 'no mark', '4', '0', '0%', '₽0'],
		['google', 'spring', '1', '1', '100%', '₽1,000'],
		['yandex', 'autumn', '1', '1', '100%', '₽300'],
	]);
});

test('who has how much on the table', () => {
	expect(tableOf(english, 'managers')).toEqual([
		['Мария', '2', '₽600', '2', '0', '0', '₽0'],
		['Олег', '0', '₽0', '0', '1', '0', '₽300'],
	]);
});

test('events and requests are those of the log', async () => {
	const { rows } = await database.pool.query(
		`select (select count(*)::int from amocrm_webhook_events) as events,
			(select sum(requests)::int from amocrm_api_usage) as requests`,
	);
	expect(reading(english, 'events')).toMatch(
		new RegExp(`^${rows[0].events} events within 30 days`),
	);
	expect(reading(english, 'api')).toMatch(new RegExp(`^${rows[0].requests} requests; `));
});

test('only the months asked for are counted', async () => {
	const page = await report(reader(), '--months', '2', '--lang', 'en');
	expect(plain(sectionOf(page, 'headline'))).toContain('New leads 1');
	expect(plain(sectionOf(page, 'lost'))).toContain('No leads were lost in this period.');
	expect(page).not.toContain('Дорого');
});

test('the same time before is told where it has leads', async () => {
	const since = Number(months);
	const page = await report(reader(), '--months', String(Math.ceil(since / 2)), '--lang', 'en');
	const shown = plain(sectionOf(page, 'headline'));
	expect(shown).toMatch(/New leads 1 worse, was 5/);
	expect(shown).toMatch(/Leads won 1 as before/);
	expect(shown).toMatch(/Revenue 300 worse, was 1,000/);
});

test('a pipeline is chosen by name or id; another than there is one is refused', async () => {
	const all = (page: string) => page.slice(page.indexOf('<main>'));
	const own = ['--months', months, '--lang', 'en', '--currency', 'RUB'];
	const named = await report(reader(), ...own, '--pipeline', 'воронка');
	expect(all(named)).toBe(all(await report(reader(), ...own, '--pipeline', '5')));
	expect(plain(sectionOf(named, 'leads'))).toContain('6 leads in the period');
	expect(named).toContain('Pipelines: Воронка');
	await expect(report(reader(), '--pipeline', 'Склад')).rejects.toThrow(
		'There is no pipeline "Склад"; there is "Воронка".',
	);
});

test('names of pipelines, users and reasons stay text, in charts too', async () => {
	const nasty = `<script>alert("x")</script>{b} & 'y'`;
	const rename = (name: string) =>
		database.pool.query(`update amocrm_pipelines set name = $1`, [name]);
	const retell = (to: string, from: string) =>
		database.pool.query(
			`with one as (update amocrm_users set name = $1 where name = $2),
				two as (update amocrm_statuses set name = $1 || id where id = 12)
			 update amocrm_deals set loss_reason = $1 where loss_reason is not distinct from $3`,
			[to, from, 'Дорого'],
		);
	await rename(nasty);
	await retell(nasty, 'Мария');
	const page = await report(reader(), '--months', months);
	expect(page).not.toMatch(/<script/i);
	expect(page.split('&lt;script&gt;').length).toBeGreaterThan(10);
	expect(plain(sectionOf(page, 'lost'))).toContain('{b}');
	await database.pool.query(
		`with one as (update amocrm_users set name = 'Мария' where name = $1),
			two as (update amocrm_statuses set name = 'Переговоры' where id = 12)
		 update amocrm_deals set loss_reason = 'Дорого' where loss_reason = $1`,
		[nasty],
	);
	await rename('Воронка');
});

test('the page has neither scripts nor addresses, and forbids both', () => {
	expect(english).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
	expect(english).not.toMatch(/<(script|link|img|iframe|object|embed)\b|\son\w+=|javascript:/i);
	const addresses = english.match(/\b(?:https?:)?\/\/[^\s"'<]+/g) ?? [];
	expect([...new Set(addresses)]).toEqual(['http://www.w3.org/2000/svg']);
	expect(english).not.toMatch(/url\(|@import/);
});

test('the figures are the same in Russian', async () => {
	const russian = await report(reader(), '--months', months, '--currency', 'rub');
	expect(russian).toContain('<html lang="ru">');
	expect(reading(russian, 'leads')).toBe(
		'6 сделок за период: 2 — выиграно, 2 — проиграно, 2 — в работе. Больше всего пришло за март 2025: 3.',
	);
	expect(tableOf(russian, 'revenue')[0]?.slice(-1)).toEqual(['1 000 ₽']);
});

test('figures of several accounts are not added up', async () => {
	await database.pool.query(
		`insert into amocrm_deals (account_id, amocrm_deal_id, pipeline_id, status_id, price, created_at)
		 values (2, '1', 5, 11, 9, now())`,
	);
	await expect(report(reader())).rejects.toThrow(/Several accounts .* choose --account \d+ or \d+/);
	const page = await report(reader(), '--account', '2', '--lang', 'en');
	expect(plain(sectionOf(page, 'headline'))).toContain('New leads 1');
	await expect(report(reader(), '--account', '3')).rejects.toThrow('There is no account "3"');
	await database.pool.query('delete from amocrm_deals where account_id = 2');
});

test('the file is written, in the one that is named', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'amocrm-report-'));
	const file = join(folder, 'report.html');
	await report(reader(), '--out', file);
	expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>.*<\/html>\n$/s);
	rmSync(folder, { recursive: true });
});
