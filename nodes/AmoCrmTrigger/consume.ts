import type { INodeExecutionData, IRun, ITriggerFunctions, ITriggerResponse } from 'n8n-workflow';
import { startConsumer } from '../../src/inbox/consumer';
import type { ClaimedEvent } from '../../src/inbox/types';
import { messageOf } from '../../src/messageOf';
import { databaseConfig, migratedPool } from './database';
import { endpointOf, publishEndpoint } from './endpoint';
import { toItem } from './item';
import { isAnsweringBurst } from './burst';
import { readSettings, type TriggerSettings } from './settings';
import { accountOf, knownState } from './state';

const firstPause = 1_000;
const longestPause = 60_000;

const describe = (run: IRun | undefined): string =>
	run?.data.resultData.error?.message ?? `the execution ended as "${run?.status ?? 'not started'}"`;

/** Runs the workflow for one batch and waits for its end; throws what went wrong. */
async function runWorkflow(
	context: ITriggerFunctions,
	events: readonly ClaimedEvent[],
): Promise<void> {
	const items: INodeExecutionData[] = events.map(({ event, deliveryId, eventId }) =>
		toItem(event, { deliveryId, eventId }),
	);
	const done = context.helpers.createDeferredPromise<IRun>();
	context.emit([items], undefined, done);
	const run = (await done.promise) as IRun | undefined;
	// A workflow that waits (Wait node) is on record in n8n and goes on by itself.
	if (run?.status !== 'success' && run?.status !== 'waiting') throw new Error(describe(run));
}

async function connect(context: ITriggerFunctions, settings: TriggerSettings) {
	const pool = await migratedPool(context, settings.schema);
	const state = knownState(context);
	await publishEndpoint(context, settings, state.secret, endpointOf(settings, accountOf(state)));
	return startConsumer({
		pool,
		listenConfig: await databaseConfig(context, settings.schema),
		queue: settings.queue,
		batchSize: settings.batchSize,
		concurrentBatches: settings.concurrentBatches,
		maxAttempts: settings.maxAttempts,
		retrySeconds: settings.retrySeconds,
		leaseSeconds: settings.leaseSeconds,
		// In queue mode n8n never reports on a run whose job was lost with Redis' data.
		longestRunSeconds: settings.longestRunSeconds,
		retentionDays: settings.retentionDays,
		giveWay: isAnsweringBurst,
		handle: (events) => runWorkflow(context, events),
		log: context.logger,
	});
}

/**
 * Hands stored events to the workflow until the workflow is switched off. Never throws and never
 * gives up: a database that is down at activation would otherwise end the activation for good.
 */
export async function consume(context: ITriggerFunctions): Promise<ITriggerResponse> {
	const settings = readSettings(context);
	if (!settings.durable || context.getMode() === 'manual') return {};
	let isStopped = false;
	let consumer: { stop(): Promise<void> } | undefined;
	let timer: NodeJS.Timeout | undefined;

	const tryToStart = async (pause: number): Promise<void> => {
		try {
			const started = await connect(context, settings);
			if (isStopped) await started.stop();
			else consumer = started;
		} catch (error) {
			context.logger.error(
				`AmoCRM Trigger: the event database is not ready, trying again in ${pause / 1000} s: ${messageOf(error)}`,
			);
			if (!isStopped) {
				timer = setTimeout(() => void tryToStart(Math.min(pause * 2, longestPause)), pause);
			}
		}
	};
	await tryToStart(firstPause);
	return {
		closeFunction: async () => {
			isStopped = true;
			clearTimeout(timer);
			await consumer?.stop();
		},
	};
}
