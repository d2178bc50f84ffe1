import { resources } from '../../src/catalog/resources';
import { coverage, readYardstick } from '../../stack/generate/coverage';
import { operationCases } from '../operations/cases';

/** Only ever raised, with the operations that are added. */
const floor = 174;

const yardstick = readYardstick();

describe('tests/coverage/yardstick.json', () => {
	it('holds the 174 operations of the SDK, numbered', () => {
		expect(yardstick.map(({ number }) => number)).toEqual(
			Array.from({ length: 174 }, (_row, index) => index + 1),
		);
	});
});

describe('the AmoCRM node', () => {
	it('covers at least as much of the yardstick as it did', () => {
		const { covered, missing } = coverage(yardstick, resources, operationCases);
		expect(covered.length + missing.length).toBe(174);
		expect(covered.length).toBeGreaterThanOrEqual(floor);
	});

	it('covers nothing that no case sends', () => {
		expect(coverage(yardstick, resources, {}).covered).toEqual([]);
	});

	it('covers an operation of one entity with a route for all of them, where a case sends it', () => {
		const [row] = yardstick.filter(({ path }) => path === '/api/v4/leads/{id}/links');
		const lead = resources.find(({ name }) => name === 'lead')?.operations['get'];
		if (!row || !lead) throw new Error('no such row or operation');
		const route = 'GET /api/v4/{entityType}/{entityId}/links' as const;
		const link = { name: 'link', label: 'Link', doc: '', operations: { get: { ...lead, route } } };
		const sent = (path: string) =>
			coverage([row], [link], {
				link: [{ operation: 'get', requests: [{ route: `GET ${path}` }] }],
			}).covered;
		expect(sent('/api/v4/leads/5/links')).toEqual([row]);
		expect(sent('/api/v4/contacts/5/links')).toEqual([]);
	});
});
