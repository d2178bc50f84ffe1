import type { IHookFunctions } from 'n8n-workflow';
import { eventNames, settingsFor } from '../../src/events/catalog';
import { defaults, readSettings } from './settings';

/** Only what readSettings asks n8n for: parameters and the node's identity. */
const context = (
	parameters: Readonly<Record<string, unknown>>,
	node: Readonly<Record<string, unknown>> = { id: 'node-1', webhookId: 'hook-1' },
): IHookFunctions =>
	({
		getNodeParameter: (name: string, fallback: unknown) => parameters[name] ?? fallback,
		getNode: () => node,
		getWorkflow: () => ({ id: 'workflow-1' }),
	}) as unknown as IHookFunctions;

it('takes every event and the documented defaults when nothing is chosen', () => {
	const settings = readSettings(context({}));
	expect(settings).toMatchObject({
		durable: false,
		events: [],
		subscriptions: eventNames,
		batchSize: defaults.batchSize,
		bodyLimitBytes: 10 * 1024 * 1024,
		dedupeWindowSeconds: 86_400,
		queue: 'hook-1',
		schema: 'public',
	});
});

it('subscribes to free text beside the chosen events', () => {
	const { events, subscriptions } = readSettings(
		context({ events: ['lead.add'], options: { moreEvents: 'delete_talk, add_catalog_7' } }),
	);
	expect(events).toEqual(['lead.add', 'delete_talk', 'add_catalog_7']);
	expect(settingsFor(subscriptions)).toEqual(
		expect.arrayContaining(['add_lead', 'delete_talk', 'add_catalog_7']),
	);
});

it('keeps free text in the subscription when all events are chosen, and still filters nothing', () => {
	const { events, subscriptions } = readSettings(
		context({ events: ['*', 'lead.add'], options: { moreEvents: 'add_catalog_7' } }),
	);
	expect(events).toEqual([]);
	expect(subscriptions).toContain('add_catalog_7');
});

it('reads ids however they are separated and leaves out what is none', () => {
	const { pipelines, statuses } = readSettings(
		context({ options: { pipelines: '1, 2;3\n4 x', statuses: '142' } }),
	);
	expect(pipelines).toEqual([1, 2, 3, 4]);
	expect(statuses).toEqual([142]);
	const given = readSettings(context({ options: { pipelines: 7, statuses: [142, 143] } }));
	expect([given.pipelines, given.statuses]).toEqual([[7], [142, 143]]);
});

it.each([
	[undefined, 1],
	[4, 4],
	[0, 1],
	['1000', 20],
])('with %s Concurrent Batches %i executions run at a time', (concurrentBatches, most) => {
	const options = concurrentBatches === undefined ? {} : { concurrentBatches };
	expect(readSettings(context({ options })).concurrentBatches).toBe(most);
});

it('survives an export and import: the queue is the webhook id, and a zero stays a zero', () => {
	expect(readSettings(context({})).queue).toBe('hook-1');
	expect(readSettings(context({}, { id: 'node-1' })).queue).toBe('workflow-1:node-1');
	expect(readSettings(context({ options: { queue: 'shared' } })).queue).toBe('shared');
	expect(readSettings(context({ options: { dedupeWindowHours: 0 } })).dedupeWindowSeconds).toBe(0);
});

it.each(['', 'many', null, Number.NaN, {}])('takes the default for a number that is %p', (odd) => {
	const names = Object.keys(defaults).filter((name) => name !== 'schema');
	const options = Object.fromEntries(names.map((name) => [name, odd]));
	expect(readSettings(context({ options }))).toEqual(readSettings(context({})));
});

it('hands PostgreSQL whole numbers above 0 where it takes no others', () => {
	const options = { batchSize: 2.4, maxAttempts: 0, leaseSeconds: -5, bodyLimitMegabytes: 1.1 };
	expect(readSettings(context({ options }))).toMatchObject({
		batchSize: 2,
		maxAttempts: 1,
		leaseSeconds: 1,
		bodyLimitBytes: 1_153_434,
	});
	const small = { longestRunMinutes: 0.5, retrySeconds: '1.5' };
	expect(readSettings(context({ options: small }))).toMatchObject({
		longestRunSeconds: 30,
		retrySeconds: 1.5,
	});
});
