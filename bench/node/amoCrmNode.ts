import type { INodeExecutionData } from 'n8n-workflow';
import { run } from '../../nodes/AmoCrm/run';
import { executeContext } from './executeContext';
import type { Account } from './job';

/** Lead: Create, with the node's usual batch size. */
export async function createLeads(
	account: Account,
	items: readonly INodeExecutionData[],
	requestsPerSecond: number,
): Promise<readonly INodeExecutionData[]> {
	const parameters = (itemIndex: number) => {
		const { name, price } = items[itemIndex]?.json ?? {};
		return { resource: 'lead', operation: 'create', name, additionalFields: { price } };
	};
	const [output = []] = await run(
		executeContext({ account, requestsPerSecond, items, parameters }),
	);
	return output;
}

/** Lead: Get Many with Return All; `answered` is called when a page has come. */
export async function returnAllLeads(
	account: Account,
	requestsPerSecond: number,
	answered: () => void = () => undefined,
): Promise<readonly INodeExecutionData[]> {
	const parameters = () => ({ resource: 'lead', operation: 'getAll', returnAll: true });
	const items = [{ json: {} }];
	const [output = []] = await run(
		executeContext({ account, requestsPerSecond, items, parameters, answered }),
	);
	return output;
}
