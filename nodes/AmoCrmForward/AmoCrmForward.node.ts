import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { forward } from './forward';

export class AmoCrmForward implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AmoCRM Forward',
		name: 'amoCrmForward',
		icon: { light: 'file:../AmoCrm/amoCrm.svg', dark: 'file:../AmoCrm/amoCrm.dark.svg' },
		group: ['output'],
		version: [1],
		subtitle: '={{ $parameter["url"] }}',
		description: 'Post each item to a system of your own, a few at a time',
		defaults: { name: 'AmoCRM Forward' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'httpHeaderAuth',
				required: true,
				displayOptions: { show: { authentication: ['headerAuth'] } },
			},
		],
		properties: [
			{
				displayName: 'Authentication',
				name: 'authentication',
				type: 'options',
				options: [
					{ name: 'Header Auth', value: 'headerAuth' },
					{ name: 'None', value: 'none' },
				],
				default: 'none',
			},
			{
				displayName: 'URL',
				name: 'url',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'https://example.com/events',
				description:
					'Each item is posted here as JSON. Answers 200 to 299 mean taken, everything else is an error; redirects are not followed.',
			},
			{
				displayName: 'Body Field',
				name: 'bodyField',
				type: 'string',
				default: '',
				placeholder: 'body',
				description:
					'Name of the field that is sent. Text that is JSON is sent as it is, everything else as JSON. Empty sends the whole item.',
			},
			{
				displayName: 'Idempotency Key Field',
				name: 'keyField',
				type: 'string',
				default: '',
				placeholder: 'eventId',
				description:
					'Name of the field whose value is sent as the header Idempotency-Key, by which the other side can tell a repeat. Empty sends no such header.',
			},
			{
				displayName: 'Options',
				name: 'options',
				type: 'collection',
				default: {},
				placeholder: 'Add option',
				options: [
					{
						displayName: 'Concurrent Requests',
						name: 'concurrency',
						type: 'number',
						default: 10,
						typeOptions: { minValue: 1, maxValue: 250 },
						description: 'How many requests may wait for their answers at a time',
					},
					{
						displayName: 'Timeout',
						name: 'timeout',
						type: 'number',
						default: 10,
						typeOptions: { minValue: 1, maxValue: 300 },
						description: 'Seconds to wait for each answer',
					},
				],
			},
		],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [await forward(this)];
	}
}
