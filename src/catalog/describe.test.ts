import type { INodeProperties } from 'n8n-workflow';
import { describe as describeNode } from './describe';
import { resources } from './resources';

const properties = describeNode(resources, 'lead');

interface Text {
	readonly displayName: string;
	readonly description?: string | undefined;
	readonly type?: string;
}

const isProperty = (option: object): option is INodeProperties =>
	'displayName' in option && 'type' in option;

function flatten(property: INodeProperties): readonly INodeProperties[] {
	const inner = (property.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values.flatMap(flatten);
		return isProperty(option) ? flatten(option) : [];
	});
	return [property, ...inner];
}

const all = properties.flatMap(flatten);
const faulty = (isFaulty: (property: Text & INodeProperties) => boolean): readonly string[] =>
	all.filter(isFaulty).map(({ name, displayName }) => `${name}: ${displayName}`);

const small = new Set(['and', 'by', 'from', 'in', 'of', 'or', 'to', 'as', 'with', 'up']);
const isTitleCase = (text: string): boolean =>
	text.split(' ').every((word, index) => (index > 0 && small.has(word)) || /^[A-Z0-9(]/.test(word));

/** n8n's linter reads literals only; these are its rules, on what the catalogue makes. */
describe('the texts of the node', () => {
	it('have display names in title case', () => {
		expect(faulty(({ displayName }) => !isTitleCase(displayName))).toEqual([]);
	});

	it('begin switches with Whether', () => {
		expect(
			faulty((one) => one.type === 'boolean' && !/^Whether /.test(one.description ?? '')),
		).toEqual([]);
	});

	it('end descriptions of one sentence without a full stop', () => {
		expect(faulty(({ description = '' }) => /\.$/.test(description))).toEqual([]);
	});

	it('say ID, URL and JSON in capitals', () => {
		expect(faulty(({ displayName }) => /\b(?:Id|Ids|Url|Json)\b/.test(displayName))).toEqual([]);
	});

	it('describe each field in other words than its name', () => {
		expect(
			faulty(
				({ name, type, displayName, description }) =>
					!['resource', 'operation'].includes(name) &&
					!['collection'].includes(type) &&
					(!description || description === displayName),
			),
		).toEqual([]);
	});

	it('list choices and members in alphabetical order', () => {
		const unsorted = all.filter(({ options = [] }) => {
			const names = options.map((option) =>
				'displayName' in option ? option.displayName : option.name,
			);
			return names.join() !== [...names].sort((a, b) => a.localeCompare(b, 'en')).join();
		});
		expect(unsorted.map(({ name }) => name)).toEqual([]);
	});

	it('have what is written by hand below the fields that everybody fills', () => {
		const create = properties.filter(
			({ displayOptions: { show = {} } = {} }) =>
				show['resource']?.includes('lead') && show['operation']?.includes('create'),
		);
		expect(create.map(({ displayName }) => displayName)).toEqual([
			'Name',
			'Account Fields',
			'Custom Fields',
			'Additional Fields',
			'Fields by Name',
			'Additional JSON',
			'Options',
		]);
	});

	it('name the form of the fields of the account as the guides do', () => {
		const forms = all.filter(({ type }) => type === 'resourceMapper');
		expect(forms.length).toBeGreaterThan(0);
		for (const { displayName, typeOptions } of forms) {
			expect(typeOptions?.resourceMapper?.valuesLabel).toBe(displayName);
		}
	});

	it('give every operation an action in sentence case', () => {
		const options = properties
			.filter(({ name }) => name === 'operation')
			.flatMap((property) => property.options ?? []);
		const actions = options.map((option) => ('action' in option ? (option.action ?? '') : ''));
		expect(actions.filter((action) => !/^[A-Z][a-z]/.test(action))).toEqual([]);
		expect(actions).toContain('Get many leads');
	});

	it('show each field for its own operation only', () => {
		const own = properties.filter(({ name }) => !['resource', 'operation'].includes(name));
		const loose = own.filter(
			({ displayOptions: { show } = {} }) =>
				show?.['resource']?.length !== 1 || show?.['operation']?.length !== 1,
		);
		expect(loose).toEqual([]);
	});

	it('show the field to match by only where a field is what matches', () => {
		const shows = properties
			.filter(({ name }) => name === 'matchField')
			.map(({ displayOptions }) => displayOptions?.show);
		expect(shows).toHaveLength(6);
		expect(shows).toContainEqual({
			matchBy: ['field'],
			resource: ['lead'],
			operation: ['upsert'],
		});
	});
});
