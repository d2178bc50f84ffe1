import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { inParallel } from '../../src/client/inParallel';
import { outgoing } from '../../src/forward/outgoing';
import { notSent, refusal, unreachable } from '../../src/forward/refusal';
import { networkFault } from '../../src/networkFault';
import { failedItem, orFailEach, toNodeError } from '../nodeError';
import { postWith, type Answer } from './post';
import { readSettings, type ForwardSettings } from './settings';

/** So many without an answer in a row, or as many as are under way at a time, and the rest is not sent. */
const fewestUnanswered = 10;

type Send = (item: INodeExecutionData, index: number) => Promise<Answer>;

/** Sends single items; throws what was wrong with one. */
async function senderOf(context: IExecuteFunctions, settings: ForwardSettings): Promise<Send> {
	const post = await postWith(context, settings.isSigned, settings.timeoutMs);
	const stop = context.getExecutionCancelSignal();
	const most = Math.max(fewestUnanswered, settings.concurrency);
	let unanswered = 0;
	return async (item, index) => {
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
}

async function sendAll(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const settings = readSettings(context);
	const send = await senderOf(context, settings);
	const results = await inParallel(
		[...items.entries()],
		settings.concurrency,
		async ([index, item]) => {
			try {
				const { statusCode, body } = await send(item, index);
				return { json: { statusCode, body: body as string }, pairedItem: { item: index } };
			} catch (error) {
				if (context.continueOnFail()) return failedItem(error, index);
				throw toNodeError(context, error, index);
			}
		},
	);
	return [...results];
}

/**
 * Posts each item and gives status and body of the answers, in the order of the items. What was not
 * taken is an error of its item; without Continue On Fail the first one ends the run, when what is under
 * way has its answers.
 */
export async function forward(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	return await orFailEach(context, items, () => sendAll(context, items));
}
