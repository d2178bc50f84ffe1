import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { renderPage } from '../src/report/page';
import { readReport, type ReportWish } from '../src/report/readReport';
import { createWords, languages, type Language, type Words } from '../src/report/words';
import { timeZoneOf } from '../src/timeZone';
import { databaseOptions, withDatabase } from './database';
import type { Io } from './io';

const usage = `Usage: amocrm-pipeline report --out report.html [options]

Makes one HTML file with the figures and charts of sales, to be opened from a mail: it has no scripts and
asks for nothing outside itself. The analysts' read-only login is enough.

  --out        the file, or - for standard output
  --months     how many, the present one included (12)
  --pipeline   only this pipeline, by name or id; may be given several times
  --account    which amoCRM account, where the database has several
  --currency   code of the amounts' currency, e.g. RUB; without it only numbers are shown
  --lang       ru (default) or en
  --timezone   where a day begins, e.g. Europe/Moscow; the database's without it
  --database-url, --schema   as in "migrate"
`;

const options = {
	...databaseOptions,
	account: { type: 'string' },
	currency: { type: 'string' },
	help: { type: 'boolean', short: 'h' },
	lang: { type: 'string', default: 'ru' },
	months: { type: 'string', default: '12' },
	out: { type: 'string' },
	pipeline: { type: 'string', multiple: true },
	timezone: { type: 'string' },
} as const;

const mostMonths = 60;

function monthsOf(given: string): number {
	const months = /^\d{1,3}$/.test(given) ? Number(given) : 0;
	if (months >= 1 && months <= mostMonths) return months;
	throw new Error(`--months "${given}" is not a whole number from 1 to ${mostMonths}.`);
}

function languageOf(given: string): Language {
	const language = languages.find((known) => known === given);
	if (language) return language;
	throw new Error(`--lang "${given}" is not known: choose ${languages.join(' or ')}.`);
}

function wordsOf(language: Language, currency: string | null): Words {
	try {
		return createWords(language, currency);
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new Error(`--currency "${currency}" is not the code of a currency, such as RUB.`);
	}
}

function accountOf(given: string | undefined): string | null {
	if (given === undefined || /^\d{1,18}$/.test(given)) return given ?? null;
	throw new Error(`--account "${given}" is not the number of an account.`);
}

/** Exit code 0 when the file is written, 2 for a call without `--out`. */
export async function reportCommand(args: readonly string[], io: Io): Promise<number> {
	const { values } = parseArgs({ args: [...args], options });
	if (values.help) {
		io.stdout.write(usage);
		return 0;
	}
	if (!values.out) {
		io.stderr.write(usage);
		return 2;
	}
	const currency = values.currency?.toUpperCase() ?? null;
	const words = wordsOf(languageOf(values.lang), currency);
	const wish: ReportWish = {
		months: monthsOf(values.months),
		account: accountOf(values.account),
		pipelines: values.pipeline ?? [],
		timeZone: values.timezone === undefined ? null : timeZoneOf('--timezone', values.timezone),
	};
	const report = await withDatabase(values, io.env, async (pool) => {
		const client = await pool.connect();
		try {
			return await readReport(client, wish);
		} finally {
			client.release();
		}
	});
	// Half a megabyte of ECharts, which no other command has to read.
	const { drawChart } = await import('./drawChart');
	const page = renderPage(report, words, currency, drawChart);
	if (values.out === '-') {
		io.stdout.write(page);
		return 0;
	}
	await writeFile(values.out, page);
	const kilobytes = Math.ceil(Buffer.byteLength(page) / 1024);
	io.stdout.write(`${values.out}: ${kilobytes} kB, ${wish.months} months\n`);
	return 0;
}
