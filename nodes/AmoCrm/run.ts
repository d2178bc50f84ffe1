import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { Run } from '../../src/catalog/define';
import { resources } from '../../src/catalog/resources';
import { withDrive } from '../../src/client/drive';
import { untilRefused } from '../../src/client/notSent';
import { amoCrmConnection } from '../amoCrmTransport';
import { accountFields } from './accountFields';
import type { Job } from './job';
import { orFailEach } from '../nodeError';
import { runBatch } from './runBatch';
import { runByIds } from './runByIds';
import { runCall } from './runCall';
import { runDownload, runUpload } from './runFile';
import { runMatch } from './runMatch';
import { runAct, runDelete, runOne } from './runOne';
import { runPages } from './runPages';

const runs: Readonly<Record<Run['kind'], (job: Job) => Promise<INodeExecutionData[]>>> = {
	act: runAct,
	batch: runBatch,
	byIds: runByIds,
	call: runCall,
	delete: runDelete,
	download: runDownload,
	match: runMatch,
	one: runOne,
	pages: runPages,
	upload: runUpload,
};

function chosen(context: IExecuteFunctions): Pick<Job, 'resource' | 'operation'> {
	const resourceName = context.getNodeParameter('resource', 0) as string;
	const operationName = context.getNodeParameter('operation', 0) as string;
	const resource = resources.find(({ name }) => name === resourceName);
	const operation = resource?.operations[operationName];
	if (resource && operation) return { resource, operation };
	throw new NodeOperationError(
		context.getNode(),
		`The AmoCRM node has no operation "${operationName}" for "${resourceName}"`,
		{ description: 'Choose a resource and an operation from the lists of the node.' },
	);
}

async function perform(
	context: IExecuteFunctions,
	items: readonly INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const { resource, operation } = chosen(context);
	const connection = await amoCrmConnection(context);
	const client = withDrive(untilRefused(connection.client), connection.baseUrl);
	const { accountKey } = connection;
	const job: Job = {
		context,
		client,
		resource,
		operation,
		items,
		wire: { timezone: context.getTimezone() },
		fields: accountFields({ client, accountKey, node: context.getNode() }),
	};
	return await runs[operation.run.kind](job);
}

/** What the AmoCRM node does with its items: the catalogue says what, the client says how. */
export async function run(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	return [await orFailEach(context, items, () => perform(context, items))];
}
