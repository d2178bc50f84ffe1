import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { decode } from './decode';
import type { WireObject, WireValue } from './types';

/** PHP's http_build_query, written on its own: an encoder and decoder sharing a bug agree with each other. */
function encode(value: WireValue, name: string): string[] {
	if (typeof value === 'string') {
		return [`${encodeURIComponent(name)}=${encodeURIComponent(value).replaceAll('%20', '+')}`];
	}
	return Object.entries(value).flatMap(([key, member]) => encode(member, `${name}[${key}]`));
}

const encodeBody = (body: WireObject): string =>
	Object.entries(body)
		.flatMap(([key, member]) => encode(member, key))
		.join('&');

const name = fc.oneof(
	{ weight: 5, arbitrary: fc.stringMatching(/^[a-z_]{1,8}$/) },
	fc.constantFrom(
		'__proto__',
		'constructor',
		'prototype',
		'toString',
		'a.b',
		'имя',
		' ',
		'01',
		'-1',
	),
);
const { tree } = fc.letrec<{ tree: WireValue }>((tie) => ({
	tree: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		fc.string({ unit: 'binary' }),
		fc.array(tie('tree'), { minLength: 1, maxLength: 4 }),
		fc
			.uniqueArray(fc.tuple(name, tie('tree')), {
				minLength: 1,
				maxLength: 4,
				selector: ([key]) => key,
			})
			.map((entries): WireObject => Object.fromEntries(entries)),
	),
}));
const bodies = fc
	.uniqueArray(fc.tuple(name, tree), { maxLength: 5, selector: ([key]) => key })
	.map((entries): WireObject => Object.fromEntries(entries));

