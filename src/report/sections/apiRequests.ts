import type { Ink } from '../chart';
import { daysUntil } from '../days';
import { groupBy, largest, number, sumOf, text, type Section } from '../section';
import type { Noun } from '../words';

interface Row {
	readonly hour: string;
	readonly day: string;
	readonly source: string;
	readonly requests: number;
	readonly limited: number;
	/** What the plan allows within an hour; null while nothing was asked for a day. */
	readonly limit_hour: number | null;
}

const requestNoun: Noun = {
	ru: ['запрос', 'запроса', 'запросов'],
	en: ['request', 'requests', 'requests'],
};

const lastDays = 14;

const inks: readonly Ink[] = ['main', 'second', 'third', 'good'];

export const apiRequests: Section<Row> = {
	id: 'api',
	view: 'amocrm_api_requests_by_hour, amocrm_api_budget',
	sql: `select to_char(hour, 'YYYY-MM-DD HH24:MI') as hour, hour::date::text as day, source,
			requests::int, limited::int, limit_hour::int
		from amocrm_api_requests_by_hour
		join scope using (account_id)
		left join amocrm_api_budget using (account_id)
		where hour >= current_date - ${lastDays - 1}
		order by hour, source`,
	title: { ru: 'Запросы к API amoCRM', en: 'Requests to amoCRM’s API' },
	about: {
		ru: 'За последние 14 дней, по тому, кто спрашивал. По всем воронкам.',
		en: 'Within the last 14 days, by who asked. Of all pipelines.',
	},
	empty: { ru: 'За 14 дней запросов не было.', en: 'There were no requests within 14 days.' },
	show(rows, { words, today }) {
		const requestsOf = (of: readonly Row[]): number => sumOf(of, ({ requests }) => requests);
		const days = groupBy(rows, ({ day }) => day);
		const dates = daysUntil(today, lastDays);
		const everyDay = dates.map((day) => days.get(day) ?? []);
		const bySource = [...groupBy(rows, ({ source }) => source)].sort(
			([, a], [, b]) => requestsOf(b) - requestsOf(a),
		);
		const named = bySource.slice(0, inks.length);
		const others = new Set(bySource.slice(inks.length).map(([source]) => source));
		const [hour, ofHour] = largest([...groupBy(rows, (row) => row.hour)], ([, of]) =>
			requestsOf(of),
		);
		const limit = rows[0]?.limit_hour ?? null;
		const reading = {
			ru: '{requests}; amoCRM отказала из-за лимита: {limited}. В самый занятый час ({hour}) — {most}{share}.',
			en: '{requests}; refused because of the limit: {limited}. In the busiest hour ({hour}) there were {most}{share}.',
		};
		const share = { ru: ', {percent} от лимита в час', en: ', {percent} of the hourly limit' };
		const valuesOf = (has: (source: string) => boolean): readonly number[] =>
			everyDay.map((of) => requestsOf(of.filter(({ source }) => has(source))));
		return {
			reading: words.say(reading, {
				requests: words.count(requestsOf(rows), requestNoun),
				limited: words.number(sumOf(rows, ({ limited }) => limited)),
				hour: `${words.day(hour)}, ${hour.slice(11)}`,
				most: words.number(requestsOf(ofHour)),
				share:
					limit === null
						? ''
						: words.say(share, { percent: words.percent((100 * requestsOf(ofHour)) / limit) }),
			}),
			charts: [
				{
					kind: 'columns',
					subject: '',
					categories: dates.map(words.shortDay),
					isStacked: true,
					series: [
						...named.map(([source], index) => ({
							name: source,
							ink: inks[index] ?? 'rest',
							values: valuesOf((name) => name === source),
						})),
						...(others.size > 0
							? [
									{
										name: words.say({ ru: 'остальные', en: 'others' }),
										ink: 'rest' as const,
										values: valuesOf((name) => others.has(name)),
									},
								]
							: []),
					],
					labels: everyDay.map((of) => (of.length > 0 ? words.compact(requestsOf(of)) : '')),
					axis: words.compact,
				},
			],
			table: {
				columns: [
					text(words.say({ ru: 'День', en: 'Day' })),
					text(words.say({ ru: 'Кто спрашивал', en: 'Source' })),
					number(words.say({ ru: 'Запросов', en: 'Requests' })),
					number(words.say({ ru: 'Отказов по лимиту', en: 'Refused' })),
				],
				rows: [...days].flatMap(([day, ofDay]) =>
					[...groupBy(ofDay, ({ source }) => source)].map(([source, of]) => [
						...[words.day(day), source, words.number(requestsOf(of))],
						words.number(sumOf(of, ({ limited }) => limited)),
					]),
				),
			},
		};
	},
};
