import { isoTime, unixSeconds } from './instant';

const noon = Date.UTC(2025, 0, 31, 12) / 1000;

it.each([
	['2025-01-31T12:00:00Z', 'Europe/Moscow', noon],
	['2025-01-31T12:00:00.000+03:00', 'America/New_York', noon - 3 * 3600],
	['2025-01-31T12:00:00', 'Europe/Moscow', noon - 3 * 3600],
	['2025-01-31 12:00', 'UTC', noon],
	['2025-01-31', 'Europe/Moscow', noon - 15 * 3600],
	// Berlin is at +2 until 03:00 of that night, at +1 after it.
	['2025-10-26T01:30:00', 'Europe/Berlin', Date.UTC(2025, 9, 25, 23, 30) / 1000],
	['2025-10-26T04:00:00', 'Europe/Berlin', Date.UTC(2025, 9, 26, 3) / 1000],
	['2025-03-30T03:30:00', 'Europe/Berlin', Date.UTC(2025, 2, 30, 1, 30) / 1000],
	[noon, 'UTC', noon],
	[noon * 1000, 'UTC', noon],
	// A birthday before 1970.
	[Date.UTC(1961, 3, 12), 'UTC', Date.UTC(1961, 3, 12) / 1000],
	['2024-02-29', 'UTC', Date.UTC(2024, 1, 29) / 1000],
	[String(noon), 'UTC', noon],
	[new Date(noon * 1000), 'UTC', noon],
	[{ toMillis: () => noon * 1000 + 999 }, 'UTC', noon],
])('%j in %s is %i', (value, timezone, seconds) => {
	expect(unixSeconds(value, timezone)).toBe(seconds);
});

it.each([
	['tomorrow'],
	['31.01.2025'],
	['2025-13-45'],
	['2025-02-30'],
	['2025-02-29T12:00:00+03:00'],
	[''],
	[{}],
	[null],
])('%j is no date', (value) => {
	expect(unixSeconds(value, 'UTC')).toBeNaN();
});

it('makes one clock of a zone for all dates, since making one takes longer than using it', () => {
	const made = jest.spyOn(Intl, 'DateTimeFormat');
	for (let hour = 0; hour < 100; hour += 1) isoTime(noon + hour * 3600, 'Asia/Yekaterinburg');
	expect(made).toHaveBeenCalledTimes(1);
	made.mockRestore();
});

it.each([
	[1_738_357_200, 'Europe/Moscow', '2025-02-01T00:00:00+03:00'],
	[1_738_357_200, 'America/St_Johns', '2025-01-31T17:30:00-03:30'],
	[0, 'UTC', '1970-01-01T00:00:00+00:00'],
	[-2_208_988_800, 'Europe/Moscow', '1900-01-01T02:30:00+02:30'],
])('writes %s in %s so that it reads back as the same second', (seconds, zone, text) => {
	expect(isoTime(seconds, zone)).toBe(text);
	expect(unixSeconds(text, 'Asia/Tokyo')).toBe(seconds);
});
