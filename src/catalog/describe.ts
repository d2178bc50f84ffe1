import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import type { Operation, Resource } from './define';
import { asMember } from './member';
import type { Param, Params } from './param';
import { fieldsSection } from './request';
import { isSimplifiable, marked, simplifyDoc } from './traits';

type Show = Readonly<Record<string, readonly (string | boolean)[]>>;

const byName = <T extends { readonly name: string }>(a: T, b: T): number =>
	a.name.localeCompare(b.name, 'en');

const displayOptions = (show: Show): NonNullable<INodeProperties['displayOptions']> => ({
	show: Object.fromEntries(Object.entries(show).map(([name, values]) => [name, [...values]])),
});

const property = (name: string, param: Param, show?: Show): INodeProperties => ({
	displayName: param.label,
	name,
	...param.property,
	description: param.doc,
	// A parameter may depend on another one of its operation, too.
	...(show ? { displayOptions: displayOptions({ ...param.shownFor, ...show }) } : {}),
});

function collection(
	name: string,
	displayName: string,
	placeholder: string,
	params: Params,
	show: Show,
): readonly INodeProperties[] {
	if (Object.keys(params).length === 0) return [];
	const members = Object.entries(params)
		.map(([member, param]) => property(member, { ...param, property: asMember(param.property) }))
		.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en'));
	return [
		{
			displayName,
			name,
			type: 'collection',
			placeholder,
			default: {},
			options: members,
			displayOptions: displayOptions(show),
		},
	];
}

const paging = (show: Show): readonly INodeProperties[] => [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: displayOptions(show),
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: displayOptions({ ...show, returnAll: [false] }),
	},
];

/** Off unless it is turned on: workflows that were saved before it existed expect the whole answer. */
const simplifying = (show: Show): INodeProperties => ({
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: false,
	description: simplifyDoc,
	displayOptions: displayOptions(show),
});

/** What is written by hand stands below the fields that everybody fills. */
const isWritten = ({ property: { type }, isRequired }: Param): boolean =>
	type === 'json' && !isRequired;

function operationProperties(
	resource: Resource,
	name: string,
	operation: Operation,
): readonly INodeProperties[] {
	const show = { resource: [resource.name], operation: [name] };
	const fields = fieldsSection(operation);
	const fieldsLabel = fields === 'updateFields' ? 'Update Fields' : 'Additional Fields';
	const params = Object.entries(operation.params);
	const shown = (isBelow: boolean): readonly INodeProperties[] =>
		params
			.filter(([, param]) => isWritten(param) === isBelow)
			.map(([param, what]) => property(param, what, show));
	return [
		...shown(false),
		...(operation.run.kind === 'pages' ? paging(show) : []),
		...(isSimplifiable(operation) ? [simplifying(show)] : []),
		...collection('filters', 'Filters', 'Add Filter', operation.filters, show),
		...collection(fields, fieldsLabel, 'Add Field', operation.fields, show),
		...shown(true),
		...collection('options', 'Options', 'Add option', operation.options, show),
	];
}

const operationOption = ([value, operation]: readonly [
	string,
	Operation,
]): INodePropertyOptions => ({
	name: operation.label,
	value,
	action: marked(operation, operation.action),
	description: marked(operation, operation.doc),
});

function operationList(resource: Resource): INodeProperties {
	const list = Object.entries(resource.operations).map(operationOption).sort(byName);
	const names = Object.keys(resource.operations);
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: displayOptions({ resource: [resource.name] }),
		options: list,
		default: names.find((name) => name === 'getAll') ?? names[0] ?? '',
	};
}

/** The node's properties after the credential: resource, operation and what each operation asks for. */
export function describe(resources: readonly Resource[], initial: string): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources
				.map(({ label, name, doc }) => ({ name: label, value: name, description: doc }))
				.sort(byName),
			default: initial,
		},
		...resources.map(operationList),
		...resources.flatMap((resource) =>
			Object.entries(resource.operations).flatMap(([name, operation]) =>
				operationProperties(resource, name, operation),
			),
		),
	];
}
