import { groupBy, largest, number, text, type Section } from '../section';

interface Row {
	readonly pipeline_id: string;
	readonly pipeline: string;
	readonly status: string;
	readonly stays: number;
	readonly median_days: number;
	readonly nine_of_ten: number;
}

export const stageStays: Section<Row> = {
	id: 'stays',
	view: 'amocrm_stage_stays',
	sql: `select pipeline_id::text, coalesce(pipeline, pipeline_id::text, '?') as pipeline,
			coalesce(status, status_id::text) as status, count(*)::int as stays,
			round(percentile_cont(0.5) within group (order by days)::numeric, 1)::float8 as median_days,
			round(percentile_cont(0.9) within group (order by days)::numeric, 1)::float8 as nine_of_ten
		from amocrm_stage_stays
		join scope using (account_id)
		where left_at >= since and days is not null and status_id not in (142, 143)
			and (pipelines is null or pipeline_id = any (pipelines))
		group by pipeline_id, pipeline, status_id, status, stage_order
		order by pipeline, pipeline_id, stage_order`,
	title: { ru: 'Время на этапах', en: 'Time in stages' },
	about: {
		ru: 'Сколько дней сделки провели на этапе, если они его покинули за период: половина — не дольше первого значения, девять из десяти — не дольше второго.',
		en: 'Days in a stage of the leads that left it in the period: half of them no longer than the first value, nine of ten no longer than the second.',
	},
	empty: {
		ru: 'За этот период переходов между этапами нет.',
		en: 'No lead left a stage in this period.',
	},
	show(rows, { words }) {
		const median = words.say({ ru: 'Половина сделок', en: 'Half of the leads' });
		const nine = words.say({ ru: 'Девять из десяти', en: 'Nine of ten' });
		const slowest = largest(rows, ({ median_days }) => median_days);
		const reading = {
			ru: 'Дольше всего сделки ждут на этапе «{status}» ({pipeline}): половина — до {median}, девять из десяти — до {nine}.',
			en: 'Leads wait longest in “{status}” ({pipeline}): half of them up to {median}, nine of ten up to {nine}.',
		};
		return {
			reading: words.say(reading, {
				status: slowest.status,
				pipeline: slowest.pipeline,
				median: words.days(slowest.median_days),
				nine: words.days(slowest.nine_of_ten),
			}),
			charts: [...groupBy(rows, ({ pipeline_id }) => pipeline_id).values()].map((stages) => ({
				kind: 'bars',
				subject: stages[0]?.pipeline ?? '',
				categories: stages.map(({ status }) => status),
				isStacked: false,
				series: [
					{ name: median, ink: 'main', values: stages.map((row) => row.median_days) },
					{ name: nine, ink: 'rest', values: stages.map((row) => row.nine_of_ten) },
				],
				labels: stages.map((row) => words.days(row.nine_of_ten)),
				axis: words.compact,
			})),
			table: {
				columns: [
					text(words.say({ ru: 'Воронка', en: 'Pipeline' })),
					text(words.say({ ru: 'Этап', en: 'Stage' })),
					number(words.say({ ru: 'Сделок', en: 'Leads' })),
					number(median),
					number(nine),
				],
				rows: rows.map((row) => [
					...[row.pipeline, row.status, words.number(row.stays)],
					...[words.days(row.median_days), words.days(row.nine_of_ten)],
				]),
			},
		};
	},
};
