import type { ITriggerFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { eventNames } from '../../src/events/catalog';

export const allEvents = '*';

export const defaults = {
	batchSize: 250,
	bodyLimitMegabytes: 10,
	checkMinutes: 10,
	concurrentBatches: 1,
	dedupeWindowHours: 24,
	leaseSeconds: 60,
	longestRunMinutes: 30,
	maxAttempts: 15,
	retentionDays: 0,
	retrySeconds: 10,
	schema: 'public',
} as const;

/** Each is an execution with up to a batch of events in n8n's memory. */
export const mostConcurrentBatches = 20;

export interface TriggerSettings {
	readonly durable: boolean;
	/** Event names that start the workflow; empty means every event. */
	readonly events: readonly string[];
	/** What amoCRM is asked to send: event names, or webhook settings that the catalogue does not list. */
	readonly subscriptions: readonly string[];
	readonly pipelines: readonly number[];
	readonly statuses: readonly number[];
	readonly ignoreOwnChanges: boolean;
	readonly bodyLimitBytes: number;
	/** The webhook's address as amoCRM is to see it; empty means n8n's own. */
	readonly publicUrl: string;
	/** Minutes between two looks at the subscription; 0 means none. */
	readonly checkMinutes: number;
	readonly queue: string;
	readonly schema: string;
	readonly batchSize: number;
	/** Executions at the same time while events pile up. */
	readonly concurrentBatches: number;
	readonly maxAttempts: number;
	readonly retrySeconds: number;
	readonly leaseSeconds: number;
	/** A run that takes longer counts as failed; 0 waits for ever. */
	readonly longestRunSeconds: number;
	readonly dedupeWindowSeconds: number;
	readonly retentionDays: number;
}

type NumberName = Exclude<keyof typeof defaults, 'schema'>;

interface RawOptions extends Partial<Record<keyof typeof defaults, number | string>> {
	readonly ignoreOwnChanges?: boolean;
	readonly moreEvents?: string;
	readonly pipelines?: string;
	readonly publicUrl?: string;
	readonly queue?: string;
	readonly statuses?: string;
}

type AnyContext = ITriggerFunctions | IHookFunctions | IWebhookFunctions;

/** An expression may give a number or a list in place of the text. */
const words = (text: unknown): string[] =>
	String(text ?? '')
		.split(/[\s,;]+/)
		.filter((word) => word !== '');

const ids = (text: unknown): number[] => words(text).map(Number).filter(Number.isSafeInteger);

/** Reads every parameter of the node; nothing else in this folder reads parameters. */
export function readSettings(context: AnyContext): TriggerSettings {
	const options = context.getNodeParameter('options', {}) as RawOptions;
	const chosen = context.getNodeParameter('events', [allEvents]) as string[];
	const node = context.getNode();
	const more = words(options.moreEvents);
	const isAll = chosen.includes(allEvents);
	const number = (name: NumberName): number => {
		const given = options[name] ?? '';
		const value = given === '' ? NaN : Number(given);
		return Number.isFinite(value) ? Math.max(0, value) : defaults[name];
	};
	// PostgreSQL refuses a claim of 0 or 2.5 events, each time: they would wait for ever.
	const count = (name: NumberName): number => Math.max(1, Math.round(number(name)));
	return {
		durable: context.getNodeParameter('deliveryMode', 'immediate') === 'durable',
		events: isAll ? [] : [...chosen, ...more],
		subscriptions: [...(isAll ? eventNames : chosen), ...more],
		pipelines: ids(options.pipelines),
		statuses: ids(options.statuses),
		ignoreOwnChanges: options.ignoreOwnChanges ?? false,
		bodyLimitBytes: Math.max(1, Math.round(number('bodyLimitMegabytes') * 1024 * 1024)),
		checkMinutes: number('checkMinutes'),
		publicUrl: String(options.publicUrl ?? '').trim(),
		// The webhook id survives an export and import of the workflow, and a copied node gets a new one:
		// waiting events find their consumer again, and two triggers never take each other's events.
		queue: String(options.queue || node.webhookId || `${context.getWorkflow().id}:${node.id}`),
		schema: String(options.schema || defaults.schema),
		batchSize: count('batchSize'),
		concurrentBatches: Math.min(count('concurrentBatches'), mostConcurrentBatches),
		maxAttempts: count('maxAttempts'),
		retrySeconds: number('retrySeconds'),
		leaseSeconds: count('leaseSeconds'),
		longestRunSeconds: number('longestRunMinutes') * 60,
		dedupeWindowSeconds: number('dedupeWindowHours') * 3600,
		retentionDays: number('retentionDays'),
	};
}
