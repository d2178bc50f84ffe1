import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { describe } from '../../src/catalog/describe';
import { resources } from '../../src/catalog/resources';

type Option = NonNullable<INodeProperties['options']>[number];

const isChoice = (option: Option): option is INodePropertyOptions => 'value' in option;
const isCollection = (option: Option): option is INodePropertyCollection => 'values' in option;

/** `filters.id`, `customFields.values.field`; choices as `method=GET`. */
function names(property: INodeProperties, prefix = ''): readonly string[] {
	const name = `${prefix}${property.name}`;
	const inner = (property.options ?? []).flatMap((option) => {
		if (isChoice(option)) return [`${name}=${String(option.value)}`];
		if (isCollection(option)) {
			return option.values.flatMap((value) => names(value, `${name}.${option.name}.`));
		}
		return names(option, `${name}.`);
	});
	return [name, ...inner];
}

/**
 * Every name that lands in users' saved workflows: resources, operations, parameters, choices. The file
 * is frozen by a test: names are added, never removed or changed.
 */
export function renderSurface(): string {
	const properties = describe(resources, 'lead');
	const operations = resources.flatMap((resource) =>
		Object.keys(resource.operations).map((operation) => {
			const own = properties.filter(({ displayOptions: { show } = {} }) => {
				const isOwn = show?.['resource']?.includes(resource.name);
				return isOwn && show?.['operation']?.includes(operation);
			});
			return [
				`${resource.name}.${operation}`,
				own.flatMap((property) => names(property)).sort(),
			] as const;
		}),
	);
	const surface = {
		generatedBy: 'npm run generate',
		nodes: { amoCrm: [1] },
		credentials: ['amoCrmApi', 'amoCrmOAuth2Api'],
		operations: Object.fromEntries(operations),
	};
	return `${JSON.stringify(surface, null, '\t')}\n`;
}
