import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { inParallel } from '../../src/client/inParallel';
import { outgoing } from '../../src/forward/outgoing';
import { notSent, refusal, unreachable } from '../../src/forward/refusal';
import { messageOf } from '../../src/messageOf';
import { networkFault } from '../../src/networkFault';
import { postWith, type Answer } from './post';
import { readSettings } from './settings';

/** So many without an answer in a row, or as many as are under way at a time, and the rest is not sent. */
const fewestUnanswered = 10;

type Send = (item: INodeExecutionData, index: number) => Promise<Answer>;

/** Sends single items; throws what was wrong with one. */
async function senderOf(context: IExecuteFunctions): Promise<[send: Send, concurrency: number]> {
	const settings = readSettings(context);
	const { concurrency } = settings;
	const post = await postWith(context, settings.isSigned, settings.timeoutMs);
	const stop = context.getExecutionCancelSignal();
	const most = Math.max(fewestUnanswered, concurrency);
	let unanswered = 0;
	const send: Send = async (item, index) => {
		const url = settings.urlOf(index);
		const { body, headers } = outgoing(item.json, settings);
		stop?.throwIfAborted();
		// Else a run of many items waits for a system that hangs, once for every few of them.
		if (unanswered >= most) throw new Error(notSent(url, unanswered));
		const answer = await post(url, headers, body).catch((error: unknown) => {
			unanswered += 1;
			throw new Error(unreachable(url, networkFault(error).words));
		});
		unanswered = 0;
		const words = refusal(url, answer.statusCode, answer.body);
		if (words !== null) throw new Error(words);
		return answer;
	};
	return [send, concurrency];
}

function nodeError(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex?: number,
): NodeOperationError {
	if (error instanceof NodeOperationError) return error;
	const where = itemIndex === undefined ? {} : { itemIndex };
	return new NodeOperationError(context.getNode(), messageOf(error), where);
}

const failed = (error: unknown, item: number): INodeExecutionData => ({
	json: { error: messageOf(error) },
	pairedItem: { item },
});

/**
 * Posts each item and gives status and body of the answers, in the order of the items. What was not
 * taken is an error of its item; without Continue On Fail the first one ends the run, when what is under
 * way has its answers.
 */
export async function forward(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	let send: Send;
	let concurrency: number;
	try {
		[send, concurrency] = await senderOf(context);
	} catch (error) {
		if (!context.continueOnFail()) throw nodeError(context, error);
		// Thrown, n8n would pass the items on as they came, by the output of what was taken.
		return items.map((_item, index) => failed(error, index));
	}
	const results = await inParallel([...items.entries()], concurrency, async ([index, item]) => {
		try {
			const { statusCode, body } = await send(item, index);
			return { json: { statusCode, body: body as string }, pairedItem: { item: index } };
		} catch (error) {
			if (context.continueOnFail()) return failed(error, index);
			throw nodeError(context, error, index);
		}
	});
	return [...results];
}
