import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Operation, Resource } from '../../src/catalog/define';
import { ownerOf } from '../../src/catalog/fieldOwner';
import { withFields } from '../../src/catalog/fieldsView';
import type { WireContext } from '../../src/catalog/param';
import { planRequest, type PlannedRequest, type Read } from '../../src/catalog/request';
import { simplify } from '../../src/catalog/simplify';
import { isSimplifiable } from '../../src/catalog/traits';
import type { AmoCrmClient, ApiRequest } from '../../src/client/types';
import type { AccountFields } from './accountFields';
import { failedItem, toNodeError } from '../nodeError';

/** One run of the node: what to do, with which items, for which account. */
export interface Job {
	readonly context: IExecuteFunctions;
	readonly client: AmoCrmClient;
	readonly resource: Resource;
	readonly operation: Operation;
	readonly items: readonly INodeExecutionData[];
	readonly wire: WireContext;
	readonly fields: AccountFields;
}

/** Parameters are read for each item: an expression may differ from item to item. */
export const reader =
	({ context }: Job, itemIndex: number): Read =>
	(name) =>
		context.getNodeParameter(name, itemIndex, null);

/** Reads the custom fields of the account if the item names one. */
export const plan = async (job: Job, itemIndex: number): Promise<PlannedRequest> =>
	await job.fields.during((fields) =>
		planRequest(job.operation, reader(job, itemIndex), { ...job.wire, fields }),
	);

/** A row that amoCRM gave, in the form that its item wants. */
export type ShowRow = (row: object) => Promise<object>;

/**
 * The form that Simplify and the option Custom Fields of an item ask for, of rows read from `path`. Asked for
 * once an item: n8n evaluates a parameter anew at each reading, and Return All has rows by the hundred thousand.
 */
export function rowForm(job: Job, itemIndex: number, path: string): ShowRow {
	const { operation, wire, fields: account } = job;
	const read = reader(job, itemIndex);
	const isSimple = isSimplifiable(operation) && read('simplify') === true;
	const finished = (row: object): object => (isSimple ? simplify(row, wire.timezone) : row);
	if (!('customFieldsAs' in operation.options)) return async (row) => finished(row);
	const given = read('options') as { customFieldsAs?: unknown } | null;
	const as = given?.customFieldsAs ?? (isSimple ? 'byName' : 'raw');
	const context = { ...wire, owner: ownerOf(path) };
	return async (row) =>
		finished(await account.during((fields) => withFields(row, as, { ...context, fields })));
}

export const toApiRequest = ({ method, path, query, body }: PlannedRequest): ApiRequest => ({
	method,
	path,
	query,
	// A POST without anything to say (pin a note) goes without a body.
	...(method === 'GET' || Object.keys(body).length === 0 ? {} : { body }),
});

export const outputItem = (json: object, itemIndex: number): INodeExecutionData => ({
	json: json as IDataObject,
	pairedItem: { item: itemIndex },
});

/** With Continue On Fail the item becomes its error and the others go on; else the run ends. */
export function fail(job: Job, error: unknown, itemIndex: number): INodeExecutionData {
	if (job.context.continueOnFail()) return failedItem(error, itemIndex);
	throw toNodeError(job.context, error, itemIndex);
}

/** Item after item, each with its own success or failure. */
export async function eachItem(
	job: Job,
	perform: (itemIndex: number) => Promise<readonly INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	const output: INodeExecutionData[] = [];
	for (const itemIndex of job.items.keys()) {
		try {
			for (const item of await perform(itemIndex)) output.push(item);
		} catch (error) {
			output.push(fail(job, error, itemIndex));
		}
	}
	return output;
}