describe('decode', () => {
	it('gives back any tree that was encoded as PHP does it', () => {
		fc.assert(
			fc.property(bodies, (body) => {
				expect(decode(encodeBody(body)).value).toEqual(body);
			}),
			{ numRuns: 300 },
		);
	});

	it('keeps all of a body of 5,000 keys', () => {
		const leads = Array.from({ length: 100 }, (_lead, lead) =>
			Object.fromEntries(
				Array.from({ length: 50 }, (_field, field) => [`field_${field}`, `${lead} & ${field} = ё`]),
			),
		);
		const { value, problems } = decode(encodeBody({ leads: { update: leads } }));
		expect(value).toEqual({ leads: { update: leads } });
		expect(problems).toEqual([]);
	});

	it('takes any bytes', () => {
		fc.assert(
			fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
				const { value } = decode(Buffer.from(bytes));
				expect(() => JSON.stringify(value)).not.toThrow();
			}),
		);
		const syntax = fc.stringMatching(/^[[\]=&%a0+]{0,60}$/);
		fc.assert(fc.property(syntax, (text) => void decode(text)));
	});

	it('appends for [] and makes lists of 0..n-1 in any order', () => {
		expect(decode('a[]=1&a[]=2&b[1]=y&b[0]=x&c[1]=z&d[2]=p&d[]=q').value).toEqual({
			a: ['1', '2'],
			b: ['x', 'y'],
			c: { 1: 'z' },
			d: { 2: 'p', 3: 'q' },
		});
	});

	it('lets members win over a value at the same path, whichever comes first', () => {
		const scalarFirst = decode('a[type]=3&a[type][id]=7');
		const nestedFirst = decode('a[type][id]=7&a[type]=3');
		expect(scalarFirst.value).toEqual({ a: { type: { id: '7' } } });
		expect(nestedFirst.value).toEqual(scalarFirst.value);
		expect(scalarFirst.problems).toEqual([
			'a[type][id]: is a value and has members, the members count',
		]);
		expect(nestedFirst.problems).toEqual([
			'a[type]: is a value and has members, the members count',
		]);
	});

	it('keeps broken percent escapes and says so', () => {
		const { value, problems } = decode('a=50%&b=%ZZ1&c=%4&d=%41');
		expect(value).toEqual({ a: '50%', b: '%ZZ1', c: '%4', d: 'A' });
		expect(problems).toHaveLength(3);
		expect(problems[0]).toBe('a: a broken percent escape was kept as it is');
	});

	it('turns bytes that are no UTF-8 into U+FFFD and says so', () => {
		const { value, problems } = decode('a=%FFb&c=%D0%81');
		expect(value).toEqual({ a: '\uFFFDb', c: 'Ё' });
		expect(problems).toEqual(['a: bytes that are not UTF-8 became U+FFFD']);
	});

	it('reads + as a space and ; as data', () => {
		expect(decode('a=1+2%2B;b=3').value).toEqual({ a: '1 2+;b=3' });
	});

	it('does nothing to prototypes', () => {
		const { value } = decode(
			'__proto__[polluted]=1&a[__proto__][polluted]=1&a[constructor][prototype][x]=1',
		);
		expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
		expect(({} as Record<string, unknown>)['x']).toBeUndefined();
		expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
		expect(Object.getPrototypeOf(value['a'])).toBe(Object.prototype);
		expect(JSON.stringify(value)).toBe(
			'{"__proto__":{"polluted":"1"},"a":{"__proto__":{"polluted":"1"},"constructor":{"prototype":{"x":"1"}}}}',
		);
	});

	it('keeps a key of 10,000 levels: 63 members and the rest as one name', () => {
		const { value, problems } = decode(`a${'[b]'.repeat(10_000)}=x`);
		const text = JSON.stringify(value);
		expect(text.match(/b/g)).toHaveLength(10_000);
		expect(text).toContain('x');
		expect(problems).toHaveLength(1);
	});

	it('keeps keys whose brackets are no path as one name', () => {
		const { value, problems } = decode('a[b=1&c[d]e=2&[f]=3&g]=4');
		expect(value).toEqual({ 'a[b': '1', 'c[d]e': '2', '[f]': '3', 'g]': '4' });
		expect(problems).toHaveLength(3);
	});

	it('tells an empty body from one with a pair', () => {
		expect(decode('')).toEqual({ value: {}, problems: ['body: is empty'], empty: true });
		expect(decode(Buffer.from('&&')).empty).toBe(true);
		expect(decode('a').empty).toBe(false);
		expect(decode('a').value).toEqual({ a: '' });
		expect(decode('=b').value).toEqual({ '': 'b' });
	});

	it('says that a JSON body is none of amoCRM', () => {
		expect(decode('{"event":1}').problems).toContain(
			"body: looks like JSON; amoCRM's webhooks are forms",
		);
	});

	it('reports at most 20 problems and the number of the others', () => {
		const { problems } = decode(Array.from({ length: 50 }, (_pair, at) => `k${at}=%`).join('&'));
		expect(problems).toHaveLength(21);
		expect(problems.at(-1)).toBe('and 30 more problems');
	});

	it('keeps no body alive by the keys it remembers', () => {
		setFlagsFromString('--expose-gc');
		const collect = runInNewContext('gc') as () => void;
		const filling = 'x'.repeat(1_000_000);
		const heapAfter = (bodies: number): number => {
			for (let body = 0; body < bodies; body += 1) {
				decode(
					`leads[update][0][a_field_that_nobody_sent_before_${bodies}_${body}]=1&b=${filling}`,
				);
			}
			collect();
			return process.memoryUsage().heapUsed;
		};
		const before = heapAfter(1);
		expect((heapAfter(60) - before) / 1_000_000).toBeLessThan(20);
	});

	it('takes time in proportion to the size of the body', () => {
		const milliseconds = (body: Buffer): number => {
			const start = performance.now();
			decode(body);
			return performance.now() - start;
		};
		for (const part of ['a&', 'a[]=1&', 'k%5B%5D%5Bx%5D=%D0%91&', 'a[b]=1&', '[', '%', '=']) {
			const small = Buffer.from(part.repeat(10_000));
			const large = Buffer.from(part.repeat(200_000));
			milliseconds(small);
			const unit = Math.max(1, milliseconds(small));
			// Twenty times the size; a quadratic decoder would need 400 times as long.
			expect(milliseconds(large) / unit).toBeLessThan(150);
		}
	});
});
