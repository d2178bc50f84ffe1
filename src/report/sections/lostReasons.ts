import { number, sumOf, text, type Section } from '../section';
import { leadNoun } from '../words';

interface Row {
	readonly loss_reason: string | null;
	readonly lost: number;
	readonly lost_amount: number;
}

/** More bars than these say nothing more; the table has all. */
const mostBars = 10;

export const lostReasons: Section<Row> = {
	id: 'lost',
	view: 'amocrm_lost_by_reason',
	sql: `select nullif(loss_reason, '(none)') as loss_reason, sum(lost)::int as lost,
			sum(lost_amount)::float8 as lost_amount
		from amocrm_lost_by_reason
		join scope using (account_id)
		where month >= since and (pipelines is null or pipeline_id = any (pipelines))
		group by 1
		order by lost desc, lost_amount desc, 1`,
	title: { ru: 'Почему теряем сделки', en: 'Why leads are lost' },
	about: {
		ru: 'Причины отказа сделок, закрытых за период.',
		en: 'The loss reasons of the leads that were closed in the period.',
	},
	empty: {
		ru: 'За этот период проигранных сделок нет.',
		en: 'No leads were lost in this period.',
	},
	show(rows, { words }) {
		const total = sumOf(rows, ({ lost }) => lost);
		const nameOf = ({ loss_reason }: Row): string =>
			loss_reason ?? words.say({ ru: 'причина не указана', en: 'no reason given' });
		const percentOf = ({ lost }: Row): number => (100 * lost) / total;
		const [first] = rows;
		const reading = {
			ru: 'Потеряно: {lost} на {amount}. Чаще всего — «{reason}»: {percent}.',
			en: 'Lost: {lost} worth {amount}. Most often: “{reason}”, {percent}.',
		};
		const shown = rows.slice(0, mostBars);
		return {
			reading: words.say(reading, {
				lost: words.count(total, leadNoun),
				amount: words.money(sumOf(rows, (row) => row.lost_amount)),
				reason: first ? nameOf(first) : '',
				percent: words.percent(first ? percentOf(first) : 0),
			}),
			charts: [
				{
					kind: 'bars',
					subject: '',
					categories: shown.map(nameOf),
					isStacked: false,
					series: [
						{
							name: words.say({ ru: 'Проиграны', en: 'Lost' }),
							ink: 'bad',
							values: shown.map(({ lost }) => lost),
						},
					],
					labels: shown.map(
						(row) => `${words.number(row.lost)} · ${words.percent(Math.round(percentOf(row)))}`,
					),
					axis: words.compact,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'Причина', en: 'Reason' })),
					number(words.say({ ru: 'Проиграно', en: 'Lost' })),
					number(words.say({ ru: 'Доля', en: 'Share' })),
					number(words.say({ ru: 'Сумма', en: 'Amount' })),
				],
				rows: rows.map((row) => [
					...[nameOf(row), words.number(row.lost)],
					...[words.percent(percentOf(row)), words.money(row.lost_amount)],
				]),
			},
		};
	},
};
