import { operation } from './define';
import { id, text } from './params';
import { one } from './runs';

const words = { label: 'Get', action: 'Get a thing', doc: 'Get a thing', run: one } as const;

it('compiles a route only when it declares every parameter that the route names', () => {
	const declared = operation({
		...words,
		route: 'GET /api/v4/{entityType}/{id}',
		params: { entityType: text('Type', 'Type'), id: id('ID', 'ID') },
	});
	expect(Object.keys(declared.params)).toEqual(['entityType', 'id']);

	operation({
		...words,
		route: 'GET /api/v4/{entityType}/{id}',
		// @ts-expect-error entityType is missing
		params: { id: id('ID', 'ID') },
	});

	operation({
		...words,
		// @ts-expect-error a route begins with a method and /api/v4/
		route: 'FETCH /leads',
		params: {},
	});
});
