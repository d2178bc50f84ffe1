import { readReport } from '../../src/report/readReport';
import { sections } from '../../src/report/sections';
import { createTestDatabase } from '../support/database';
import { months, plain, reading, report, sectionOf, useSalesExample } from '../support/reportPage';

/** A database that has less than the report reads, and calls that are wrong. */
const { database, reader } = useSalesExample();

test('a view that is missing or may not be read is named, and the rest is shown', async () => {
	await database.pool.query(
		'alter view amocrm_lost_by_reason rename to elsewhere; revoke select on amocrm_manager_load from amocrm_reader',
	);
	const page = await report(reader(), '--months', months, '--lang', 'en');
	await database.pool.query(
		'alter view elsewhere rename to amocrm_lost_by_reason; grant select on amocrm_manager_load to amocrm_reader',
	);
	expect(plain(sectionOf(page, 'lost'))).toContain(
		'No data: the database has no view amocrm_lost_by_reason',
	);
	expect(plain(sectionOf(page, 'managers'))).toContain('may not read amocrm_manager_load');
	expect(reading(page, 'leads')).toContain('6 leads');
});

test('a view is waited for longer than the limit of other commands; one beyond the report’s own is named', async () => {
	const client = await database.pool.connect();
	const slowly = (seconds: number) =>
		client.query(`alter view amocrm_lost_by_reason rename to elsewhere;
			create view amocrm_lost_by_reason as select elsewhere.* from elsewhere
				cross join (select pg_sleep(${seconds}) as slept offset 0) as nap`);
	const wish = { months: Number(months), account: null, pipelines: [], timeZone: null };
	const rowsOf = async (viewTimeoutMs?: number) => {
		const { sections: answers } = await readReport(client, wish, viewTimeoutMs);
		return answers.find(({ section }) => section.id === 'lost')?.rows;
	};
	await slowly(2);
	await client.query('set statement_timeout = 500');
	expect(await rowsOf()).toHaveLength(2);
	expect(await rowsOf(1000)).toBe('slow');
	const [{ statement_timeout: left }] = (await client.query('show statement_timeout')).rows;
	expect(left).toBe('500ms');
	await client.query(
		'drop view amocrm_lost_by_reason; alter view elsewhere rename to amocrm_lost_by_reason',
	);
	client.release(true);
});

test('an empty database gives a page that says so', async () => {
	const empty = await createTestDatabase();
	const page = await report(empty.url, '--lang', 'en');
	await empty.drop();
	expect(page).not.toContain('<svg');
	expect(plain(sectionOf(page, 'headline'))).toContain('The database has no leads yet.');
	for (const { id, empty: said } of sections) {
		expect(plain(sectionOf(page, id))).toContain(said.en);
	}
});

test('a database without our views is told what to do', async () => {
	const bare = await createTestDatabase({ empty: true });
	await expect(report(bare.url)).rejects.toThrow('run amocrm-pipeline migrate first');
	await bare.drop();
});

test.each([
	[['--months', '0'], '--months "0"'],
	[['--lang', 'de'], '--lang "de"'],
	[['--currency', 'rubles'], '--currency "RUBLES"'],
	[['--timezone', 'Moskau'], '--timezone "Moskau"'],
	[['--timezone', '+03:00'], '--timezone "+03:00"'],
	[['--account', 'x'], '--account "x"'],
])('%s is refused', async (args, problem) => {
	await expect(report(reader(), ...args)).rejects.toThrow(problem);
});
