import { number, text, type Section } from '../section';
import { leadNoun } from '../words';

interface Row {
	/** Null in the row of all. */
	readonly responsible_user: string | null;
	readonly leads: number;
	readonly unanswered: number;
	readonly median_minutes: number | null;
	readonly quarter_hour: number;
	readonly hour: number;
	readonly four_hours: number;
	readonly day: number;
}

const answered = ({ leads, unanswered }: Row): number => leads - unanswered;

export const firstResponses: Section<Row> = {
	id: 'responses',
	view: 'amocrm_first_responses',
	sql: `select
			case when grouping(responsible_user_id) = 0 then coalesce(responsible_user, '—') end as responsible_user,
			count(*)::int as leads, count(*) filter (where responded_at is null)::int as unanswered,
			percentile_cont(0.5) within group (order by minutes)::float8 as median_minutes,
			count(*) filter (where minutes <= 15)::int as quarter_hour,
			count(*) filter (where minutes <= 60)::int as hour,
			count(*) filter (where minutes <= 240)::int as four_hours,
			count(*) filter (where minutes <= 1440)::int as day
		from amocrm_first_responses
		join scope using (account_id)
		where created_by = '0' and created_at >= since
			and (pipelines is null or pipeline_id = any (pipelines))
		group by grouping sets ((), (responsible_user_id, responsible_user))
		having count(*) > 0
		order by grouping(responsible_user_id) desc, median_minutes, 1`,
	title: { ru: 'Первый ответ', en: 'First response' },
	about: {
		ru: 'Через сколько времени менеджер впервые что-то сделал с заявкой, созданной сайтом или интеграцией. Ночи и выходные входят в это время.',
		en: 'How long it took until a person did something about a lead that a site or an integration made. Nights and holidays count.',
	},
	empty: {
		ru: 'За этот период нет заявок, о создании которых мы узнали от amoCRM.',
		en: 'There are no leads from outside in this period whose creation amoCRM told us of.',
	},
	show(rows, { words }) {
		const [all] = rows;
		if (!all) throw new Error('firstResponses: no row of all');
		const buckets: ReadonlyArray<readonly [string, number]> = [
			[words.say({ ru: 'до 15 мин', en: '15 min' }), all.quarter_hour],
			[words.say({ ru: 'до 1 ч', en: '1 h' }), all.hour - all.quarter_hour],
			[words.say({ ru: 'до 4 ч', en: '4 h' }), all.four_hours - all.hour],
			[words.say({ ru: 'до 1 дн', en: '1 d' }), all.day - all.four_hours],
			[words.say({ ru: 'дольше', en: 'later' }), answered(all) - all.day],
			[words.say({ ru: 'нет ответа', en: 'none' }), all.unanswered],
		];
		const share = (part: number, { leads }: Row): string => words.percent((100 * part) / leads);
		const reading = {
			ru: '{leads} извне. Половина ответов — в пределах {median}; за час получили ответ {hour}. Без ответа: {unanswered}.',
			en: '{leads} from outside. Half of the answers came within {median}; {hour} were answered within an hour. Not answered: {unanswered}.',
		};
		const nobody = {
			ru: '{leads} извне, и ни на одну ещё не ответили.',
			en: '{leads} from outside, and none of them has an answer yet.',
		};
		return {
			reading: words.say(all.median_minutes === null ? nobody : reading, {
				leads: words.count(all.leads, leadNoun),
				median: words.duration(all.median_minutes ?? 0),
				hour: share(all.hour, all),
				unanswered: words.number(all.unanswered),
			}),
			charts: [
				{
					kind: 'columns',
					subject: '',
					categories: buckets.map(([name]) => name),
					isStacked: true,
					series: [
						{
							name: words.say({ ru: 'С ответом', en: 'Answered' }),
							ink: 'main',
							values: buckets.map(([, leads], index) => (index < 5 ? leads : 0)),
						},
						{
							name: words.say({ ru: 'Без ответа', en: 'Not answered' }),
							ink: 'bad',
							values: buckets.map(([, leads], index) => (index < 5 ? 0 : leads)),
						},
					],
					labels: buckets.map(([, leads]) => words.number(leads)),
					axis: words.compact,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'Ответственный', en: 'Responsible' })),
					number(words.say({ ru: 'Заявок', en: 'Leads' })),
					number(words.say({ ru: 'Половина — за', en: 'Half within' })),
					number(words.say({ ru: 'За час', en: 'Within an hour' })),
					number(words.say({ ru: 'Без ответа', en: 'Not answered' })),
				],
				rows: [...rows.slice(1), all].map((row) => [
					row.responsible_user ?? words.say({ ru: 'Все', en: 'All' }),
					words.number(row.leads),
					row.median_minutes === null ? '—' : words.duration(row.median_minutes),
					...[share(row.hour, row), words.number(row.unanswered)],
				]),
			},
		};
	},
};
