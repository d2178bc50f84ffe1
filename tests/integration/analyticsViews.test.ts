import { useTestDatabase } from '../support/database';
import { tellSalesExample } from '../support/salesExample';

const database = useTestDatabase({ emptied: false });

beforeAll(() => tellSalesExample(database));
const rows = async (text: string) => (await database.pool.query(text)).rows;

test('amocrm_funnel_by_month counts what became of the leads of a month, without deleted ones', async () => {
	const funnel = await rows(
		`select month::text, pipeline, leads, open, won, lost, won_percent, won_percent_of_closed,
			open_amount, won_amount, days_to_win
		 from amocrm_funnel_by_month where month < '2025-05-01' order by month`,
	);
	expect(funnel).toEqual([
		{
			...{ month: '2025-03-01', pipeline: 'Воронка', leads: '3', open: '0', won: '1', lost: '2' },
			...{ won_percent: '33.3', won_percent_of_closed: '33.3' },
			...{ open_amount: '0', won_amount: '1000', days_to_win: '1.1' },
		},
		{
			...{ month: '2025-04-01', pipeline: 'Воронка', leads: '2', open: '2', won: '0', lost: '0' },
			...{ won_percent: '0.0', won_percent_of_closed: null },
			...{ open_amount: '600', won_amount: '0', days_to_win: null },
		},
	]);
});

test('amocrm_stages_reached: who skipped a stage has passed it, who is lost got into the first', async () => {
	const reached = await rows(
		`select place, status, leads, percent_of_created, percent_of_previous
		 from amocrm_stages_reached where month = '2025-03-01' order by place`,
	);
	expect(reached.map((row) => Object.values(row))).toEqual([
		['1', 'Новая', '3', '100.0', null],
		['2', 'Переговоры', '2', '66.7', '66.7'],
		['3', 'Договор', '1', '33.3', '50.0'],
		['4', 'Успешно реализовано', '1', '33.3', '100.0'],
	]);
});

test('amocrm_stage_stays has every stay of a lead whose creation was told', async () => {
	const stays = await rows(
		`select status, entered_at, left_at, days, moved_by
		 from amocrm_stage_stays where amocrm_deal_id = '1' order by entered_at`,
	);
	const at = (time: string) => new Date(time);
	const [created, talks, won] = [
		at('2025-03-10T10:00:00Z'),
		at('2025-03-10T12:00:00Z'),
		at('2025-03-11T12:00:00Z'),
	];
	expect(stays.map((row) => Object.values(row))).toEqual([
		['Новая', created, talks, '0.08', '0'],
		['Переговоры', talks, won, '1.00', 'Мария'],
		['Успешно реализовано', won, null, null, 'Мария'],
	]);
});

test('amocrm_stage_stays of a lead that was there before begin with the first move we saw', async () => {
	const stays = await rows(
		`select status, left_at, days > 0 as is_growing
		 from amocrm_stage_stays where amocrm_deal_id = '5'`,
	);
	expect(stays).toEqual([{ status: 'Договор', left_at: null, is_growing: true }]);
	expect(await rows(`select from amocrm_stage_stays where amocrm_deal_id = '6'`)).toEqual([]);
});

test('amocrm_revenue_by_month is by the month of winning and the user', async () => {
	const revenue = await rows(
		`select month::text, responsible_user, won, revenue, average_price
		 from amocrm_revenue_by_month order by month`,
	);
	expect(revenue).toEqual([
		{
			...{ month: '2025-03-01', responsible_user: 'Мария', won: '1' },
			...{ revenue: '1000', average_price: '1000.00' },
		},
		expect.objectContaining({ responsible_user: 'Олег', revenue: '300' }),
	]);
});

test('amocrm_lost_by_reason names the reasons and those without one', async () => {
	const lost = await rows(
		`select month::text, loss_reason, lost, percent_of_lost, lost_amount
		 from amocrm_lost_by_reason order by lost_amount`,
	);
	expect(lost.map((row) => Object.values(row))).toEqual([
		['2025-03-01', '(none)', '1', '50.0', '100'],
		['2025-03-01', 'Дорого', '1', '50.0', '500'],
	]);
});

test('amocrm_first_responses: a note, a move, nobody; a robot does not answer', async () => {
	const responses = await rows(
		`select amocrm_deal_id, response, responded_by, minutes
		 from amocrm_first_responses order by amocrm_deal_id`,
	);
	expect(responses.map((row) => Object.values(row))).toEqual([
		['1', 'note', 'Мария', '30.0'],
		['2', 'move', 'Олег', '1440.0'],
		['3', null, null, null],
		['4', null, null, null],
		['7', 'move', 'Олег', '720.0'],
	]);
});

test('amocrm_manager_load shows who may sign in, and others while leads are theirs', async () => {
	const load = () =>
		rows(
			`select user_name, is_active, open_leads, open_amount, untouched_leads, won_30_days,
				revenue_30_days, moves_30_days
			 from amocrm_manager_load order by user_name`,
		);
	const maria = ['Мария', true, '2', '600', '2', '0', '0', '0'];
	const oleg = ['Олег', true, '0', '0', '0', '1', '300', '2'];
	expect((await load()).map((row) => Object.values(row))).toEqual([maria, oleg]);
	await database.pool.query(
		`update amocrm_deals set responsible_user_id = 9 where amocrm_deal_id = '4'`,
	);
	const left = (await load()).find(({ user_name }) => user_name === 'Ушёл');
	await database.pool.query(
		`update amocrm_deals set responsible_user_id = 7 where amocrm_deal_id = '4'`,
	);
	expect(left).toMatchObject({ is_active: false, open_leads: '1' });
});

test('amocrm_field_values has one row for each value, by the name of the field', async () => {
	const values = await rows(
		`select entity_type, entity_id, field, place, value
		 from amocrm_field_values where field in ('Источник', 'Услуги') order by entity_id, place`,
	);
	expect(values.map((row) => Object.values(row))).toEqual([
		['leads', '1', 'Источник', '1', 'Сайт'],
		['leads', '7', 'Услуги', '1', 'Монтаж'],
		['leads', '7', 'Услуги', '2', 'Сервис'],
	]);
});

test('the event log and the requests are counted by time', async () => {
	const moves = await rows(
		`select events, repeats, dead, average_seconds from amocrm_events_by_day
		 where event_type = 'lead.status'`,
	);
	expect(moves).toEqual([{ events: '8', repeats: '0', dead: '0', average_seconds: '2.0' }]);
	const requests = await rows(
		`select source, requests from amocrm_api_requests_by_hour order by source`,
	);
	expect(requests).toEqual([
		{ source: 'reference', requests: '4' },
		{ source: 'webhooks', requests: '1' },
	]);
});

test('leads of another account with the same ids are not mixed in', async () => {
	await database.pool.query(
		`insert into amocrm_deals (account_id, amocrm_deal_id, pipeline_id, status_id, price, created_at)
		 values (2, '1', 5, 11, 9, '2025-03-10')`,
	);
	const funnel = await rows(
		`select leads, pipeline from amocrm_funnel_by_month where month = '2025-03-01' and account_id = 2`,
	);
	const stays = await rows(`select from amocrm_stage_stays where account_id = 2`);
	const responses = await rows(`select from amocrm_first_responses where account_id = 2`);
	await database.pool.query('delete from amocrm_deals where account_id = 2');
	expect([funnel, stays, responses]).toEqual([[{ leads: '1', pipeline: null }], [], []]);
});
