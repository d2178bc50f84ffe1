import type { Operation, Resource } from '../../src/catalog/define';
import type { Param, Params } from '../../src/catalog/param';
import { fieldsSection, splitRoute } from '../../src/catalog/request';
import { usualBatchSize } from '../../src/catalog/runs';
import { isSimplifiable, marked, simplifyDoc } from '../../src/catalog/traits';

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/<[^>]*>/g, '');

function choicesOf({ property }: Param): string {
	const options = (property.options ?? []).flatMap((option) =>
		'value' in option && option.value !== '' ? [`\`${String(option.value)}\``] : [],
	);
	const members = (property.type === 'collection' ? (property.options ?? []) : []).map(
		({ name }) => `\`${name}\``,
	);
	if (members.length > 0) return `, with ${members.join(', ')}`;
	return options.length > 0 ? `: ${options.join(', ')}` : '';
}

const paramRow = (name: string, param: Param, section?: string): string =>
	`| ${cell(param.label)} | \`${section ? `${section}.` : ''}${name}\` | ${cell(param.doc)}${choicesOf(param)}${
		param.isRequired ? ' (required)' : ''
	} |`;

const rows = (params: Params, section?: string): readonly string[] =>
	Object.entries(params).map(([name, param]) => paramRow(name, param, section));

const pagingRows = [
	'| Return All | `returnAll` | Whether to return all results |',
	'| Limit | `limit` | Max number of results, without Return All (50) |',
];

/** What the way of running means for requests and items. */
function behaviour({ run, options }: Operation): string {
	switch (run.kind) {
		case 'one':
			return 'One request and one output item per input item.';
		case 'delete':
			return 'One request per input item; the output item says what was deleted.';
		case 'act':
			return 'One request per input item; the output item says of what it was done.';
		case 'pages':
			return `One output item per row; up to ${run.max} rows with one request. No rows, no items.`;
		case 'byIds':
			return `The distinct IDs of all input items travel together, ${run.max} in a request. Each output item is paired with its input item.`;
		case 'batch':
			return `Input items travel together, ${usualBatchSize(run.max)} in a request${'batchSize' in options ? ' (option Batch Size)' : ''}${run.single ? `; an item that is alone goes to \`${run.single}\`` : ''}. Without Continue On Fail the first refused item ends the run and nothing of its request is written; with it the refused items become errors and the others are sent again.`;
		case 'match':
			return `The distinct match values of all input items are looked for in parallel, and compared exactly on our side; then up to ${usualBatchSize(run.max)} new entities travel in a request${run.update ? `, and as many changes in one to \`${run.update}\`` : ''}. Input items with the same match value make one entity. Each output item says its \`outcome\` (${run.update ? '`created`, `updated`, or `matched` where there was nothing to change' : '`created` or `matched`'}) and with \`matches\` how many entities had the value before it. What this cannot do: [decision 0014](../decisions/0014-matches-are-compared-on-our-side.md).`;
		case 'upload':
			return 'The binary data of each input item goes out in parts, one output item for each.';
		case 'download':
			return 'Two requests per input item: the file and its bytes, which become binary data.';
		case 'call':
			return 'One request per input item; with All Pages as many as the list has pages.';
	}
}

function routeOf(operation: Operation): string {
	return operation.run.kind === 'call'
		? 'any method and path'
		: `\`${splitRoute(operation).method} ${splitRoute(operation).path}\``;
}

function operationPart(name: string, operation: Operation): readonly string[] {
	const table = [
		...rows(operation.params),
		...(operation.run.kind === 'pages' ? pagingRows : []),
		...(isSimplifiable(operation) ? [`| Simplify | \`simplify\` | ${simplifyDoc} |`] : []),
		...rows(operation.filters, 'filters'),
		...rows(operation.fields, fieldsSection(operation)),
		...rows(operation.options, 'options'),
	];
	return [
		`## ${operation.label}`,
		'',
		`${marked(operation, operation.doc)}.`,
		'',
		`Operation \`${name}\`, ${routeOf(operation)}. ${behaviour(operation)}`,
		'',
		...(table.length > 0
			? ['| field | name | what it is |', '| --- | --- | --- |', ...table, '']
			: []),
	];
}

/** The page `docs/reference/<resource>.md`, from the resource's file in the catalogue. */
export function renderResourceReference(resource: Resource): string {
	const operations = Object.entries(resource.operations).sort(([, a], [, b]) =>
		a.label.localeCompare(b.label, 'en'),
	);
	return [
		`<!-- Made by \`npm run generate\` from src/catalog/resources/${resource.name}.ts. Do not edit. -->`,
		`# ${resource.label}`,
		'',
		`${resource.doc}. Resource \`${resource.name}\` of the AmoCRM node.`,
		'',
		...operations.flatMap(([name, operation]) => operationPart(name, operation)),
	].join('\n');
}
