import type { INodeExecutionData } from 'n8n-workflow';
import { isWireObject } from '../../src/catalog/wire';
import { AmoCrmError } from '../../src/client/errors';
import { eachItem, outputItem, plan, rowForm, toApiRequest, type Job } from './job';

/** One request per item, one row out of it. */
export const runOne = async (job: Job): Promise<INodeExecutionData[]> =>
	await eachItem(job, async (itemIndex) => {
		const request = toApiRequest(await plan(job, itemIndex));
		const { status, body } = await job.client.send(request);
		if (typeof body === 'object' && body !== null) {
			const show = rowForm(job, itemIndex, request.path);
			return [outputItem(await show(body), itemIndex)];
		}
		// amoCRM says "unknown id" with 204: an item made of it would be a phantom.
		throw new AmoCrmError({
			code: 'notFound',
			status: status === 204 ? 404 : status,
			message: `amoCRM has no such ${job.resource.label.toLowerCase()}`,
			hint: 'Check the ID; what was deleted in amoCRM is not found any more.',
			request,
		});
	});

/** One request per item, whose success has no body; the item says what was deleted. */
export const runDelete = async (job: Job): Promise<INodeExecutionData[]> =>
	await eachItem(job, async (itemIndex) => {
		const request = await plan(job, itemIndex);
		await job.client.send(toApiRequest(request));
		return [outputItem({ deleted: true, ...request.named, ...request.body }, itemIndex)];
	});

/** One request per item; the item says of what it was done, and what amoCRM answered. */
export const runAct = async (job: Job): Promise<INodeExecutionData[]> =>
	await eachItem(job, async (itemIndex) => {
		const request = await plan(job, itemIndex);
		const { body } = await job.client.send(toApiRequest(request));
		const answer = isWireObject(body) ? body : {};
		return [outputItem({ success: true, ...request.named, ...answer }, itemIndex)];
	});
