import { groupBy, largest, number, sumOf, text, type Section } from '../section';

interface Row {
	readonly utm_source: string | null;
	readonly utm_campaign: string | null;
	readonly leads: number;
	readonly won: number;
	readonly revenue: number;
}

const mostBars = 10;

export const sources: Section<Row> = {
	id: 'sources',
	view: 'amocrm_sources_by_month',
	sql: `select nullif(utm_source, '(none)') as utm_source, nullif(utm_campaign, '(none)') as utm_campaign,
			sum(leads)::int as leads, sum(won)::int as won, sum(revenue)::float8 as revenue
		from amocrm_sources_by_month
		join scope using (account_id)
		where month >= since
		group by 1, 2
		order by leads desc, revenue desc, 1, 2`,
	title: { ru: 'Источники', en: 'Sources' },
	about: {
		ru: 'Сделки, созданные за период, по UTM-меткам. По всем воронкам.',
		en: 'Leads created in the period, by their UTM marks. Of all pipelines.',
	},
	empty: { ru: 'За этот период сделок нет.', en: 'There are no leads in this period.' },
	show(rows, { words }) {
		const none = words.say({ ru: 'без метки', en: 'no mark' });
		const totals = [...groupBy(rows, ({ utm_source }) => utm_source ?? none)]
			.map(([name, of]) => ({
				name,
				leads: sumOf(of, ({ leads }) => leads),
				won: sumOf(of, ({ won }) => won),
				revenue: sumOf(of, (row) => row.revenue),
			}))
			.sort((a, b) => b.leads - a.leads);
		const leads = sumOf(totals, (row) => row.leads);
		const most = largest(totals, (row) => row.leads);
		const richest = largest(totals, (row) => row.revenue);
		const reading = {
			ru: 'Больше всего сделок — {most}: {percent} от {leads}. Больше всего выручки — {richest}: {revenue}.',
			en: 'Most leads: {most}, {percent} of {leads}. Most revenue: {richest}, {revenue}.',
		};
		const shown = totals.slice(0, mostBars);
		const percentOf = (part: number, whole: number): string => words.percent((100 * part) / whole);
		return {
			reading: words.say(reading, {
				most: most.name,
				percent: percentOf(most.leads, leads),
				leads: words.number(leads),
				richest: richest.name,
				revenue: words.money(richest.revenue),
			}),
			charts: [
				{
					kind: 'bars',
					subject: '',
					categories: shown.map(({ name }) => name),
					isStacked: true,
					series: [
						{
							name: words.say({ ru: 'Выиграны', en: 'Won' }),
							ink: 'good',
							values: shown.map(({ won }) => won),
						},
						{
							name: words.say({ ru: 'Остальные', en: 'Others' }),
							ink: 'rest',
							values: shown.map((row) => row.leads - row.won),
						},
					],
					labels: shown.map(
						(row) =>
							`${words.number(row.leads)} · ${words.percent(Math.round((100 * row.won) / row.leads))}`,
					),
					axis: words.compact,
				},
			],
			table: {
				columns: [
					text('utm_source'),
					text('utm_campaign'),
					number(words.say({ ru: 'Создано', en: 'Created' })),
					number(words.say({ ru: 'Выиграно', en: 'Won' })),
					number(words.say({ ru: 'Конверсия', en: 'Conversion' })),
					number(words.say({ ru: 'Выручка', en: 'Revenue' })),
				],
				rows: rows.map((row) => [
					...[row.utm_source ?? none, row.utm_campaign ?? none],
					...[words.number(row.leads), words.number(row.won)],
					...[percentOf(row.won, row.leads), words.money(row.revenue)],
				]),
			},
		};
	},
};
