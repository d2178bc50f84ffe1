import {
	NodeApiError,
	NodeOperationError,
	type IExecuteFunctions,
	type ILoadOptionsFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import { FieldLookupError } from '../src/catalog/fieldLookUp';
import { AmoCrmError } from '../src/client/errors';
import { messageOf } from '../src/messageOf';

/** What to do, or what there is instead; n8n shows it below the message. */
const hintOf = (error: unknown): string =>
	error instanceof AmoCrmError || error instanceof FieldLookupError ? error.hint : '';

/** The one translation into n8n's errors: what happened, what to do, which item and which request. */
export function toNodeError(
	context: IExecuteFunctions | ILoadOptionsFunctions,
	error: unknown,
	itemIndex?: number,
): NodeApiError | NodeOperationError {
	if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
	const where = itemIndex === undefined ? {} : { itemIndex };
	if (!(error instanceof AmoCrmError)) {
		const plain = error instanceof Error ? error : new Error(String(error));
		const description = hintOf(error);
		return new NodeOperationError(context.getNode(), plain, {
			...where,
			...(description ? { description } : {}),
		});
	}
	const { message, hint, status, request } = error;
	const description = request ? `${hint} (${request.method} ${request.path.split('?')[0]})` : hint;
	if (status === 0) {
		return new NodeOperationError(context.getNode(), message, { ...where, description });
	}
	const httpCode = String(status);
	return new NodeApiError(
		context.getNode(),
		{ message, httpCode },
		{ ...where, message, description, httpCode },
	);
}

/** What an item becomes that failed while the workflow goes on; n8n sends it to the error output. */
export function failedItem(error: unknown, itemIndex: number): INodeExecutionData {
	const message = messageOf(error);
	const hint = hintOf(error);
	const end = hint === '' ? '' : `${/[.!?]$/.test(message) ? '' : '.'} ${hint}`;
	return { json: { error: `${message}${end}` }, pairedItem: { item: itemIndex } };
}

/**
 * What a node's whole work gives. A failure of all of it is one of each item, where the workflow goes on:
 * thrown, n8n would pass the items on as they came, by the output of those that succeeded.
 */
export async function orFailEach(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	work: () => Promise<INodeExecutionData[]>,
): Promise<INodeExecutionData[]> {
	try {
		return await work();
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context, error);
		return items.map((_item, itemIndex) => failedItem(error, itemIndex));
	}
}
