import { fromAddress, fromCookie, fromGlobal } from './visitorSession';

describe('a global of the page', () => {
	const counter = {
		id: 7,
		getSessionId: function (this: { id: number }) {
			return `s-${this.id}`;
		},
	};

	it.each([
		['a value', { a: { b: ' x ' } }, 'a.b', 'x'],
		['a number', { session: 42 }, 'session', '42'],
		['what a function answers, called on its owner', { counter }, 'counter.getSessionId', 's-7'],
		['nothing yet', {}, 'Comagic.getSessionId', null],
		['an empty text', { session: '' }, 'session', null],
		['an object', { session: {} }, 'session', null],
		['a function that throws', { get: () => JSON.parse('{') as string }, 'get', null],
	])('%s', (_what, root, path, expected) => {
		expect(fromGlobal(root, path)).toBe(expected);
	});

	it('is cut to what a field of amoCRM holds', () => {
		expect(fromGlobal({ session: 'x'.repeat(300) }, 'session')).toHaveLength(255);
	});
});

it.each([
	['a=1; sid=v%201; b=2', 'v 1'],
	['xsid=1', null],
	['sid=100%', '100%'],
	['sid=a=b', 'a=b'],
	['sid=', null],
	['', null],
])('the cookie sid of "%s" is %s', (cookies, expected) => {
	expect(fromCookie(cookies, 'sid')).toBe(expected);
});

describe('marks of the address', () => {
	function storage(): Storage {
		const kept = new Map<string, string>();
		return {
			getItem: (key: string) => kept.get(key) ?? null,
			setItem: (key: string, value: string) => void kept.set(key, value),
		} as Storage;
	}
	const names = ['utm_source', 'utm_medium'];

	it('stay for the next pages, until a new visit brings others', () => {
		const own = storage();
		const read = (search: string) => Object.fromEntries(fromAddress(search, names, () => own));
		expect(read('?utm_source=yandex&utm_medium=cpc')).toEqual({
			utm_source: 'yandex',
			utm_medium: 'cpc',
		});
		expect(read('?page=2')).toEqual({ utm_source: 'yandex', utm_medium: 'cpc' });
		expect(read('?utm_source=google')).toEqual({ utm_source: 'google' });
		expect(read('')).toEqual({ utm_source: 'google' });
	});

	it('are those of the page alone where storage is blocked', () => {
		const blocked = (): Storage => {
			throw new Error('blocked');
		};
		expect(Object.fromEntries(fromAddress('?utm_source=a', names, blocked))).toEqual({
			utm_source: 'a',
		});
		expect(Object.fromEntries(fromAddress('', names, blocked))).toEqual({});
	});
});
