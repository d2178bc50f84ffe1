import type { Texts, Words } from './words';

/** Sums of the period and, as `…_before`, of the same time before it; null where nothing is known. */
export interface HeadlineRow {
	readonly leads: number;
	readonly leads_before: number;
	readonly won: number;
	readonly won_before: number;
	readonly revenue: number;
	readonly revenue_before: number;
	readonly average: number | null;
	readonly average_before: number | null;
	/** Percent of the leads created in the period. */
	readonly conversion: number | null;
	readonly conversion_before: number | null;
	readonly response: number | null;
	readonly response_before: number | null;
}

type Name = 'leads' | 'won' | 'revenue' | 'average' | 'conversion' | 'response';

export interface Figure {
	readonly label: string;
	readonly value: string;
	/** What it was in the same time before; null when that is not known. */
	readonly before: string | null;
	/** Whether this is better for the business than before. */
	readonly trend: 'better' | 'worse' | 'same';
}

/** Both times are equally long: the present month is compared up to the same day and hour. */
export const headline = {
	view: 'amocrm_deal_overview, amocrm_first_responses',
	sql: `, span as (
			select account_id, pipelines, since::timestamptz as since, now() as till, '' as suffix
			from scope
			where account_id is not null
			union all
			select account_id, pipelines, since::timestamptz - months * interval '1 month',
				now() - months * interval '1 month', '_before'
			from scope
			where account_id is not null
		),
		sums as (
			select span.suffix, deals.*, answers.response
			from span
			cross join lateral (
				select count(*) filter (where created_at >= since and created_at <= till)::int as leads,
					count(*) filter (where is_won and closed_at >= since and closed_at <= till)::int as won,
					coalesce(sum(price) filter (
						where is_won and closed_at >= since and closed_at <= till
					), 0)::float8 as revenue,
					(avg(price) filter (
						where is_won and closed_at >= since and closed_at <= till
					))::float8 as average,
					(100.0 * count(*) filter (where is_won and created_at >= since and created_at <= till)
						/ nullif(count(*) filter (where created_at >= since and created_at <= till), 0)
					)::float8 as conversion
				from (
					select *, status_label = 'successful' as is_won from amocrm_deal_overview
				) as deal
				where deal.account_id = span.account_id and deleted_at is null
					and (pipelines is null or pipeline_id = any (pipelines))
			) as deals
			cross join lateral (
				select (percentile_cont(0.5) within group (order by minutes))::float8 as response
				from amocrm_first_responses as lead
				where lead.account_id = span.account_id and lead.created_by = '0'
					and lead.created_at >= since and lead.created_at <= till
					and (pipelines is null or lead.pipeline_id = any (pipelines))
			) as answers
		)
		select now.leads, now.won, now.revenue, now.average, now.conversion, now.response,
			before.leads as leads_before, before.won as won_before, before.revenue as revenue_before,
			before.average as average_before, before.conversion as conversion_before,
			before.response as response_before
		from sums as now
		join sums as before on now.suffix = '' and before.suffix = '_before'`,
} as const;

const labels: Readonly<Record<Name, Texts>> = {
	leads: { ru: 'Новых сделок', en: 'New leads' },
	won: { ru: 'Выиграно сделок', en: 'Leads won' },
	revenue: { ru: 'Выручка', en: 'Revenue' },
	average: { ru: 'Средний чек', en: 'Average price' },
	conversion: { ru: 'Конверсия созданных', en: 'Conversion of created' },
	response: { ru: 'Первый ответ (половина)', en: 'First response (half)' },
};

const order: readonly Name[] = ['revenue', 'won', 'average', 'leads', 'conversion', 'response'];

function trendOf(name: Name, value: number, before: number): Figure['trend'] {
	if (value === before) return 'same';
	return value > before === (name !== 'response') ? 'better' : 'worse';
}

/** The first thing an owner wants to know, in the order in which it is asked. */
export function figuresOf(row: HeadlineRow, words: Words): readonly Figure[] {
	const formats: Readonly<Record<Name, (value: number) => string>> = {
		leads: words.number,
		won: words.number,
		revenue: words.money,
		average: words.money,
		conversion: words.percent,
		response: words.duration,
	};
	// Without leads before, the history begins in this period, and zeros are no comparison.
	const isCompared = row.leads_before > 0;
	return order.map((name) => {
		const value = row[name];
		const before = isCompared ? row[`${name}_before`] : null;
		const format = formats[name];
		return {
			label: words.say(labels[name]),
			value: value === null ? '—' : format(value),
			before: value === null || before === null ? null : format(before),
			trend: value === null || before === null ? 'same' : trendOf(name, value, before),
		};
	});
}
