import { largest, number, sumOf, text, type Section } from '../section';
import { leadNoun } from '../words';

interface Row {
	readonly user_name: string;
	readonly open_leads: number;
	readonly open_amount: number;
	readonly untouched_leads: number;
	readonly won_30_days: number;
	readonly lost_30_days: number;
	readonly revenue_30_days: number;
}

export const managerLoad: Section<Row> = {
	id: 'managers',
	view: 'amocrm_manager_load',
	sql: `select user_name, open_leads::int, open_amount::float8, untouched_leads::int, won_30_days::int,
			lost_30_days::int, revenue_30_days::float8
		from amocrm_manager_load
		join scope using (account_id)
		order by open_leads desc, user_name`,
	title: { ru: 'Загрузка менеджеров', en: 'Manager load' },
	about: {
		ru: 'Открытые сделки на сегодня; «без движения» — не менялись 14 дней. По всем воронкам.',
		en: 'Open leads as of today; untouched ones have not changed for 14 days. Of all pipelines.',
	},
	empty: {
		ru: 'Менеджеры неизвестны: справочники amoCRM ещё не загружены.',
		en: 'No managers are known: amoCRM’s reference data is not there yet.',
	},
	show(rows, { words }) {
		const open = sumOf(rows, ({ open_leads }) => open_leads);
		const untouched = sumOf(rows, ({ untouched_leads }) => untouched_leads);
		const busiest = largest(rows, ({ open_leads }) => open_leads);
		const reading = {
			ru: 'В работе {open} на {amount}; без движения — {untouched}. Больше всего у менеджера {user}: {most}.',
			en: '{open} open, worth {amount}; {untouched} of them untouched. {user} has the most: {most}.',
		};
		const moving = words.say({ ru: 'В работе', en: 'In progress' });
		const still = words.say({ ru: 'Без движения', en: 'Untouched' });
		return {
			reading: words.say(reading, {
				open: words.count(open, leadNoun),
				amount: words.money(sumOf(rows, ({ open_amount }) => open_amount)),
				untouched: words.number(untouched),
				user: busiest.user_name,
				most: words.number(busiest.open_leads),
			}),
			charts: [
				{
					kind: 'bars',
					subject: '',
					categories: rows.map(({ user_name }) => user_name),
					isStacked: true,
					series: [
						{
							name: moving,
							ink: 'main',
							values: rows.map((row) => row.open_leads - row.untouched_leads),
						},
						{ name: still, ink: 'bad', values: rows.map((row) => row.untouched_leads) },
					],
					labels: rows.map(({ open_leads }) => words.number(open_leads)),
					axis: words.compact,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'Менеджер', en: 'Manager' })),
					number(words.say({ ru: 'Открыто', en: 'Open' })),
					number(words.say({ ru: 'На сумму', en: 'Amount' })),
					number(still),
					number(words.say({ ru: 'Выиграно за 30 дней', en: 'Won, 30 days' })),
					number(words.say({ ru: 'Проиграно за 30 дней', en: 'Lost, 30 days' })),
					number(words.say({ ru: 'Выручка за 30 дней', en: 'Revenue, 30 days' })),
				],
				rows: rows.map((row) => [
					...[row.user_name, words.number(row.open_leads), words.money(row.open_amount)],
					...[row.untouched_leads, row.won_30_days, row.lost_30_days].map(words.number),
					words.money(row.revenue_30_days),
				]),
			},
		};
	},
};
