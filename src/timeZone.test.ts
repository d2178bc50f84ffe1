import { timeZoneOf } from './timeZone';

it.each(['Europe/Moscow', 'Asia/Vladivostok', 'UTC'])('takes %s', (name) => {
	expect(timeZoneOf('--timezone', name)).toBe(name);
});

it.each(['+03:00', 'Moscow', '', 'Europe/Москва'])(
	'refuses "%s", and says where it stands',
	(name) => {
		expect(() => timeZoneOf('GENERIC_TIMEZONE', name)).toThrow(
			`GENERIC_TIMEZONE "${name}" is not known: give a name such as Europe/Moscow.`,
		);
	},
);
