/** As the database's session sees it; the last month is the present one. */
export interface Period {
	/** First days of the months, the oldest first: `2026-03-01`. */
	readonly months: readonly string[];
	/** Now: `2026-03-14 09:30`. */
	readonly madeAt: string;
	readonly timeZone: string;
}

export const periodSql = `select to_char(now(), 'YYYY-MM-DD HH24:MI') as "madeAt",
	current_setting('TimeZone') as "timeZone",
	array(
		select month::date::text
		from generate_series(
			date_trunc('month', now()) - ($1::int - 1) * interval '1 month', date_trunc('month', now()),
			interval '1 month'
		) as month
		order by month
	) as months`;
