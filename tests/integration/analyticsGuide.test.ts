import { useTestDatabase } from '../support/database';
import { guideQueries } from '../support/guideQueries';
import { tellSalesExample } from '../support/salesExample';

/** The queries are taken out of the guide, so that it cannot promise what does not run. */
const queries = guideQueries('analytics.md');

const database = useTestDatabase({ emptied: false });

beforeAll(() => tellSalesExample(database));
const run = async (sql: string) => (await database.pool.query(sql)).rows;

test('the guide has its queries', () => {
	expect(queries).toHaveLength(14);
});

test.each(queries.map(({ title, sql }) => [title, sql] as const))(
	'"%s" runs and finds something',
	async (_title, sql) => {
		expect((await run(sql)).length).toBeGreaterThan(0);
	},
);

const answer = async (title: string) => {
	const query = queries.find((candidate) => candidate.title.includes(title));
	if (!query) throw new Error(`The guide has no query "${title}".`);
	return await run(query.sql);
};

test('why leads are lost', async () => {
	expect(await answer('Why leads are lost')).toEqual(
		expect.arrayContaining([
			{ loss_reason: 'Дорого', lost: '1', amount: '500', percent: '50.0' },
			{ loss_reason: '(none)', lost: '1', amount: '100', percent: '50.0' },
		]),
	);
});

test('what advertising brings', async () => {
	expect(await answer('What advertising brings')).toEqual([
		{
			...{ utm_source: 'google', utm_campaign: 'spring', leads: '1', won: '1' },
			...{ revenue: '1000', won_percent: '100.0' },
		},
		{
			...{ utm_source: 'yandex', utm_campaign: 'autumn', leads: '1', won: '1' },
			...{ revenue: '300', won_percent: '100.0' },
		},
		{
			...{ utm_source: '(none)', utm_campaign: '(none)', leads: '4', won: '0' },
			...{ revenue: '0', won_percent: '0.0' },
		},
	]);
});

test('how fast leads from outside are answered', async () => {
	expect(await answer('How fast leads from outside')).toEqual([
		{
			...{ responsible_user: 'Мария', leads: '3', unanswered: '2' },
			...{ median_minutes: '30', percent_within_an_hour: '33.3' },
		},
		{
			...{ responsible_user: 'Олег', leads: '1', unanswered: '0' },
			...{ median_minutes: '1440', percent_within_an_hour: '0.0' },
		},
	]);
});
