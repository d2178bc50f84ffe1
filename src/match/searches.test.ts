import { queryString } from '../client/query';
import { matcher } from './matcher';
import { searches } from './searches';

const named = (value: string) => matcher({ by: 'name', field: '', value });
const held = (field: string, value: string) => matcher({ by: 'field', field, value });
const called = (value: string) => matcher({ by: 'phone', field: '', value });

it('asks once for what several items name', () => {
	const all = searches([called('+79991234567'), called('89991234567'), called('+79991234568')]);
	expect(all.map(({ queries }) => queries[0])).toEqual([
		{ query: '9991234567' },
		{ query: '9991234568' },
	]);
});

it('asks for many names, and for many values of one field, with one request', () => {
	const all = searches([named('A'), held('771', 'A'), named('B'), held('772', 'A'), named('A')]);
	expect(all.map(({ queries }) => queries)).toEqual([
		[{ filter: { name: ['A', 'B'] } }],
		[{ filter: { custom_fields_values: { '771': ['A'] } } }],
		[{ filter: { custom_fields_values: { '772': ['A'] } } }],
	]);
	expect(all.map(({ matchers }) => matchers.length)).toEqual([2, 1, 1]);
});

it('takes 50 values in a request', () => {
	const all = searches(Array.from({ length: 120 }, (_none, n) => named(`N${n}`)));
	expect(all.map(({ matchers }) => matchers.length)).toEqual([50, 50, 20]);
});

it('keeps the URL of long Cyrillic names below what nginx takes', () => {
	const all = searches(Array.from({ length: 60 }, (_none, n) => named('Щ'.repeat(250) + n)));
	expect(all.flatMap(({ matchers }) => matchers)).toHaveLength(60);
	const urls = all.map(({ queries }) => queryString(queries[0] ?? {}).length);
	expect(Math.max(...urls)).toBeLessThan(4100);
	expect(all.length).toBeLessThanOrEqual(30);
});

it('asks nothing for nobody', () => {
	expect(searches([])).toEqual([]);
});
