const hasZone = /(?:Z|[+-]\d{2}:?\d{2})$/i;
const isDate =
	/^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?(?:Z|[+-]\d{2}:?\d{2})?$/i;

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Kept: making one takes longer than all the rest of a date, and a row of Get Many has several. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
	const known = clocks.get(timeZone);
	if (known) return known;
	const clock = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	clocks.set(timeZone, clock);
	return clock;
}

/** How far `timezone` is ahead of UTC at that time. */
function offsetMs(utcMs: number, timezone: string): number {
	const parts = clockOf(timezone).formatToParts(utcMs);
	const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
	const wall = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return wall - Math.floor(utcMs / 1000) * 1000;
}

/** JavaScript takes the 30th of February for the 2nd of March. */
function isInCalendar(text: string): boolean {
	const day = text.slice(0, 10);
	const time = Date.parse(day);
	return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}

function fromText(text: string, timezone: string): number {
	if (!isDate.test(text) || !isInCalendar(text)) return NaN;
	const iso = text.replace(' ', 'T');
	if (hasZone.test(iso) && iso.includes('T')) return Date.parse(iso);
	const asUtc = Date.parse(`${iso.includes('T') ? iso : `${iso}T00:00:00`}Z`);
	if (Number.isNaN(asUtc)) return NaN;
	// Twice: the first offset may be that of the other side of a clock change.
	const guess = asUtc - offsetMs(asUtc, timezone);
	return asUtc - offsetMs(guess, timezone);
}

/**
 * Unix seconds of what n8n gives for a date: ISO text (without a zone it is the workflow's), a Luxon
 * DateTime, a Date, or a number of seconds or milliseconds. NaN where it is none of these.
 */
export function unixSeconds(value: unknown, timezone: string): number {
	if (typeof value === 'number') return Math.floor(Math.abs(value) > 1e11 ? value / 1000 : value);
	if (value instanceof Date) return Math.floor(value.getTime() / 1000);
	if (typeof value === 'object' && value !== null && 'toMillis' in value) {
		return Math.floor((value as { toMillis: () => number }).toMillis() / 1000);
	}
	if (typeof value !== 'string') return NaN;
	const text = value.trim();
	if (/^\d{9,13}$/.test(text)) return unixSeconds(Number(text), timezone);
	return Math.floor(fromText(text, timezone) / 1000);
}

/** `2025-02-01T00:00:00+03:00`: a day as people of the zone see it, and the same second for machines. */
export function isoTime(seconds: number, timezone: string): string {
	// A year of more digits is no ISO text that anyone reads.
	if (!(Math.abs(seconds) < 1e11)) return String(seconds);
	// Whole minutes: before 1920 zones had seconds, which ISO text cannot say.
	const minutes = Math.round(offsetMs(seconds * 1000, timezone) / 60_000);
	const wall = new Date((seconds + minutes * 60) * 1000);
	const two = (count: number): string => String(Math.abs(count)).padStart(2, '0');
	const zone = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`;
	return `${wall.toISOString().slice(0, 19)}${zone}`;
}
