import { groupBy, largest, number, text, type Section } from '../section';

interface Row {
	readonly pipeline_id: string;
	readonly pipeline: string;
	readonly status: string;
	readonly place: number;
	readonly leads: number;
}

/** Neighbouring stages of one pipeline. */
interface Step {
	readonly from: Row;
	readonly to: Row;
}

function stepsOf(stages: readonly Row[]): readonly Step[] {
	return stages.slice(1).flatMap((to, index) => {
		const from = stages[index];
		return from && from.leads > 0 ? [{ from, to }] : [];
	});
}

const percentOf = (part: number, whole: number): number => (whole > 0 ? (100 * part) / whole : 0);

export const stagesReached: Section<Row> = {
	id: 'stages',
	view: 'amocrm_stages_reached',
	sql: `select pipeline_id::text, coalesce(pipeline, pipeline_id::text) as pipeline,
			coalesce(status, status_id::text) as status, place::int, sum(leads)::int as leads
		from amocrm_stages_reached
		join scope using (account_id)
		where month >= since and (pipelines is null or pipeline_id = any (pipelines))
		group by pipeline_id, pipeline, status_id, status, place
		order by pipeline, pipeline_id, place`,
	title: { ru: 'Воронка по этапам', en: 'Funnel by stage' },
	about: {
		ru: 'Сколько созданных за период сделок дошло до этапа или дальше. Пропущенный этап считается пройденным; часть сделок ещё в пути.',
		en: 'How many of the leads created in the period got to a stage or beyond. A skipped stage counts as passed; some leads are still on their way.',
	},
	empty: {
		ru: 'Этапы неизвестны: справочники amoCRM ещё не загружены или за этот период сделок нет.',
		en: 'No stages are known: amoCRM’s reference data is not there yet, or there are no leads in this period.',
	},
	show(rows, { words }) {
		const pipelines = [...groupBy(rows, ({ pipeline_id }) => pipeline_id).values()];
		const steps = pipelines.flatMap(stepsOf);
		const firstOf = (row: Row): number =>
			pipelines.find(([first]) => first?.pipeline_id === row.pipeline_id)?.[0]?.leads ?? 0;
		const worst = steps.length > 0 ? largest(steps, ({ from, to }) => from.leads - to.leads) : null;
		const reading = {
			ru: 'Больше всего сделок остаётся между этапами «{from}» и «{to}» ({pipeline}): дальше прошли {passed} из {leads}, {percent}.',
			en: 'Most leads stay behind between “{from}” and “{to}” ({pipeline}): {passed} of {leads} went on, {percent}.',
		};
		const one = { ru: 'В воронке только один этап.', en: 'The pipeline has only one stage.' };
		return {
			reading: worst
				? words.say(reading, {
						from: worst.from.status,
						to: worst.to.status,
						pipeline: worst.from.pipeline,
						passed: words.number(worst.to.leads),
						leads: words.number(worst.from.leads),
						percent: words.percent(percentOf(worst.to.leads, worst.from.leads)),
					})
				: words.say(one),
			charts: pipelines.map((stages) => ({
				kind: 'bars',
				subject: stages[0]?.pipeline ?? '',
				categories: stages.map(({ status }) => status),
				isStacked: false,
				series: [
					{
						name: words.say({ ru: 'Дошли до этапа', en: 'Got to the stage' }),
						ink: 'main',
						values: stages.map(({ leads }) => leads),
					},
				],
				labels: stages.map(
					(row) =>
						`${words.number(row.leads)} · ${words.percent(Math.round(percentOf(row.leads, firstOf(row))))}`,
				),
				axis: words.compact,
			})),
			table: {
				columns: [
					text(words.say({ ru: 'Воронка', en: 'Pipeline' })),
					text(words.say({ ru: 'Этап', en: 'Stage' })),
					number(words.say({ ru: 'Дошли', en: 'Got there' })),
					number(words.say({ ru: 'От первого этапа', en: 'Of the first stage' })),
					number(words.say({ ru: 'От предыдущего', en: 'Of the one before' })),
				],
				rows: rows.map((row) => {
					const step = steps.find(({ to }) => to === row);
					return [
						...[row.pipeline, row.status, words.number(row.leads)],
						words.percent(percentOf(row.leads, firstOf(row))),
						step ? words.percent(percentOf(row.leads, step.from.leads)) : '—',
					];
				}),
			},
		};
	},
};
