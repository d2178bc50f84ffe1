import { isAccepted, masked, pauseBefore } from './delivery';

const minutes = (made: number, status: number): number | null => {
	const pause = pauseBefore(made, status);
	return pause === null ? null : pause / 60_000;
};

it.each([
	['no answer', 0, [5, 15, null, null]],
	['a redirect', 302, [5, 15, null, null]],
	['a refusal', 404, [5, 15, null, null]],
	['499', 499, [5, 15, 15, 60]],
	['a server error', 503, [5, 15, 15, 60]],
])('after %s the pauses follow the table of amoCRM', (_what, status, expected) => {
	expect([1, 2, 3, 4].map((made) => minutes(made, status))).toEqual(expected);
	expect(minutes(5, status)).toBeNull();
});

it('takes 100 to 299 for success', () => {
	expect([99, 100, 200, 204, 299, 300, 500].map(isAccepted)).toEqual([
		false,
		true,
		true,
		true,
		true,
		false,
		false,
	]);
});

it('hides the values of a query and nothing else', () => {
	expect(masked('https://n8n.example.com/webhook/amocrm?secret=abc&x=1')).toBe(
		'https://n8n.example.com/webhook/amocrm?secret=***&x=***',
	);
	expect(masked('https://n8n.example.com/webhook')).toBe('https://n8n.example.com/webhook');
});
