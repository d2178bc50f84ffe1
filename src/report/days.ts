/** So many days up to today, the oldest first: `2026-03-01`. */
export const daysUntil = (today: string, count: number): readonly string[] =>
	Array.from({ length: count }, (_, index) =>
		new Date(Date.parse(today) - (count - 1 - index) * 86_400_000).toISOString().slice(0, 10),
	);
