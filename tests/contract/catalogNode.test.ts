import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NodeHelpers, type INodeProperties, type NodeParameterValueType } from 'n8n-workflow';
import { AmoCrmApi } from '../../credentials/AmoCrmApi.credentials';
import { AmoCrmOAuth2Api } from '../../credentials/AmoCrmOAuth2Api.credentials';
import { AmoCrm } from '../../nodes/AmoCrm/AmoCrm.node';
import { resources } from '../../src/catalog/resources';
import { repositoryRoot } from '../../stack/paths';
import { evaluateForCredential as evaluate } from '../support/credentialExpression';

const node = new AmoCrm();
const all = (property: INodeProperties): readonly INodeProperties[] => [
	property,
	...(property.options ?? []).flatMap((option) => {
		if ('values' in option) return option.values.flatMap(all);
		return 'displayName' in option && 'type' in option ? all(option) : [];
	}),
];

describe('the AmoCRM node', () => {
	it('fills every list of the editor with a method that exists', () => {
		const methods = node.description.properties
			.flatMap(all)
			.flatMap(({ typeOptions }) => typeOptions?.loadOptionsMethod ?? []);
		expect(methods.length).toBeGreaterThan(0);
		expect(methods.filter((name) => !(name in node.methods.loadOptions))).toEqual([]);
	});

	it('fills every locator with a search that exists', () => {
		const searches = node.description.properties
			.flatMap(all)
			.flatMap(({ modes = [] }) => modes)
			.flatMap(({ typeOptions }) => typeOptions?.searchListMethod ?? []);
		expect(new Set(searches).size).toBeGreaterThan(10);
		expect(searches.filter((name) => !(name in node.methods.listSearch))).toEqual([]);
	});

	it('fills every form of fields with a method that exists', () => {
		const methods = node.description.properties
			.flatMap(all)
			.flatMap(({ typeOptions }) => typeOptions?.resourceMapper?.resourceMapperMethod ?? []);
		expect(methods.length).toBeGreaterThan(0);
		expect(methods.filter((name) => !(name in node.methods.resourceMapping))).toEqual([]);
	});

	it('points every choice of another field at a field that exists', () => {
		const names = new Set(
			node.description.properties.flatMap((property) => [
				property.name,
				...(property.options ?? []).flatMap((option) =>
					'type' in option ? [`${property.name}.${option.name}`] : [],
				),
			]),
		);
		const depends = node.description.properties
			.flatMap(all)
			.flatMap(({ typeOptions }) => typeOptions?.loadOptionsDependsOn ?? [])
			// What a locator holds is a member of its parameter.
			.map((name) => name.replace(/\.value$/, ''));
		expect(depends.length).toBeGreaterThan(0);
		expect(depends.filter((name) => !names.has(name))).toEqual([]);
	});

	it('lets every operation be published before a field was added to it', () => {
		const { description } = node;
		const publish = (resource: string, operation: string) => {
			const own = ({ displayOptions }: INodeProperties): boolean =>
				displayOptions?.show?.['resource']?.includes(resource) === true &&
				displayOptions.show['operation']?.includes(operation) === true;
			const given = description.properties
				.filter((property) => own(property) && property.required)
				.map(({ name }) => [name, '={{ 1 }}']);
			const parameters = { resource, operation, ...Object.fromEntries(given) };
			const filled = NodeHelpers.getNodeParameters(
				description.properties,
				parameters,
				true,
				false,
				null,
				description,
			);
			return NodeHelpers.getNodeParametersIssues(
				description.properties,
				{
					...{ id: '1', name: 'x', type: 'x', typeVersion: 1 },
					position: [0, 0],
					parameters: filled ?? {},
				},
				description,
			);
		};
		const refused = resources.flatMap(({ name, operations }) =>
			Object.keys(operations).filter((operation) => publish(name, operation) !== null),
		);
		expect(refused).toEqual([]);
		const members = description.properties.filter(({ type }) => type === 'collection').flatMap(all);
		expect(members.filter(({ required }) => required).map(({ name }) => name)).toEqual([]);
	});

	it('lets n8n check no member of a collection, for it would check the field of that name outside', () => {
		const inside = ({ options = [] }: INodeProperties): INodeProperties[] =>
			options.flatMap((option) => ('displayName' in option && 'type' in option ? all(option) : []));
		const modes = node.description.properties
			.filter(({ type }) => type === 'collection')
			.flatMap(inside)
			.flatMap(({ modes: ofMember = [] }) => ofMember);
		expect(modes.length).toBeGreaterThan(0);
		expect(modes.filter(({ validation }) => validation !== undefined)).toEqual([]);
	});

	it('takes the plain IDs of saved workflows where locators are now, and says which URL is wrong', () => {
		const { description } = node;
		const { properties } = description;
		const issues = (id: NodeParameterValueType) => {
			const given = { resource: 'lead', operation: 'get', id };
			const filled = NodeHelpers.getNodeParameters(
				properties,
				given,
				true,
				false,
				null,
				description,
			);
			const parameters = filled ?? {};
			const saved = { id: '1', name: 'x', type: 'x', typeVersion: 1 };
			return NodeHelpers.getNodeParametersIssues(
				properties,
				{ ...saved, position: [0, 0], parameters },
				description,
			)?.parameters;
		};
		const located = (mode: string, value: string | number): NodeParameterValueType => ({
			__rl: true,
			mode,
			value,
		});
		const page = 'https://example.amocrm.ru/leads/detail/5';
		const fine = [5, '5', '={{ $json.id }}', located('list', 5), located('url', page)];
		expect(fine.map(issues)).toEqual(fine.map(() => undefined));
		expect(issues(located('url', 'https://example.amocrm.ru/leads/'))).toHaveProperty('id');
		expect(issues(located('id', 'five'))).toHaveProperty('id');
		expect(issues(located('list', ''))).toHaveProperty('id');
	});

	it('tells people and AI agents which operations destroy', () => {
		const texts = (resource: string, operation: string) => {
			const tool = NodeHelpers.makeDescription({ resource, operation }, node.description);
			const options = node.description.properties
				.filter(({ name, displayOptions }) => {
					const isOwn = displayOptions?.show?.['resource']?.includes(resource);
					return name === 'operation' && isOwn;
				})
				.flatMap((property) => property.options ?? []);
			const option = options.find((one) => 'value' in one && one.value === operation);
			return [tool, option && 'description' in option ? String(option.description) : ''];
		};
		const marked = resources.flatMap(({ name, operations }) =>
			Object.entries(operations).flatMap(([operation, { route }]) => {
				const isMarked = texts(name, operation).every((text) => text.includes('(destructive)'));
				const isDeleting = route.startsWith('DELETE');
				return isMarked === isDeleting ? [] : [`${name}.${operation}`];
			}),
		);
		expect(marked).toEqual([]);
		expect(texts('pipeline', 'delete')[0]).toBe('Delete a pipeline (destructive) in AmoCRM');
		expect(texts('lead', 'get')[0]).toBe('Get a lead in AmoCRM');
	});

	it('offers to simplify every read, and nothing else', () => {
		const offered = node.description.properties
			.filter(({ name }) => name === 'simplify')
			.map(({ displayOptions: { show = {} } = {}, default: initial }) => {
				const { resource, operation } = show;
				return [`${String(resource?.[0])}.${String(operation?.[0])}`, initial];
			});
		const reads = resources.flatMap(({ name, operations }) =>
			Object.entries(operations)
				.filter(([, { route, run }]) => route.startsWith('GET') && run.kind !== 'download')
				.filter(([, { run }]) => run.kind !== 'call')
				.map(([operation]) => [`${name}.${operation}`, false]),
		);
		expect(offered.sort()).toEqual(reads.sort());
	});

	it('has icons for light and dark, made of drawing alone', () => {
		for (const name of ['amoCrm.svg', 'amoCrm.dark.svg']) {
			const path = join(repositoryRoot, 'nodes/AmoCrm', name);
			expect(existsSync(path)).toBe(true);
			expect(readFileSync(path, 'utf8')).not.toMatch(/<script|href|<image/);
		}
	});

	it('has one file for each resource', () => {
		const files = readdirSync(join(repositoryRoot, 'src/catalog/resources'));
		expect(files.sort()).toEqual(resources.map(({ name }) => `${name}.ts`).sort());
	});
});

