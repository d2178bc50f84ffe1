import { groupBy, largest, number, sumOf, text, type Section } from '../section';
import { leadNoun } from '../words';

interface Row {
	readonly month: string;
	readonly responsible_user: string;
	readonly won: number;
	readonly revenue: number;
}

const revenueOf = (rows: readonly Row[]): number => sumOf(rows, (row) => row.revenue);

export const revenue: Section<Row> = {
	id: 'revenue',
	view: 'amocrm_revenue_by_month',
	sql: `select month::text, coalesce(responsible_user, '—') as responsible_user, sum(won)::int as won,
			sum(revenue)::float8 as revenue
		from amocrm_revenue_by_month
		join scope using (account_id)
		where month >= since and (pipelines is null or pipeline_id = any (pipelines))
		group by month, responsible_user_id, responsible_user
		order by month, revenue desc`,
	title: { ru: 'Выручка', en: 'Revenue' },
	about: {
		ru: 'Суммы выигранных сделок по месяцу, в котором они выиграны.',
		en: 'The prices of won leads, by the month in which they were won.',
	},
	empty: {
		ru: 'За этот период выигранных сделок нет.',
		en: 'No leads were won in this period.',
	},
	show(rows, { words, months }) {
		const byMonth = groupBy(rows, ({ month }) => month);
		const totals = months.map((month) => revenueOf(byMonth.get(month) ?? []));
		const best = largest([...byMonth], ([, of]) => revenueOf(of));
		const users = [...groupBy(rows, ({ responsible_user }) => responsible_user)];
		const leader = largest(users, ([, of]) => revenueOf(of));
		const reading = {
			ru: '{revenue} за период, {won}. Лучший месяц — {month}: {best}. Больше всех принёс менеджер {user}: {leader}.',
			en: '{revenue} in the period from {won}. The best month is {month}: {best}. {user} brought the most: {leader}.',
		};
		return {
			reading: words.say(reading, {
				revenue: words.money(revenueOf(rows)),
				won: words.count(
					sumOf(rows, ({ won }) => won),
					leadNoun,
				),
				month: words.month(best[0]),
				best: words.money(revenueOf(best[1])),
				user: leader[0],
				leader: words.money(revenueOf(leader[1])),
			}),
			charts: [
				{
					kind: 'columns',
					subject: '',
					categories: months.map(words.shortMonth),
					isStacked: false,
					series: [
						{ name: words.say({ ru: 'Выручка', en: 'Revenue' }), ink: 'good', values: totals },
					],
					labels: totals.map((total) => (total > 0 ? words.compact(total) : '')),
					axis: words.compactMoney,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'Месяц', en: 'Month' })),
					text(words.say({ ru: 'Ответственный', en: 'Responsible' })),
					number(words.say({ ru: 'Выиграно', en: 'Won' })),
					number(words.say({ ru: 'Выручка', en: 'Revenue' })),
					number(words.say({ ru: 'Средний чек', en: 'Average' })),
				],
				rows: rows.map((row) => [
					...[words.month(row.month), row.responsible_user, words.number(row.won)],
					...[words.money(row.revenue), words.money(row.revenue / row.won)],
				]),
			},
		};
	},
};
