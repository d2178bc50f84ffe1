import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import type { OutgoingSettings } from '../../src/forward/outgoing';
import { sameForAll } from '../../src/forward/sameForAll';

export interface ForwardSettings extends OutgoingSettings {
	/** Where an item goes; throws when it is no address. */
	readonly urlOf: (itemIndex: number) => string;
	readonly isSigned: boolean;
	readonly concurrency: number;
	readonly timeoutMs: number;
}

interface Options {
	readonly concurrency?: number;
	readonly timeout?: number;
}

const within = (value: number, most: number): number =>
	Math.min(Math.max(Math.trunc(value) || 1, 1), most);

function addressIn(context: IExecuteFunctions, itemIndex: number): string {
	const value = String(context.getNodeParameter('url', itemIndex)).trim();
	if (/^https?:\/\//i.test(value) && URL.canParse(value)) return value;
	throw new NodeOperationError(context.getNode(), `"${value.split('?')[0]}" is no address`, {
		itemIndex,
		description: 'Enter the whole URL, with http:// or https://.',
	});
}

/** Reads the node's settings; all but the URL are those of the first item. */
export function readSettings(context: IExecuteFunctions): ForwardSettings {
	const read = (name: string) => String(context.getNodeParameter(name, 0, '')).trim();
	const { concurrency = 10, timeout = 10 } = context.getNodeParameter('options', 0, {}) as Options;
	let first: string | undefined;
	const isSame = sameForAll(context.getNode().parameters['url']);
	return {
		urlOf: (itemIndex) =>
			isSame ? (first ??= addressIn(context, 0)) : addressIn(context, itemIndex),
		bodyField: read('bodyField'),
		keyField: read('keyField'),
		isSigned: read('authentication') === 'headerAuth',
		concurrency: within(concurrency, 250),
		timeoutMs: within(timeout, 300) * 1000,
	};
}
