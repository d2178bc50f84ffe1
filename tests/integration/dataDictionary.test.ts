import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderDataDictionary } from '../../stack/generate/dataDictionary';
import { useTestDatabase } from '../support/database';

const database = useTestDatabase({ emptied: false });
let page: string;

beforeAll(async () => {
	page = await renderDataDictionary(database.pool);
});

test('docs/reference/data-dictionary.md is what the database says (npm run generate renews it)', () => {
	const file = join(__dirname, '..', '..', 'docs', 'reference', 'data-dictionary.md');
	expect(readFileSync(file, 'utf8')).toBe(page);
});

test('it has every view and table, the views first', async () => {
	const { rows } = await database.pool.query<{ name: string }>(
		`select relname as name from pg_class
		 where relnamespace = 'public'::regnamespace and relkind in ('r', 'v')
		 order by relkind desc, relname collate "C"`,
	);
	const titles = [...page.matchAll(/^### (.+)$/gm)].map(([, title]) => title);
	expect(titles).toEqual(rows.map(({ name }) => name));
});

test('a comment that changes or holds an upright bar changes the page and not its table', async () => {
	await database.pool.query(
		`comment on column amocrm_users.email is 'one | two'; create view amocrm_x as select 1 as y`,
	);
	const changed = await renderDataDictionary(database.pool);
	expect(changed).toContain('| `email` | text | one \\| two |');
	expect(changed).toContain('### amocrm_x\n\n\n\n| column | type | meaning |');
});
