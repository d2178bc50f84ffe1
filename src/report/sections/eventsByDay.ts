import { daysUntil } from '../days';
import { number, sumOf, text, type Section } from '../section';
import type { Noun } from '../words';

interface Row {
	readonly day: string;
	readonly events: number;
	readonly repeats: number;
	readonly dead: number;
	readonly seconds: number | null;
}

const eventNoun: Noun = {
	ru: ['событие', 'события', 'событий'],
	en: ['event', 'events', 'events'],
};

const lastDays = 30;

export const eventsByDay: Section<Row> = {
	id: 'events',
	view: 'amocrm_events_by_day',
	sql: `select day::text, sum(events)::int as events, sum(repeats)::int as repeats, sum(dead)::int as dead,
			(sum(average_seconds * events) / sum(events) filter (where average_seconds is not null))::float8
				as seconds
		from amocrm_events_by_day
		join scope using (account_id)
		where day > current_date - ${lastDays}
		group by day
		order by day`,
	title: { ru: 'События amoCRM', en: 'Events from amoCRM' },
	about: {
		ru: 'Что amoCRM сообщила за последние 30 дней. По всем воронкам.',
		en: 'What amoCRM told within the last 30 days. Of all pipelines.',
	},
	empty: {
		ru: 'За 30 дней amoCRM ничего не сообщила: проверьте вебхук.',
		en: 'amoCRM has told nothing for 30 days: have the webhook checked.',
	},
	show(rows, { words, today }) {
		const total = (name: 'events' | 'repeats' | 'dead') => sumOf(rows, (row) => row[name]);
		const reading = {
			ru: '{events} за 30 дней, {repeats} пришли повторно. Не обработано: {dead}.',
			en: '{events} within 30 days, {repeats} sent again by amoCRM. Given up: {dead}.',
		};
		const told = new Map(rows.map((row) => [row.day, row]));
		const days = daysUntil(today, lastDays).map(
			(day) => told.get(day) ?? { day, events: 0, repeats: 0, dead: 0, seconds: null },
		);
		return {
			reading: words.say(reading, {
				events: words.count(total('events'), eventNoun),
				repeats: words.number(total('repeats')),
				dead: words.number(total('dead')),
			}),
			charts: [
				{
					kind: 'columns',
					subject: '',
					categories: days.map(({ day }) => words.shortDay(day)),
					isStacked: true,
					series: [
						{
							name: words.say({ ru: 'Обработаны или ждут', en: 'Processed or waiting' }),
							ink: 'main',
							values: days.map(({ events, dead }) => events - dead),
						},
						{
							name: words.say({ ru: 'Не обработаны', en: 'Given up' }),
							ink: 'bad',
							values: days.map(({ dead }) => dead),
						},
					],
					labels: days.map(({ events }) => (events > 0 ? words.compact(events) : '')),
					axis: words.compact,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'День', en: 'Day' })),
					number(words.say({ ru: 'Событий', en: 'Events' })),
					number(words.say({ ru: 'Повторов', en: 'Repeats' })),
					number(words.say({ ru: 'Не обработано', en: 'Given up' })),
					number(words.say({ ru: 'Секунд до обработки', en: 'Seconds until processed' })),
				],
				rows: rows.map((row) => [
					words.day(row.day),
					...[row.events, row.repeats, row.dead].map(words.number),
					row.seconds === null ? '—' : words.number(row.seconds),
				]),
			},
		};
	},
};