describe('the credentials', () => {
	const token = new AmoCrmApi();
	const oAuth = new AmoCrmOAuth2Api();
	const fieldOf = (name: string) => oAuth.properties.find((one) => one.name === name)?.default;
	const real = { domain: 'kommo.com', subdomain: 'https://Example.kommo.com/leads/' };
	const evil = { domain: 'amocrm.ru', subdomain: 'a@evil.com' };

	it('test themselves at the account, and n8n evaluates where that is', () => {
		for (const { test } of [token, oAuth]) {
			expect(test.request.url).toBe('/api/v4/account');
			expect(evaluate(test.request.baseURL, real)).toBe('https://example.kommo.com');
			expect(evaluate(test.request.baseURL, evil)).toBe('https://not-an-account.invalid');
		}
	});

	it('get OAuth2 tokens from the account and the consent from the site of the brand', () => {
		expect(evaluate(fieldOf('accessTokenUrl'), real)).toBe(
			'https://example.kommo.com/oauth2/access_token',
		);
		expect(evaluate(fieldOf('authUrl'), real)).toBe('https://www.kommo.com/oauth');
		expect(evaluate(fieldOf('accessTokenUrl'), evil)).toMatch(
			/^https:\/\/not-an-account\.invalid\//,
		);
		const sandbox = { domain: 'sandbox', sandboxUrl: 'http://127.0.0.1:8090/' };
		expect(evaluate(fieldOf('accessTokenUrl'), sandbox)).toBe(
			'http://127.0.0.1:8090/oauth2/access_token',
		);
	});

	it('send client id and secret in the body, ask for no scope and leave the renewal to the nodes', () => {
		expect(fieldOf('authentication')).toBe('body');
		expect(fieldOf('scope')).toBe('');
		expect(fieldOf('grantType')).toBe('authorizationCode');
		expect(fieldOf('tokenExpiredStatusCode')).toBe(0);
	});

	it('hide the token while it is typed', () => {
		const field = token.properties.find(({ name }) => name === 'accessToken');
		expect(field?.typeOptions).toEqual({ password: true });
	});
});
