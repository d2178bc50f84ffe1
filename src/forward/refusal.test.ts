import { refusal, unreachable } from './refusal';

const url = 'https://jarvis.example/events?token=hidden';

it.each([200, 201, 204, 299])('%i is taken', (status) => {
	expect(refusal(url, status, 'anything')).toBeNull();
});

it.each<[number, unknown, string]>([
	[503, 'busy', 'https://jarvis.example/events answered 503: busy'],
	[422, { error: 'no id' }, 'https://jarvis.example/events answered 422: {"error":"no id"}'],
	[500, '', 'https://jarvis.example/events answered 500'],
	[500, 'two\n  lines', 'https://jarvis.example/events answered 500: two lines'],
])('%i says where, and what was answered', (status, body, words) => {
	expect(refusal(url, status, body)).toBe(words);
});

it('does not follow a redirect, and says so', () => {
	expect(refusal(url, 302, '')).toBe(
		'https://jarvis.example/events answered 302 (a redirect is not followed: enter the final address)',
	);
});

it('keeps a long answer short, and the query of the address to itself', () => {
	expect(refusal(url, 500, 'x'.repeat(5_000))?.length).toBeLessThan(400);
	expect(unreachable(url, 'the connection was refused')).toBe(
		'https://jarvis.example/events gave no answer: the connection was refused',
	);
});
