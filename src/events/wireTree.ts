import { setOwn } from '../setOwn';
import type { WireObject, WireValue } from './types';

/** An array of PHP while it is being filled; a Map, because keys come from outside (`__proto__`). */
export interface Branch {
	readonly members: Map<string, string | Branch>;
	/** What `[]` stands for: one more than the largest index so far. */
	nextIndex: number;
	/** Whether every key so far is an index. */
	isIndexed: boolean;
}

/** Fifteen digits: every such index is a safe integer. */
const index = /^(?:0|[1-9]\d{0,14})$/;

export const branch = (): Branch => ({ members: new Map(), nextIndex: 0, isIndexed: true });

/** The key that `name` means here, counted as present from now on. */
function keyFor(parent: Branch, name: string): string {
	const key = name === '' ? String(parent.nextIndex) : name;
	if (!index.test(key)) parent.isIndexed = false;
	else parent.nextIndex = Math.max(parent.nextIndex, Number(key) + 1);
	return key;
}

/** What became of a value: `scalar lost` where the path also has members, and members win. */
export type Placed = 'placed' | 'repeated' | 'scalar lost';

/** Puts `text` at `path`. Costs one step for each member of the path. */
export function place(root: Branch, path: readonly string[], text: string): Placed {
	let parent = root;
	let outcome: Placed = 'placed';
	for (let depth = 0; depth < path.length; depth += 1) {
		const name = path[depth] ?? '';
		// An empty name at the root is a name: `=x` has no list to append to.
		const key = depth === 0 ? name : keyFor(parent, name);
		const present = parent.members.get(key);
		if (depth === path.length - 1) {
			if (typeof present === 'object') return 'scalar lost';
			parent.members.set(key, text);
			return present === undefined || outcome !== 'placed' ? outcome : 'repeated';
		}
		if (typeof present === 'object') {
			parent = present;
			continue;
		}
		if (present !== undefined) outcome = 'scalar lost';
		const next = branch();
		parent.members.set(key, next);
		parent = next;
	}
	return outcome;
}

function value(node: string | Branch): WireValue {
	if (typeof node === 'string') return node;
	const { members, nextIndex, isIndexed } = node;
	if (!isIndexed || nextIndex !== members.size) return object(node);
	const list: WireValue[] = new Array(members.size);
	for (const [key, member] of members) list[Number(key)] = value(member);
	return list;
}

export function object(node: Branch): WireObject {
	const members: WireObject = {};
	for (const [key, member] of node.members) setOwn(members, key, value(member));
	return members;
}
