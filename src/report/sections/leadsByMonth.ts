import { groupBy, largest, number, sumOf, text, type Section } from '../section';
import { leadNoun } from '../words';

interface Row {
	readonly month: string;
	readonly pipeline: string;
	readonly leads: number;
	readonly open: number;
	readonly won: number;
	readonly lost: number;
	readonly won_percent: number;
	readonly won_amount: number;
}

export const leadsByMonth: Section<Row> = {
	id: 'leads',
	view: 'amocrm_funnel_by_month',
	sql: `select month::text, coalesce(pipeline, pipeline_id::text, '?') as pipeline,
			leads::int, open::int, won::int, lost::int, won_percent::float8, won_amount::float8
		from amocrm_funnel_by_month
		join scope using (account_id)
		where month >= since and (pipelines is null or pipeline_id = any (pipelines))
		order by month, pipeline`,
	title: { ru: 'Новые сделки', en: 'New leads' },
	about: {
		ru: 'По месяцу создания и по тому, чем сделки стали к сегодняшнему дню.',
		en: 'By the month of creation and by what has become of the leads so far.',
	},
	empty: { ru: 'За этот период сделок нет.', en: 'There are no leads in this period.' },
	show(rows, { words, months }) {
		const byMonth = groupBy(rows, ({ month }) => month);
		const totals = months.map((month) => {
			const of = byMonth.get(month) ?? [];
			const total = (name: 'leads' | 'open' | 'won' | 'lost') => sumOf(of, (row) => row[name]);
			return {
				...{ month, leads: total('leads'), open: total('open') },
				...{ won: total('won'), lost: total('lost') },
			};
		});
		const best = largest(totals, ({ leads }) => leads);
		const won = { ru: 'Выиграны', en: 'Won' };
		const lost = { ru: 'Проиграны', en: 'Lost' };
		const open = { ru: 'В работе', en: 'Open' };
		const reading = {
			ru: '{leads} за период: {won} — выиграно, {lost} — проиграно, {open} — в работе. Больше всего пришло за {month}: {best}.',
			en: '{leads} in the period: {won} won, {lost} lost, {open} still open. The most came in {month}: {best}.',
		};
		return {
			reading: words.say(reading, {
				leads: words.count(
					sumOf(totals, ({ leads }) => leads),
					leadNoun,
				),
				won: words.number(sumOf(totals, (row) => row.won)),
				lost: words.number(sumOf(totals, (row) => row.lost)),
				open: words.number(sumOf(totals, (row) => row.open)),
				month: words.month(best.month),
				best: words.number(best.leads),
			}),
			charts: [
				{
					kind: 'columns',
					subject: '',
					categories: months.map(words.shortMonth),
					isStacked: true,
					series: [
						{ name: words.say(won), ink: 'good', values: totals.map((row) => row.won) },
						{ name: words.say(lost), ink: 'bad', values: totals.map((row) => row.lost) },
						{ name: words.say(open), ink: 'rest', values: totals.map((row) => row.open) },
					],
					labels: totals.map(({ leads }) => (leads > 0 ? words.number(leads) : '')),
					axis: words.compact,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'Месяц', en: 'Month' })),
					text(words.say({ ru: 'Воронка', en: 'Pipeline' })),
					number(words.say({ ru: 'Создано', en: 'Created' })),
					...[won, lost, open].map((name) => number(words.say(name))),
					number(words.say({ ru: 'Конверсия', en: 'Conversion' })),
					number(words.say({ ru: 'Сумма выигранных', en: 'Won amount' })),
				],
				rows: rows.map((row) => [
					...[words.month(row.month), row.pipeline],
					...[row.leads, row.won, row.lost, row.open].map(words.number),
					...[words.percent(row.won_percent), words.money(row.won_amount)],
				]),
			},
		};
	},
};
