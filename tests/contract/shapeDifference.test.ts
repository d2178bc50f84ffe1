import { differences } from '../shapes/difference';

it.each([
	['equal types', { a: 1, b: [{ c: 'x' }] }, { a: 2, b: [{ c: 'y' }, { c: '' }] }, []],
	['a missing key', { a: 1, b: 2 }, { a: 1 }, ['.b: recorded number, here nothing']],
	['a key too many', { a: 1 }, { a: 1, b: null }, ['.b: recorded nothing, here null']],
	['another type', { a: '1' }, { a: 1 }, ['.a: recorded string, here number']],
	['null for a value', { a: null }, { a: 'x' }, ['.a: recorded null, here string']],
	['items of two types', [1, null], [1], ['[]: recorded null or number, here number']],
	['an empty array', { a: [{ b: 1 }] }, { a: [] }, ['.a[]: recorded object, here nothing']],
	['only the outermost', { a: { b: { c: 1 } } }, {}, ['.a: recorded object, here nothing']],
	['an array for an object', [], {}, [': recorded array, here object']],
])('%s', (_name, recorded, here, expected) => {
	expect(differences(recorded, here)).toEqual(expected);
});

it('the keys of all items of an array count together', () => {
	expect(differences([{ a: 1 }, { b: 2 }], [{ a: 1, b: 2 }])).toEqual([]);
});
