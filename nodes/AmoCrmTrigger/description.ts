import { NodeConnectionTypes, type INodeTypeDescription } from 'n8n-workflow';
import { eventOptions } from '../../src/events/catalog';
import { allEvents, defaults, mostConcurrentBatches } from './settings';

const durableOnly = { show: { '/deliveryMode': ['durable'] } };

/**
 * Starts at version 2, and every text of `webhooks` is static: with version 1 or one expression in
 * it, n8n 2.40 builds an isolate for each webhook call (41 instead of 500 answers a second).
 */
export const description: INodeTypeDescription = {
	displayName: 'AmoCRM Trigger',
	name: 'amoCrmTrigger',
	icon: { light: 'file:../AmoCrm/amoCrm.svg', dark: 'file:../AmoCrm/amoCrm.dark.svg' },
	group: ['trigger'],
	version: 2,
	description: 'Starts the workflow when something changes in amoCRM (Kommo)',
	subtitle: '={{$parameter["deliveryMode"] === "durable" ? "durable" : "immediate"}}',
	eventTriggerDescription: 'Waiting for a change in amoCRM',
	activationMessage: 'Changes in amoCRM now start this workflow.',
	defaults: { name: 'AmoCRM Trigger' },
	inputs: [],
	outputs: [NodeConnectionTypes.Main],
	webhooks: [
		{
			name: 'default',
			httpMethod: 'POST',
			responseMode: 'onReceived',
			responseData: '',
			path: 'amocrm',
		},
	],
	credentials: [
		{
			name: 'amoCrmApi',
			required: true,
			displayOptions: { show: { authentication: ['accessToken'] } },
		},
		{
			name: 'amoCrmOAuth2Api',
			required: true,
			displayOptions: { show: { authentication: ['oAuth2'] } },
		},
		{
			name: 'postgres',
			required: true,
			displayOptions: { show: { deliveryMode: ['durable'] } },
		},
	],
	properties: [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Long-Lived Token', value: 'accessToken' },
				{ name: 'OAuth2', value: 'oAuth2' },
			],
			default: 'accessToken',
		},
		{
			displayName: 'Delivery Mode',
			name: 'deliveryMode',
			type: 'options',
			noDataExpression: true,
			options: [
				{
					name: 'Durable (PostgreSQL)',
					value: 'durable',
					description:
						'Every event is stored before amoCRM gets its answer, handed over in batches and repeated until the workflow succeeds',
				},
				{
					name: 'Immediate',
					value: 'immediate',
					description:
						'One execution per webhook and no database. An event is lost if n8n stops or the workflow fails.',
				},
			],
			default: 'immediate',
		},
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			noDataExpression: true,
			options: [
				{ name: 'All Events', value: allEvents, description: 'Whatever amoCRM can send' },
				...eventOptions.map((option) => ({ ...option })),
			],
			default: [allEvents],
			description: 'Which changes start the workflow',
		},
		{
			displayName:
				'In the durable mode the AmoCRM Trigger keeps its tables in the given database and creates them when the workflow is activated',
			name: 'durableNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { deliveryMode: ['durable'] } },
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: [
				{
					displayName: 'Batch Size',
					name: 'batchSize',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 1000 },
					default: defaults.batchSize,
					description: 'How many events one execution gets at the most',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Body Limit (MB)',
					name: 'bodyLimitMegabytes',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 16 },
					default: defaults.bodyLimitMegabytes,
					description: 'A larger webhook body is refused with HTTP 413',
				},
				{
					displayName: 'Check Webhook Every (Minutes)',
					name: 'checkMinutes',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: defaults.checkMinutes,
					description:
						'How often amoCRM is asked whether it still has the webhook; one that is gone or switched off is made anew. 0 means never.',
				},
				{
					displayName: 'Concurrent Batches',
					name: 'concurrentBatches',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: mostConcurrentBatches },
					default: defaults.concurrentBatches,
					description:
						'How many executions may run at the same time while more events wait than one gets. Events of one entity still follow each other.',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Dedupe Window (Hours)',
					name: 'dedupeWindowHours',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: defaults.dedupeWindowHours,
					description:
						'For how long the same content counts as a repeated delivery. amoCRM repeats a webhook for about an hour and a half.',
					displayOptions: durableOnly,
				},
				{
					displayName: 'First Retry After (Seconds)',
					name: 'retrySeconds',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: defaults.retrySeconds,
					description: 'The pause doubles with each attempt, up to an hour',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Ignore Own Changes',
					name: 'ignoreOwnChanges',
					type: 'boolean',
					default: false,
					description:
						'Whether to leave out changes made by the user that the credential belongs to, so that a workflow that writes to amoCRM does not start itself',
				},
				{
					displayName: 'Lease (Seconds)',
					name: 'leaseSeconds',
					type: 'number',
					typeOptions: { minValue: 5 },
					default: defaults.leaseSeconds,
					description:
						'How long after a crash of n8n its unfinished events wait before they are handed over again',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Longest Run (Minutes)',
					name: 'longestRunMinutes',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: defaults.longestRunMinutes,
					description:
						'An execution that has not ended by then counts as failed, and its events are handed over again, even if it goes on. 0 waits for ever.',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Maximum Attempts',
					name: 'maxAttempts',
					type: 'number',
					typeOptions: { minValue: 1 },
					default: defaults.maxAttempts,
					description: 'After so many failed executions an event is set aside as dead',
					displayOptions: durableOnly,
				},
				{
					displayName: 'More Events',
					name: 'moreEvents',
					type: 'string',
					default: '',
					placeholder: 'e.g. add_talk, delete_talk',
					description:
						'Comma-separated event names or amoCRM webhook settings that the list does not have',
				},
				{
					displayName: 'Pipeline IDs',
					name: 'pipelines',
					type: 'string',
					default: '',
					placeholder: 'e.g. 7654321, 7654322',
					description: 'Only lead events of these pipelines; empty means all',
				},
				{
					displayName: 'Public URL',
					name: 'publicUrl',
					type: 'string',
					default: '',
					placeholder: 'e.g. https://webhook.example.com/amocrm',
					description:
						"Address that amoCRM is told to call, when a proxy in front of n8n maps it to the webhook's own address. A key is appended to it.",
				},
				{
					displayName: 'Queue',
					name: 'queue',
					type: 'string',
					default: '',
					description:
						'Name under which the events wait in the database. Empty means a queue of its own for this node.',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Retention (Days)',
					name: 'retentionDays',
					type: 'number',
					typeOptions: { minValue: 0 },
					default: defaults.retentionDays,
					description: 'Processed events older than this are deleted; 0 keeps them for ever',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Schema',
					name: 'schema',
					type: 'string',
					default: defaults.schema,
					description: 'Database schema that holds the tables',
					displayOptions: durableOnly,
				},
				{
					displayName: 'Status IDs',
					name: 'statuses',
					type: 'string',
					default: '',
					placeholder: 'e.g. 142, 143',
					description: 'Only lead events that carry one of these statuses; empty means all',
				},
			],
		},
	],
};
