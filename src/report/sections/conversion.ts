import { largest, number, text, sumOf, type Section } from '../section';

interface Row {
	readonly month: string;
	readonly leads: number;
	readonly open: number;
	readonly won: number;
	readonly lost: number;
	readonly days_to_win: number | null;
}

const share = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : 0);

export const conversion: Section<Row> = {
	id: 'conversion',
	view: 'amocrm_funnel_by_month',
	sql: `select month::text, sum(leads)::int as leads, sum(open)::int as open, sum(won)::int as won,
			sum(lost)::int as lost,
			(sum(days_to_win * won) / sum(won) filter (where days_to_win is not null))::float8 as days_to_win
		from amocrm_funnel_by_month
		join scope using (account_id)
		where month >= since and (pipelines is null or pipeline_id = any (pipelines))
		group by month
		order by month`,
	title: { ru: 'Конверсия', en: 'Conversion' },
	about: {
		ru: 'Доля выигранных среди всех сделок, созданных в месяце. Последние месяцы ещё вырастут: часть их сделок в работе.',
		en: 'Won leads among all that were created in the month. The last months will still grow: some of their leads are open.',
	},
	empty: { ru: 'За этот период сделок нет.', en: 'There are no leads in this period.' },
	show(rows, { words, months }) {
		const byMonth = new Map(rows.map((row) => [row.month, row]));
		const values = months.map((month) => {
			const row = byMonth.get(month);
			return row ? share(row.won, row.leads) : null;
		});
		const leads = sumOf(rows, (row) => row.leads);
		// One lead that was won makes a month of 100 %, which says nothing.
		const usual = rows.filter((row) => row.leads >= leads / rows.length / 2);
		const best = largest(usual, (row) => share(row.won, row.leads));
		const reading = {
			ru: 'Выиграно: {won} из {leads}, то есть {percent}. Лучший месяц — {month}: {best}.',
			en: 'Won: {won} of {leads}, which is {percent}. The best month is {month}: {best}.',
		};
		return {
			reading: words.say(reading, {
				won: words.number(sumOf(rows, (row) => row.won)),
				leads: words.number(leads),
				percent: words.percent(
					share(
						sumOf(rows, (row) => row.won),
						leads,
					),
				),
				month: words.month(best.month),
				best: words.percent(share(best.won, best.leads)),
			}),
			charts: [
				{
					kind: 'line',
					subject: '',
					categories: months.map(words.shortMonth),
					isStacked: false,
					series: [
						{
							name: words.say({ ru: 'Выиграно из созданных', en: 'Won of created' }),
							ink: 'main',
							values,
						},
					],
					labels: values.map((value) => (value === null ? '' : words.percent(Math.round(value)))),
					axis: words.percent,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'Месяц', en: 'Month' })),
					number(words.say({ ru: 'Создано', en: 'Created' })),
					number(words.say({ ru: 'Выиграно', en: 'Won' })),
					number(words.say({ ru: 'Из созданных', en: 'Of created' })),
					number(words.say({ ru: 'Из закрытых', en: 'Of closed' })),
					number(words.say({ ru: 'В среднем до выигрыша', en: 'Average time to win' })),
				],
				rows: rows.map((row) => [
					words.month(row.month),
					words.number(row.leads),
					words.number(row.won),
					words.percent(share(row.won, row.leads)),
					row.won + row.lost > 0 ? words.percent(share(row.won, row.won + row.lost)) : '—',
					row.days_to_win === null ? '—' : words.days(row.days_to_win),
				]),
			},
		};
	},
};
