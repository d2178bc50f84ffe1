import { deepestPath } from './keyPath';
import { percentDecode } from './percentDecode';
import { problemList } from './problemList';
import { readKey } from './readKey';
import type { WireObject } from './types';
import { branch, object, place } from './wireTree';

export interface DecodedBody {
	/** PHP's nested arrays: lists where the keys are 0..n-1, every leaf a string, at most 64 levels. */
	readonly value: WireObject;
	/** What could not be read as it stands, by place; the first 20. */
	readonly problems: readonly string[];
	/** Whether the body has no pair at all. */
	readonly empty: boolean;
}

const outcomes = {
	repeated: 'given more than once, the last value counts',
	'scalar lost': 'is a value and has members, the members count',
} as const;

const jsonStart = /^\s*[[{]/;

/**
 * Decodes the raw body of a webhook as PHP would, in linear time, without a limit of keys or depth.
 * Never throws. Names are not mangled as PHP does it (`.` and space stay), a key whose brackets are
 * no path is one literal name, and `;` is data. Source: tests/fixtures/webhooks/index.md.
 */
export function decode(body: Buffer | string): DecodedBody {
	// One character for each byte: looking for a character in a string is quicker than for a byte in a buffer.
	const bytes = (typeof body === 'string' ? Buffer.from(body, 'utf8') : body).toString('latin1');
	const problems = problemList();
	const root = branch();
	let start = 0;
	// Looked for once and kept: searching it for each pair would be quadratic in a body of bare keys.
	let separator = -1;
	while (start < bytes.length) {
		const found = bytes.indexOf('&', start);
		const end = found === -1 ? bytes.length : found;
		if (end > start) {
			if (separator < start) separator = bytes.indexOf('=', start);
			if (separator === -1) separator = bytes.length;
			const isBare = separator >= end;
			const key = readKey(bytes.slice(start, isBare ? end : separator));
			const text = percentDecode(isBare ? '' : bytes.slice(separator + 1, end));
			const { path } = key;
			if (key.problem) problems.add(key.text, `in the name, ${key.problem}`);
			if (text.problem) problems.add(key.text, text.problem);
			if (!path) problems.add(key.text, 'its brackets are no path, the name was kept as it is');
			if (path?.length === deepestPath) {
				problems.add(key.text, `deeper than ${deepestPath} levels, the rest is one name`);
			}
			const outcome = place(root, path ?? [key.text], text.text);
			if (outcome !== 'placed') problems.add(key.text, outcomes[outcome]);
		}
		start = end + 1;
	}
	const value = object(root);
	const empty = root.members.size === 0;
	if (empty) problems.add('body', 'is empty');
	else if (jsonStart.test(bytes.slice(0, 64))) {
		problems.add('body', "looks like JSON; amoCRM's webhooks are forms");
	}
	return { value, problems: problems.list(), empty };
}
