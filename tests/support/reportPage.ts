import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { reportCommand } from '../../cli/report';
import { grantAccess } from '../../src/inbox/access';
import { useTestDatabase } from './database';
import { tellSalesExample } from './salesExample';

/** From March 2025, where the example begins. */
export const months = (() => {
	const now = new Date();
	return String((now.getUTCFullYear() - 2025) * 12 + now.getUTCMonth() - 2 + 1);
})();

/** The page that `amocrm-pipeline report` writes; fails when it has anything else to say. */
export async function report(url: string, ...args: readonly string[]) {
	let out = '';
	let problems = '';
	const code = await reportCommand(['--out', '-', '--timezone', 'UTC', ...args], {
		stdin: Readable.from([]),
		stdout: { write: (text) => (out += text) },
		stderr: { write: (text) => (problems += text) },
		env: { DATABASE_URL: url },
	});
	expect([code, problems]).toEqual([0, '']);
	return out;
}

/** The words of a page, without its tags. */
export const plain = (markup: string): string =>
	markup
		.replace(/<[^>]*>/g, ' ')
		.replace(/&#39;/g, "'")
		.replace(/&quot;/g, '"')
		.replace(/\s+/g, ' ');

export const sectionOf = (page: string, id: string): string =>
	new RegExp(`<section aria-labelledby="${id}">.*?</section>`, 's').exec(page)?.[0] ?? '';

/** Cells of the table of a section, row by row. */
export const tableOf = (page: string, id: string): ReadonlyArray<readonly string[]> =>
	[...sectionOf(page, id).matchAll(/<tr>(<td.*?)<\/tr>/gs)].map(([, row = '']) =>
		[...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) =>
			plain(cell).replace(/\u00a0|\u202f/g, ' '),
		),
	);

/** The sentence above the charts of a section. */
export const reading = (page: string, id: string): string =>
	plain(/<p class="reading">(.*?)<\/p>/s.exec(sectionOf(page, id))?.[1] ?? '').trim();

/** The example whose every figure can be worked out by hand, in a database of the file's own. */
export function useSalesExample() {
	const database = useTestDatabase({ emptied: false });
	const user = `reader_${randomBytes(4).toString('hex')}`;
	const password = 'test-only';
	beforeAll(async () => {
		await tellSalesExample(database);
		await grantAccess(database.pool, [{ name: user, password, access: 'reader' }]);
	});
	return {
		database,
		/** The analysts' login. */
		reader: (): string => {
			const url = new URL(database.url);
			Object.assign(url, { username: user, password });
			return url.href;
		},
	};
}
