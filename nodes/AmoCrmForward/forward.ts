import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { inParallel } from '../../src/client/inParallel';
import { outgoing } from '../../src/forward/outgoing';
import { refusal, unreachable } from '../../src/forward/refusal';
import { messageOf } from '../../src/messageOf';
import { networkFault } from '../../src/networkFault';
import { postWith, type Answer } from './post';
import { readSettings } from './settings';

/**
 * Posts each item and gives status and body of the answers, in the order of the items. What was not
 * taken is an error of its item; without Continue On Fail the first one ends the run, when what is under
 * way has its answers.
 */
export async function forward(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	const settings = readSettings(context);
	const post = await postWith(context, settings.isSigned, settings.timeoutMs);
	const stop = context.getExecutionCancelSignal();

	const send = async (item: INodeExecutionData, index: number): Promise<Answer> => {
		const url = settings.urlOf(index);
		const { body, headers } = outgoing(item.json, settings);
		stop?.throwIfAborted();
		const answer = await post(url, headers, body).catch((error: unknown) => {
			throw new Error(unreachable(url, networkFault(error).words));
		});
		const words = refusal(url, answer.statusCode, answer.body);
		if (words !== null) throw new Error(words);
		return answer;
	};

	return [
		...(await inParallel(
			[...items.entries()],
			settings.concurrency,
			async ([index, item]): Promise<INodeExecutionData> => {
				const pairedItem = { item: index };
				try {
					const { statusCode, body } = await send(item, index);
					return { json: { statusCode, body: body as string }, pairedItem };
				} catch (error) {
					if (context.continueOnFail()) return { json: { error: messageOf(error) }, pairedItem };
					throw error instanceof NodeOperationError
						? error
						: new NodeOperationError(context.getNode(), messageOf(error), { itemIndex: index });
				}
			},
		)),
	];
}
